// Package auth is as much of go-http-auth as Traefik calls: Basic authentication with passwords under SHA-1, and Digest
// authentication that lets nobody in.
package auth

import (
	"crypto/sha1"
	"crypto/subtle"
	"encoding/base64"
	"fmt"
	"net/http"
	"strings"
)

// CheckSecret reports whether a line of htpasswd is of this password.
func CheckSecret(password, secret string) bool {
	want, ok := strings.CutPrefix(secret, "{SHA}")
	sum := sha1.Sum([]byte(password))
	got := base64.StdEncoding.EncodeToString(sum[:])
	return ok && subtle.ConstantTimeCompare([]byte(got), []byte(want)) == 1
}

// BasicAuth asks for a user and a password.
type BasicAuth struct {
	Realm   string
	Secrets func(user, realm string) string
}

// RequireAuth answers whoever sent neither.
func (a *BasicAuth) RequireAuth(w http.ResponseWriter, _ *http.Request) {
	challenge(w, "Basic", a.Realm)
}

// DigestAuth asks for a digest.
type DigestAuth struct{ realm string }

// NewDigestAuthenticator returns one.
func NewDigestAuthenticator(realm string, _ func(user, realm string) string) *DigestAuth {
	return &DigestAuth{realm}
}

// CheckAuth knows nobody.
func (*DigestAuth) CheckAuth(*http.Request) (user string, info *string) { return "", nil }

// RequireAuth answers everybody.
func (a *DigestAuth) RequireAuth(w http.ResponseWriter, _ *http.Request) {
	challenge(w, "Digest", a.realm)
}

// RequireAuthStale answers as RequireAuth does.
func (a *DigestAuth) RequireAuthStale(w http.ResponseWriter, r *http.Request) { a.RequireAuth(w, r) }

// DigestAuthParams reads nothing.
func DigestAuthParams(string) map[string]string { return nil }

func challenge(w http.ResponseWriter, scheme, realm string) {
	w.Header().Set("WWW-Authenticate", fmt.Sprintf("%s realm=%q", scheme, realm))
	http.Error(w, "401 Unauthorized", http.StatusUnauthorized)
}
