// Command tlsclient calls one tool of a list of MCP servers.
package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log"
	"net/http"
	"os"
	"time"

	"example.com/tlsclient/internal/transport"
)

type request struct {
	JSONRPC string         `json:"jsonrpc"`
	ID      int            `json:"id"`
	Method  string         `json:"method"`
	Params  map[string]any `json:"params"`
}

type server struct {
	url    string
	client *http.Client
}

func servers() ([]server, error) {
	corporate, err := transport.Corporate("/etc/mcp/ca.pem")
	if err != nil {
		return nil, err
	}
	return []server{
		{"https://plant.example.com/mcp", &http.Client{Timeout: time.Minute, Transport: transport.Plant()}},
		{"https://archive.example.com/mcp", &http.Client{Timeout: time.Minute, Transport: transport.Archive()}},
		{"https://tickets.example.com/mcp", &http.Client{Timeout: time.Minute, Transport: corporate}},
		{"https://tools.example.org/mcp", &http.Client{Timeout: time.Minute}},
	}, nil
}

func (s server) call(ctx context.Context, tool string, arguments map[string]any) (json.RawMessage, error) {
	body, err := json.Marshal(request{"2.0", 1, "tools/call", map[string]any{"name": tool, "arguments": arguments}})
	if err != nil {
		return nil, err
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, s.url, bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("Accept", "application/json, text/event-stream")
	req.Header.Set("Mcp-Protocol-Version", "2025-11-25")
	resp, err := s.client.Do(req)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("%s answers %s", s.url, resp.Status)
	}
	return io.ReadAll(io.LimitReader(resp.Body, 1<<20))
}

func main() {
	list, err := servers()
	if err != nil {
		log.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Minute)
	defer cancel()
	for _, s := range list {
		result, err := s.call(ctx, "status", nil)
		if err != nil {
			log.Printf("%s: %v", s.url, err)
			continue
		}
		fmt.Fprintf(os.Stdout, "%s: %s\n", s.url, result)
	}
}
