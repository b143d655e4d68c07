// Command gosdkserver serves tools with the official SDK to clients that bring a token.
package main

import (
	"context"
	"crypto/tls"
	"encoding/json"
	"log"
	"log/slog"
	"net/http"
	"os"
	"time"

	"github.com/modelcontextprotocol/go-sdk/auth"
	"github.com/modelcontextprotocol/go-sdk/mcp"

	"example.com/gosdkserver/internal/identity"
)

type lookup struct {
	Region string `json:"region"`
	Number int    `json:"number"`
}

type found struct {
	Text string `json:"text"`
}

// fixed gives all clients one session.
var fixed = &mcp.ServerOptions{
	GetSessionID: func() string { return "the-session" }, // want session-id-predictable
}

// mirrored has two parameters that proxies see, and one of them is none of their business.
var mirrored = &mcp.Tool{
	Name: "open_account",
	InputSchema: map[string]any{
		"type": "object",
		"properties": map[string]any{
			"region":   map[string]any{"type": "string", "x-mcp-header": "Region"},
			"password": map[string]any{"type": "string", "x-mcp-header": "Password"}, // want secret-param-mirrored
		},
	},
}

func look(ctx context.Context, r *mcp.CallToolRequest, in lookup) (*mcp.CallToolResult, found, error) {
	slog.InfoContext(ctx, "tool called", "tool", r.Params.Name, "region", in.Region, "user", identity.User(ctx))
	return nil, found{Text: in.Region}, nil
}

func open(ctx context.Context, r *mcp.CallToolRequest) (*mcp.CallToolResult, error) {
	var in struct{ Region, Password string }
	if err := json.Unmarshal(r.Params.Arguments, &in); err != nil {
		return nil, err
	}
	slog.InfoContext(ctx, "opening an account", "region", in.Region, "password", in.Password) // want secret-logged
	return &mcp.CallToolResult{Content: []mcp.Content{&mcp.TextContent{Text: "done"}}}, nil
}

func server(o *mcp.ServerOptions) *mcp.Server {
	s := mcp.NewServer(&mcp.Implementation{Name: "accounts", Version: "1.0.0"}, o)
	mcp.AddTool(s, &mcp.Tool{Name: "look_up", Description: "looks an account up"}, look)
	s.AddTool(mirrored, open)
	return s
}

func handler(s *mcp.Server) http.Handler {
	h := mcp.NewStreamableHTTPHandler(func(*http.Request) *mcp.Server { return s }, &mcp.StreamableHTTPOptions{
		SessionTimeout: time.Hour,
	})
	guarded := auth.RequireBearerToken(identity.Verify, &auth.RequireBearerTokenOptions{
		ResourceMetadataURL: "https://accounts.example.com/.well-known/oauth-protected-resource",
		Scopes:              []string{"accounts"},
	})(h)
	return http.NewCrossOriginProtection().Handler(guarded)
}

func main() {
	log.SetOutput(os.Stderr)
	mux := http.NewServeMux()
	mux.Handle("/mcp", handler(server(nil)))
	mux.Handle("/one/mcp", handler(server(fixed)))
	s := &http.Server{ // want http-timeouts-missing
		Addr:    "192.0.2.40:8443",
		Handler: mux,
		TLSConfig: &tls.Config{
			MinVersion: tls.VersionTLS12,
			MaxVersion: tls.VersionTLS12,
		},
	}
	log.Fatal(s.ListenAndServeTLS("tls.crt", "tls.key"))
}
