package otherscallback

import (
	"crypto/tls"
	"errors"
)

// What a client's own check reads says nothing about the server beside it.
var server = &tls.Config{ClientAuth: tls.VerifyClientCertIfGiven} // want `certificates are verified when given`

var client = &tls.Config{VerifyConnection: func(s tls.ConnectionState) error {
	if len(s.PeerCertificates) == 0 {
		return errors.New("no certificate")
	}
	return nil
}}
