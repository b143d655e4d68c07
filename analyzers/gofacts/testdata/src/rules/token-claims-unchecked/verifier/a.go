package verifier

import (
	"net/http"

	"github.com/golang-jwt/jwt/v5"
)

var key = func(*jwt.Token) (any, error) { return []byte("k"), nil }

func defaults(text string) (*jwt.Token, error) {
	return jwt.Parse(text, key) // want `never expires or that was issued for somebody else`
}

func noExpiry(text string, claims jwt.Claims) (*jwt.Token, error) {
	p := jwt.NewParser(jwt.WithAudience("https://mcp.example.com"))
	return p.ParseWithClaims(text, claims, key) // want `accepts a token that never expires`
}

func complete(text string) (*jwt.Token, error) {
	return jwt.Parse(text, key, jwt.WithExpirationRequired(), jwt.WithAudience("https://mcp.example.com"), jwt.WithValidMethods([]string{"RS256"}))
}

func options(text string) (*jwt.Token, error) {
	options := []jwt.ParserOption{jwt.WithExpirationRequired()}
	options = append(options, jwt.WithAudience("https://mcp.example.com"))
	return jwt.Parse(text, key, options...)
}

func handedOn(text string, options ...jwt.ParserOption) (*jwt.Token, error) {
	return jwt.Parse(text, key, options...)
}

func withoutClaims(text string) (*jwt.Token, error) {
	return jwt.Parse(text, key, jwt.WithoutClaimsValidation(), jwt.WithAudience("x")) // want `whatever it says of its expiry`
}

func unsigned(text string) (*jwt.Token, error) {
	return jwt.Parse(text, func(*jwt.Token) (any, error) { return jwt.UnsafeAllowNoneSignatureType, nil }) // want `that is not signed`
}

func none(text string) (*jwt.Token, error) {
	return jwt.Parse(text, key, jwt.WithValidMethods([]string{"RS256", "none"})) // want `that is not signed`
}

// The signature is verified elsewhere in this package, so that decoding first is no hole.
func issuer(r *http.Request) string {
	token, _, _ := jwt.NewParser().ParseUnverified(r.Header.Get("Authorization"), jwt.MapClaims{})
	return token.Raw
}
