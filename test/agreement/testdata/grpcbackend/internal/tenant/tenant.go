// Package tenant connects to services that want to know who calls.
package tenant

import (
	"crypto/tls"

	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials"
	"google.golang.org/grpc/credentials/insecure"
)

// Dial shows a certificate of ours, and verifies theirs.
func Dial(target, certificate, key string) (*grpc.ClientConn, error) {
	pair, err := tls.LoadX509KeyPair(certificate, key)
	if err != nil {
		return nil, err
	}
	c := &tls.Config{Certificates: []tls.Certificate{pair}, MinVersion: tls.VersionTLS12}
	return grpc.NewClient(target, grpc.WithTransportCredentials(credentials.NewTLS(c)))
}

// Local connects to a service on this machine, in clear.
func Local() (*grpc.ClientConn, error) {
	return grpc.NewClient("127.0.0.1:9090", grpc.WithTransportCredentials(insecure.NewCredentials()))
}

// Ledger connects to a service on another machine, in clear.
func Ledger() (*grpc.ClientConn, error) {
	opts := []grpc.DialOption{grpc.WithTransportCredentials(insecure.NewCredentials())}
	return grpc.NewClient("dns:///ledger.example.com:9090", opts...) // want cleartext-remote
}
