// Package server says once what each rule about Go source finds.
package server

import (
	"fmt"
	"log/slog"
	"net/http"
	"os"
	"time"

	"github.com/golang-jwt/jwt/v5"
	"github.com/modelcontextprotocol/go-sdk/mcp"
)

const upstream = "@slack@"

var login = &mcp.Tool{Name: "login", InputSchema: map[string]any{"type": "object", "properties": map[string]any{
	"passport": map[string]any{"type": "string", "x-mcp-header": "Passport"},
}}}

func verify(text string, key jwt.Keyfunc) (*jwt.Token, error) {
	return jwt.Parse(text, key, jwt.WithLeeway(time.Hour))
}

func handle(expectedToken string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("X-API-Key") != expectedToken {
			return
		}
		slog.Info("request", "headers", r.Header)
		w.Header().Set("Mcp-Session-Id", fmt.Sprint(time.Now().UnixNano()))
		req, err := http.NewRequest(http.MethodGet, "https://api.example.com/items", nil)
		if err != nil {
			return
		}
		req.Header.Set("Authorization", r.Header.Get("Authorization"))
		os.MkdirAll("calls", 0o777)
	}
}
