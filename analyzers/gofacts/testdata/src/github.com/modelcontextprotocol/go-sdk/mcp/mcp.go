// Package mcp declares as much of the SDK as the tests use.
package mcp

import "net/http"

type Server struct{}

type Implementation struct{ Name, Version string }

type ServerOptions struct{}

func NewServer(*Implementation, *ServerOptions) *Server { return nil }

type StreamableHTTPOptions struct {
	Stateless                  bool
	DisableLocalhostProtection bool
	CrossOriginProtection      *http.CrossOriginProtection
}

type StreamableHTTPHandler struct{}

func (*StreamableHTTPHandler) ServeHTTP(http.ResponseWriter, *http.Request) {}

func NewStreamableHTTPHandler(func(*http.Request) *Server, *StreamableHTTPOptions) *StreamableHTTPHandler {
	return nil
}

type SSEOptions struct{ DisableLocalhostProtection bool }

type SSEHandler struct{}

func (*SSEHandler) ServeHTTP(http.ResponseWriter, *http.Request) {}

func NewSSEHandler(func(*http.Request) *Server, *SSEOptions) *SSEHandler { return nil }

type StreamableClientTransport struct {
	Endpoint   string
	HTTPClient *http.Client
}

type SSEClientTransport struct {
	Endpoint   string
	HTTPClient *http.Client
}
