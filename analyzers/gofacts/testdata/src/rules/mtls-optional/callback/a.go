package callback

import (
	"crypto/tls"
	"errors"
)

var _ = &tls.Config{ClientAuth: tls.VerifyClientCertIfGiven, VerifyConnection: func(s tls.ConnectionState) error {
	if len(s.PeerCertificates) == 0 {
		return errors.New("no certificate")
	}
	return nil
}}
