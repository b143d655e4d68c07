// Package dns01 asks no name server.
package dns01

import (
	"strings"
	"time"
)

// UnFqdn returns a name without the dot at its end. Traefik compares names of certificates by it.
func UnFqdn(name string) string { return strings.TrimSuffix(name, ".") }

// Options says which name servers are asked.
type Options struct{ RecursiveNameservers []string }

// Client asks name servers.
type Client struct{}

// NewClient returns one.
func NewClient(*Options) *Client { return nil }

// SetDefaultClient does nothing.
func SetDefaultClient(*Client) {}

// ChallengeOption says how a challenge is met.
type ChallengeOption struct{}

// CondOptions returns no option.
func CondOptions(bool, ...ChallengeOption) (o ChallengeOption) { return }

// DisableAuthoritativeNssPropagationRequirement returns no option.
func DisableAuthoritativeNssPropagationRequirement() (o ChallengeOption) { return }

// DisableRecursiveNSsPropagationRequirement returns no option.
func DisableRecursiveNSsPropagationRequirement() (o ChallengeOption) { return }

// PropagationWait returns no option.
func PropagationWait(time.Duration, bool) (o ChallengeOption) { return }
