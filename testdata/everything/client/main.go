package main

import (
	"crypto/tls"
	"crypto/x509"
	"flag"
	"net/http"

	"github.com/modelcontextprotocol/go-sdk/auth"
	"github.com/modelcontextprotocol/go-sdk/mcp"
	"github.com/quic-go/quic-go"
)

var (
	insecure = flag.Bool("insecure", false, "do not verify certificates")

	configs = []*tls.Config{
		{InsecureSkipVerify: *insecure},
		{InsecureSkipVerify: true, VerifyPeerCertificate: func([][]byte, [][]*x509.Certificate) error { return nil }},
		{MaxVersion: tls.VersionTLS12},
		{CipherSuites: []uint16{tls.TLS_RSA_WITH_RC4_128_SHA}},
		{ClientAuth: tls.RequestClientCert},
		{ClientAuth: tls.RequireAnyClientCert},
	}
	early = &quic.Config{Allow0RTT: true}
)

func main() {
	handler := mcp.NewStreamableHTTPHandler(func(*http.Request) *mcp.Server { return nil }, nil)
	http.ListenAndServe("127.0.0.1:8080", auth.RequireBearerToken(nil, nil)(handler))
}
