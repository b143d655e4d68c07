package floor

import (
	"crypto/tls"
	"flag"
)

const oldest = tls.VersionTLS10

var (
	chosen = oldest
	floor  = flag.Uint("floor", tls.VersionTLS12, "the lowest version")
	low    = flag.Uint("low", tls.VersionTLS11, "the lowest version")
)

var (
	_ = &tls.Config{MinVersion: tls.VersionTLS11} // want `accepts TLS 1.1`
	_ = &tls.Config{MinVersion: 0x0301}           // want `accepts TLS 1.0`
	_ = &tls.Config{MinVersion: oldest}           // want `accepts TLS 1.0`
	_ = &tls.Config{MinVersion: uint16(chosen)}   // want `accepts TLS 1.0`
	_ = &tls.Config{MinVersion: tls.VersionSSL30} // want `accepts SSL 3`
	_ = &tls.Config{MinVersion: uint16(*low)}     // want `accepts TLS 1.1`

	_ = &tls.Config{MinVersion: tls.VersionTLS12}
	_ = &tls.Config{MinVersion: uint16(*floor)}
	_ = &tls.Config{MaxVersion: tls.VersionTLS12}
)

func raised() *tls.Config {
	c := &tls.Config{MinVersion: tls.VersionTLS10}
	c.MinVersion = tls.VersionTLS13
	return c
}

func byName(name string) *tls.Config {
	versions := map[string]uint16{"1.0": tls.VersionTLS10, "1.2": tls.VersionTLS12}
	return &tls.Config{MinVersion: versions[name]}
}
