package gateway

import (
	"crypto/tls"
	"testing"
)

func TestDial(t *testing.T) {
	conn, err := tls.Dial("tcp", "test.example.com:443", &tls.Config{InsecureSkipVerify: true})
	if err == nil {
		t.Error("somebody answers", conn.Close())
	}
}
