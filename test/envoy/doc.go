// Package envoy holds what wirevet says of Envoy's configurations against Envoy's own types, as go-control-plane has them: that the
// configurations of parsers/envoy/testdata and of the rule pages are ones that Envoy takes, and that what comes out of generated ones is
// what the decoded messages say, with the defaults that the API documents and the checks that source/common/tls makes: versions, clients'
// certificates, verification, what is presented and trusted, and which routes somebody gets to who shows nothing.
//
//	go test ./...                     a fixed sample of 100 generated configurations
//	go test ./... -configs 2000       more of them
//	go test ./... -v -only 17         one of them, with its text
package envoy
