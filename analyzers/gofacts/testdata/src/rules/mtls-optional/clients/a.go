package clients

import "crypto/tls"

var (
	_ = &tls.Config{ClientAuth: tls.RequestClientCert}       // want `takes clients without a certificate: certificates are asked for`
	_ = &tls.Config{ClientAuth: tls.VerifyClientCertIfGiven} // want `certificates are verified when given`
	_ = &tls.Config{ClientAuth: tls.RequireAndVerifyClientCert}
	_ = &tls.Config{ClientAuth: tls.NoClientCert}
)
