// Package tlsalpn01 has the protocol of RFC 8737, which Traefik knows handshakes of challenges by.
package tlsalpn01

import (
	"errors"
	"time"
)

// ACMETLS1Protocol is its name in ALPN (RFC 8737, section 6.2).
const ACMETLS1Protocol = "acme-tls/1"

// ChallengeOption says how a challenge is met.
type ChallengeOption struct{}

// SetDelay returns no option.
func SetDelay(time.Duration) (o ChallengeOption) { return }

// ChallengeBlocks makes no certificate.
func ChallengeBlocks(string, string) (cert, key []byte, err error) {
	return nil, nil, errors.New("this build answers no challenges")
}
