// Package server declares as much of the SDK as the tests use.
package server

import (
	"context"
	"net/http"
)

type MCPServer struct{}

func NewMCPServer(name, version string) *MCPServer { return nil }

type StreamableHTTPOption func(*StreamableHTTPServer)

type StreamableHTTPServer struct{}

func NewStreamableHTTPServer(*MCPServer, ...StreamableHTTPOption) *StreamableHTTPServer { return nil }

func (*StreamableHTTPServer) Start(addr string) error                          { return nil }
func (*StreamableHTTPServer) ServeHTTP(w http.ResponseWriter, r *http.Request) {}
func WithTLSCert(cert, key string) StreamableHTTPOption                        { return nil }
func WithEndpointPath(path string) StreamableHTTPOption                        { return nil }
func WithDisableLocalhostProtection(disable bool) StreamableHTTPOption         { return nil }
func WithStreamableHTTPServer(srv *http.Server) StreamableHTTPOption           { return nil }
func WithStreamableHTTPCORS(opts ...CORSOption) StreamableHTTPOption           { return nil }
func WithHTTPContextFunc(func(context.Context, *http.Request) context.Context) StreamableHTTPOption {
	return nil
}

type CORSOption func()

func WithCORSAllowedOrigins(origins ...string) CORSOption { return nil }
func WithCORSAllowCredentials() CORSOption                { return nil }

type SSEOption func(*SSEServer)

type SSEServer struct{}

func NewSSEServer(*MCPServer, ...SSEOption) *SSEServer { return nil }

func (*SSEServer) Start(addr string) error                          { return nil }
func (*SSEServer) ServeHTTP(w http.ResponseWriter, r *http.Request) {}
func (*SSEServer) SSEHandler() http.Handler                         { return nil }
func (*SSEServer) MessageHandler() http.Handler                     { return nil }
func WithHTTPServer(srv *http.Server) SSEOption                     { return nil }

func (*MCPServer) HandleMessage(ctx context.Context, message []byte) any { return nil }
