package origins

import (
	"net/http"

	"github.com/mark3labs/mcp-go/server"
	"github.com/modelcontextprotocol/go-sdk/auth"
	"github.com/modelcontextprotocol/go-sdk/mcp"
	"github.com/rs/cors"

	"rules/cors-wildcard/headers"
)

func handler() http.Handler { return mcp.NewStreamableHTTPHandler(nil, nil) }

func library() {
	c := cors.New(cors.Options{AllowedOrigins: []string{"*"}}) // want `lets the pages of every website call it`
	http.ListenAndServe("127.0.0.1:1", c.Handler(handler()))
	http.ListenAndServe("127.0.0.1:2", cors.New(cors.Options{}).Handler(handler())) // want `lets the pages`
	http.ListenAndServe("127.0.0.1:3", cors.AllowAll().Handler(handler()))          // want `lets the pages`
	named := cors.New(cors.Options{AllowedOrigins: []string{"https://app.example.com"}})
	http.ListenAndServe("127.0.0.1:4", named.Handler(handler()))
}

func own() {
	http.ListenAndServe("127.0.0.1:5", headers.Allow(handler())) // want `lets the pages`
	// A token that a page does not have makes it a note.
	http.ListenAndServe("127.0.0.1:6", headers.Allow(auth.RequireBearerToken(nil, nil)(handler())))
}

func sdk(s *server.MCPServer) {
	server.NewStreamableHTTPServer(s, server.WithStreamableHTTPCORS(
		server.WithCORSAllowedOrigins("*"), // want `lets the pages`
	)).Start("127.0.0.1:7")
	server.NewStreamableHTTPServer(s, server.WithStreamableHTTPCORS(
		server.WithCORSAllowedOrigins("https://app.example.com"),
	)).Start("127.0.0.1:8")
}
