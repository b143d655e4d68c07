package callback

import (
	"crypto/sha256"
	"crypto/tls"
	"crypto/x509"
	"errors"
)

var pin [32]byte

func pinned() *tls.Config {
	return &tls.Config{
		InsecureSkipVerify: true,
		VerifyConnection: func(s tls.ConnectionState) error {
			if sha256.Sum256(s.PeerCertificates[0].RawSubjectPublicKeyInfo) != pin {
				return errors.New("another key")
			}
			return nil
		},
	}
}

func verified(roots *x509.CertPool) *tls.Config {
	c := &tls.Config{InsecureSkipVerify: true}
	c.VerifyConnection = func(s tls.ConnectionState) error {
		_, err := s.PeerCertificates[0].Verify(x509.VerifyOptions{Roots: roots, DNSName: s.ServerName})
		return err
	}
	return c
}

func elsewhere(check func(tls.ConnectionState) error) *tls.Config {
	return &tls.Config{InsecureSkipVerify: true, VerifyConnection: check}
}

func none() *tls.Config {
	return &tls.Config{InsecureSkipVerify: true, VerifyConnection: nil} // want `does not verify`
}
