package gateway

import "crypto/tls"

// Both is wrong twice in one line.
func Both() (*tls.Conn, error) {
	return tls.Dial("tcp", "mcp.example.com:443", &tls.Config{InsecureSkipVerify: true, MinVersion: tls.VersionTLS11})
}
