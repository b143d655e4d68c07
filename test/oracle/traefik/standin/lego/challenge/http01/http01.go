// Package http01 has the path of RFC 8555, section 8.3.
package http01

import "time"

// PathPrefix is where a challenge is answered.
const PathPrefix = "/.well-known/acme-challenge/"

// ChallengeOption says how a challenge is met.
type ChallengeOption struct{}

// SetDelay returns no option.
func SetDelay(time.Duration) (o ChallengeOption) { return }
