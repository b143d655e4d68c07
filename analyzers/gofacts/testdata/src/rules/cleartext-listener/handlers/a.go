// Package handlers is imported by one that listens.
package handlers

import (
	"net/http"

	"github.com/mark3labs/mcp-go/server"
	"github.com/modelcontextprotocol/go-sdk/mcp"
)

func New() http.Handler {
	mux := http.NewServeMux()
	mux.Handle("/mcp", mcp.NewStreamableHTTPHandler(nil, nil))
	return mux
}

func Other() http.Handler { return http.NotFoundHandler() }

// Streamable gives the SDK's own server.
func Streamable(s *server.MCPServer) *server.StreamableHTTPServer {
	return server.NewStreamableHTTPServer(s)
}

// Encrypted gives it with a certificate.
func Encrypted(s *server.MCPServer) *server.StreamableHTTPServer {
	return server.NewStreamableHTTPServer(s, server.WithTLSCert("cert.pem", "key.pem"))
}

// Official gives the handler of the other SDK.
func Official() *mcp.StreamableHTTPHandler { return mcp.NewStreamableHTTPHandler(nil, nil) }
