// Package handlers is imported by one that listens.
package handlers

import (
	"net/http"

	"github.com/modelcontextprotocol/go-sdk/mcp"
)

func New() http.Handler {
	mux := http.NewServeMux()
	mux.Handle("/mcp", mcp.NewStreamableHTTPHandler(nil, nil))
	return mux
}

func Other() http.Handler { return http.NotFoundHandler() }
