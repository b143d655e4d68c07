// Command jwtverifier serves tools to those who bring a token of an authorization server.
package main

import (
	"context"
	"crypto/rsa"
	"errors"
	"log"
	"net/http"
	"os"
	"strings"
	"time"

	"github.com/golang-jwt/jwt/v5"

	"github.com/modelcontextprotocol/go-sdk/mcp"

	"example.com/jwtverifier/internal/legacy"
)

const (
	resource = "https://mcp.example.com"
	issuer   = "https://login.example.com"
)

type claims struct {
	jwt.RegisteredClaims
	Scope string `json:"scope"`
}

type verifier func(text string) (*jwt.Token, error)

func keys(key *rsa.PublicKey) jwt.Keyfunc {
	return func(*jwt.Token) (any, error) { return key, nil }
}

// strict takes a token that was made for this server, by ours, and that ends.
func strict(key jwt.Keyfunc) verifier {
	return func(text string) (*jwt.Token, error) {
		return jwt.ParseWithClaims(text, &claims{}, key, jwt.WithAudience(resource), jwt.WithIssuer(issuer),
			jwt.WithExpirationRequired(), jwt.WithValidMethods([]string{"RS256"}), jwt.WithLeeway(30*time.Second))
	}
}

// anybody takes one that was made for somebody else, and one that never ends.
func anybody(key jwt.Keyfunc) verifier {
	return func(text string) (*jwt.Token, error) {
		return jwt.ParseWithClaims(text, &claims{}, key) // want token-claims-unchecked
	}
}

// patient takes one an hour after its end.
func patient(key jwt.Keyfunc) verifier {
	p := jwt.NewParser(jwt.WithAudience(resource), jwt.WithExpirationRequired(), jwt.WithLeeway(time.Hour)) // want token-leeway-long
	return func(text string) (*jwt.Token, error) { return p.ParseWithClaims(text, &claims{}, key) }
}

func guard(verify verifier, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		text, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
		if !ok {
			http.Error(w, "no token", http.StatusUnauthorized)
			return
		}
		token, err := verify(text)
		if err != nil || !token.Valid {
			http.Error(w, "invalid token", http.StatusUnauthorized)
			return
		}
		next.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), claims{}, token.Claims)))
	})
}

func publicKey(name string) (*rsa.PublicKey, error) {
	pem, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	key, err := jwt.ParseRSAPublicKeyFromPEM(pem)
	if err != nil {
		return nil, errors.Join(errors.New(name), err)
	}
	return key, nil
}

func main() {
	key, err := publicKey("/etc/mcp/login.pem")
	if err != nil {
		log.Fatal(err)
	}
	s := mcp.NewServer(&mcp.Implementation{Name: "orders", Version: "1.0.0"}, nil)
	tools := mcp.NewStreamableHTTPHandler(func(*http.Request) *mcp.Server { return s }, nil)
	mux := http.NewServeMux()
	mux.Handle("/mcp", guard(strict(keys(key)), tools))
	mux.Handle("/any/mcp", guard(anybody(keys(key)), tools))
	mux.Handle("/late/mcp", guard(patient(keys(key)), tools))
	mux.Handle("/old/mcp", guard(legacy.Verify, tools))
	srv := &http.Server{Addr: "192.0.2.50:8443", Handler: http.NewCrossOriginProtection().Handler(mux), ReadHeaderTimeout: time.Second}
	log.Fatal(srv.ListenAndServeTLS("tls.crt", "tls.key"))
}
