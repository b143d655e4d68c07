// Package transport holds the ways to reach MCP servers.
package transport

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"net/http"
	"os"
)

// oldest is what the archive speaks.
const oldest = tls.VersionTLS11

// Plant reaches the machines of the plant.
func Plant() *http.Transport {
	return &http.Transport{TLSClientConfig: lenient("plant.example.com")}
}

func lenient(name string) *tls.Config {
	return &tls.Config{
		ServerName:         name,
		MinVersion:         tls.VersionTLS12,
		InsecureSkipVerify: true, // want tls-verify-disabled
	}
}

// Archive reaches the archive.
func Archive() *http.Transport {
	t := http.DefaultTransport.(*http.Transport).Clone()
	t.TLSClientConfig = &tls.Config{}
	t.TLSClientConfig.MinVersion = oldest // want tls-version-obsolete
	return t
}

// Corporate reaches servers with certificates of the company's own CA.
func Corporate(file string) (*http.Transport, error) {
	pem, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	roots := x509.NewCertPool()
	if !roots.AppendCertsFromPEM(pem) {
		return nil, errors.New("no certificate in " + file)
	}
	c := &tls.Config{RootCAs: roots, InsecureSkipVerify: true}
	c.InsecureSkipVerify = false
	return &http.Transport{TLSClientConfig: c}, nil
}

// Pinned reaches a server whose certificate is known by heart.
func Pinned(leaf []byte) *http.Transport {
	return &http.Transport{TLSClientConfig: &tls.Config{
		InsecureSkipVerify: true,
		VerifyConnection: func(s tls.ConnectionState) error {
			if string(s.PeerCertificates[0].Raw) != string(leaf) {
				return errors.New("another certificate")
			}
			return nil
		},
	}}
}

// Anything reaches a server that has any certificate at all.
func Anything() *http.Transport {
	return &http.Transport{TLSClientConfig: &tls.Config{
		InsecureSkipVerify:    true,
		VerifyPeerCertificate: func(raw [][]byte, _ [][]*x509.Certificate) error { return nil }, // want tls-verify-partial
	}}
}
