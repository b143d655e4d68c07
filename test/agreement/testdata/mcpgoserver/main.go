// Command mcpgoserver serves tools with mcp-go: over stdio, or over HTTP to programs and to pages in browsers.
package main

import (
	"context"
	"crypto/rand"
	"errors"
	"flag"
	"fmt"
	"log"
	"sync"

	"github.com/mark3labs/mcp-go/mcp"
	"github.com/mark3labs/mcp-go/server"
)

var (
	transport = flag.String("transport", "stdio", "stdio, http or pages")
	address   = flag.String("address", "127.0.0.1:8080", "where to listen")
)

// numbered names sessions one after the other.
type numbered struct {
	mu   sync.Mutex
	last int
}

func (n *numbered) Generate() string {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.last++
	return fmt.Sprintf("mcp-%d", n.last) // want session-id-predictable
}

func (n *numbered) Validate(id string) (bool, error) {
	n.mu.Lock()
	defer n.mu.Unlock()
	var number int
	if _, err := fmt.Sscanf(id, "mcp-%d", &number); err != nil {
		return false, err
	}
	return number > n.last, nil
}

func (n *numbered) Terminate(string) (bool, error) { return false, nil }

// drawn names them so that nobody can guess.
type drawn struct {
	mu   sync.Mutex
	open map[string]bool
}

func (d *drawn) Generate() string {
	id := rand.Text()
	d.mu.Lock()
	defer d.mu.Unlock()
	d.open[id] = true
	return id
}

func (d *drawn) Validate(id string) (bool, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if !d.open[id] {
		return false, errors.New("no such session")
	}
	return false, nil
}

func (d *drawn) Terminate(id string) (bool, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	delete(d.open, id)
	return false, nil
}

func echo(_ context.Context, r mcp.CallToolRequest) (*mcp.CallToolResult, error) {
	text, err := r.RequireString("text")
	if err != nil {
		return mcp.NewToolResultError(err.Error()), nil
	}
	return mcp.NewToolResultText(text), nil
}

func tools() *server.MCPServer {
	s := server.NewMCPServer("echo", "1.0.0", server.WithToolCapabilities(false))
	s.AddTool(mcp.NewTool("echo", mcp.WithString("text", mcp.Required())), echo)
	return s
}

// programs serves programs.
func programs(s *server.MCPServer) error {
	h := server.NewStreamableHTTPServer(s, server.WithSessionIdManager(&drawn{open: map[string]bool{}}))
	return h.Start(*address)
}

// pages serves the pages of every website.
func pages(s *server.MCPServer) error {
	h := server.NewStreamableHTTPServer(s,
		server.WithSessionIdManager(new(numbered)),
		server.WithStreamableHTTPCORS(server.WithCORSAllowedOrigins("*")), // want cors-wildcard
	)
	return h.Start("127.0.0.1:8081")
}

// known serves those of one.
func known(s *server.MCPServer) error {
	h := server.NewStreamableHTTPServer(s,
		server.WithStreamableHTTPCORS(server.WithCORSAllowedOrigins("https://app.example.com")),
	)
	return h.Start("127.0.0.1:8082")
}

func main() {
	flag.Parse()
	serve := map[string]func(*server.MCPServer) error{
		"stdio": func(s *server.MCPServer) error { return server.ServeStdio(s) },
		"http":  programs, "pages": pages, "known": known,
	}[*transport]
	if serve == nil {
		log.Fatalf("there is no transport %q", *transport)
	}
	if err := serve(tools()); err != nil {
		log.Fatal(err)
	}
}
