// Package oracle holds what wirevet says of a server's configuration against the server itself: it makes configurations from
// a seeded grammar, starts the real program on loopback, asks it with real handshakes and requests, and compares.
//
//	go test ./...             a fixed sample of 60 configurations
//	go test ./... -configs 500    the whole set
//	go test ./... -v -only 17   one of them, with its text
//	go test ./... -v -run Nginx -only 17 -shrink   what is left of it when all that does not matter to a disagreement is taken away
package oracle
