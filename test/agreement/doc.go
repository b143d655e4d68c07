// Package agreement compares three ways to run the rules of Go source: `wirevet check`, which loads Go by itself and
// without a toolchain; go vet with wirevet-vettool; and golangci-lint with the plugin. Each folder of testdata is a module
// about one surface. Its comments say what must be found:
//
//	conn, err := tls.Dial("tcp", addr, &tls.Config{InsecureSkipVerify: true}) // want tls-verify-disabled
//
// Where a way cannot see what another sees, testdata/differences.txt says so, and why.
//
// It is a module of its own because it builds golangci-lint, and because the samples use real SDKs.
package agreement
