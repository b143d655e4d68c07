package suites

import "crypto/tls"

var (
	_ = &tls.Config{CipherSuites: []uint16{
		tls.TLS_RSA_WITH_RC4_128_SHA,            // want `RC4 is broken`
		tls.TLS_ECDHE_RSA_WITH_3DES_EDE_CBC_SHA, // want `blocks of 64 bits`
		tls.TLS_RSA_WITH_AES_128_GCM_SHA256,     // want `without forward secrecy`
		tls.TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA,  // want `CBC with SHA-1`
		tls.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256,
		tls.TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305,
		tls.TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256,
		tls.TLS_AES_128_GCM_SHA256,
	}}
	_ = &tls.Config{MinVersion: tls.VersionTLS13, CipherSuites: []uint16{tls.TLS_RSA_WITH_RC4_128_SHA}}
)

func named() *tls.Config {
	suites := []uint16{tls.TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384, tls.TLS_RSA_WITH_3DES_EDE_CBC_SHA} // want `blocks of 64 bits`
	return &tls.Config{CipherSuites: suites}
}
