package elsewhere

import (
	"errors"
	"net/http"
	"time"

	"github.com/golang-jwt/jwt/v4"
)

// Both are read by hand.
func verify(text string, key jwt.Keyfunc) error {
	claims := &jwt.RegisteredClaims{}
	if _, err := jwt.ParseWithClaims(text, claims, key); err != nil {
		return err
	}
	if claims.ExpiresAt == nil || claims.ExpiresAt.Before(time.Now()) || !claims.VerifyAudience("https://mcp.example.com", true) {
		return errors.New("not for us")
	}
	return nil
}

// The claims of a token that is made here are no check.
func issue() *jwt.RegisteredClaims {
	return &jwt.RegisteredClaims{Audience: jwt.ClaimStrings{"x"}}
}

func handler(http.ResponseWriter, *http.Request) {}
