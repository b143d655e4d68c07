package floor

import "crypto/tls"

var low = &tls.Config{
	ServerName: "x",
	MinVersion: tls.VersionTLS10, // want `accepts TLS 1.0`
}

var number = &tls.Config{MinVersion: 0x0302} // want `accepts TLS 1.1`
