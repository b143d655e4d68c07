package literal

import (
	"crypto/tls"
	"net/http"
)

const off = true

func direct() *http.Client {
	return &http.Client{Transport: &http.Transport{
		TLSClientConfig: &tls.Config{InsecureSkipVerify: true}, // want `the TLS client in direct does not verify TLS certificates: InsecureSkipVerify`
	}}
}

func constant() {
	_ = &tls.Config{InsecureSkipVerify: off, ServerName: "x"} // want `does not verify`
}

func value() {
	c := tls.Config{InsecureSkipVerify: !!off} // want `does not verify`
	_ = &c
}

func explicit() {
	_ = &tls.Config{InsecureSkipVerify: false}
	_ = &tls.Config{}
}

func dialed() error {
	_, err := tls.Dial("tcp", "mcp.example.com:443", &tls.Config{InsecureSkipVerify: true}) // want `does not verify`
	return err
}

var shared = &tls.Config{InsecureSkipVerify: true} // want `the TLS client of package rules/tls-verify-disabled/literal does not verify`

// A server's configuration has no use for the field: at most a note.
func served() *http.Server {
	return &http.Server{TLSConfig: &tls.Config{InsecureSkipVerify: true}}
}
