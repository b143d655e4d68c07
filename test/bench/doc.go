// Package bench measures the whole program: `go test -bench . ./test/bench`. Nothing here judges times; the figures are
// in the README.
package bench
