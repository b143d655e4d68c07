package callbacks

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
)

func accepts() *tls.Config {
	return &tls.Config{
		InsecureSkipVerify:    true,
		VerifyPeerCertificate: func([][]byte, [][]*x509.Certificate) error { return nil }, // want `the TLS client in accepts verifies certificates in part only: the callback accepts every certificate`
	}
}

func acceptAll(tls.ConnectionState) error { return nil }

func acceptsByName() *tls.Config {
	return &tls.Config{InsecureSkipVerify: true, VerifyConnection: acceptAll} // want `accepts every certificate`
}

func chain(roots *x509.CertPool) *tls.Config {
	return &tls.Config{
		InsecureSkipVerify: true,
		VerifyConnection: func(s tls.ConnectionState) error { // want `the callback checks the chain, but not the name`
			_, err := s.PeerCertificates[0].Verify(x509.VerifyOptions{Roots: roots})
			return err
		},
	}
}

func chainAndName(roots *x509.CertPool) *tls.Config {
	return &tls.Config{
		InsecureSkipVerify: true,
		VerifyConnection: func(s tls.ConnectionState) error {
			opts := x509.VerifyOptions{Roots: roots}
			opts.DNSName = s.ServerName
			_, err := s.PeerCertificates[0].Verify(opts)
			return err
		},
	}
}

func resumed() *tls.Config {
	return &tls.Config{
		InsecureSkipVerify: true,
		ClientSessionCache: tls.NewLRUClientSessionCache(8),
		VerifyPeerCertificate: func(raw [][]byte, _ [][]*x509.Certificate) error { // want `VerifyPeerCertificate is not called when a session is resumed`
			if string(raw[0]) != "pin" {
				return errors.New("another certificate")
			}
			return nil
		},
	}
}

func pinned() *tls.Config {
	return &tls.Config{
		InsecureSkipVerify: true,
		VerifyPeerCertificate: func(raw [][]byte, _ [][]*x509.Certificate) error {
			if string(raw[0]) != "pin" {
				return errors.New("another certificate")
			}
			return nil
		},
	}
}

// A callback beside the usual check can only refuse more.
func beside() *tls.Config {
	return &tls.Config{VerifyConnection: acceptAll}
}
