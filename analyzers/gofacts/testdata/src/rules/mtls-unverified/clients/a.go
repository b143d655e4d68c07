package clients

import (
	"crypto/tls"
	"crypto/x509"
)

var (
	_ = &tls.Config{ClientAuth: tls.RequireAnyClientCert} // want `takes every client certificate, whoever issued it`
	_ = &tls.Config{ClientAuth: tls.RequireAndVerifyClientCert}
)

func public() *tls.Config {
	roots, _ := x509.SystemCertPool()
	return &tls.Config{ClientAuth: tls.RequireAndVerifyClientCert, ClientCAs: roots} // want `takes a client certificate of any public CA`
}

func private(pem []byte) *tls.Config {
	roots := x509.NewCertPool()
	roots.AppendCertsFromPEM(pem)
	return &tls.Config{ClientAuth: tls.RequireAndVerifyClientCert, ClientCAs: roots}
}

func callback(check func(tls.ConnectionState) error) *tls.Config {
	return &tls.Config{ClientAuth: tls.RequireAnyClientCert, VerifyConnection: check}
}
