// Command passthrough is a gateway: it takes calls of tools and calls the API behind them.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"log"
	"net/http"
	"os"
	"time"

	"example.com/passthrough/internal/caller"
)

type gateway struct {
	api    string
	client *http.Client
	own    string
}

// forward gives the API the token that was meant for us.
func (g *gateway) forward(r *http.Request) (*http.Response, error) {
	req, err := http.NewRequestWithContext(r.Context(), http.MethodGet, g.api+"/items", nil)
	if err != nil {
		return nil, err
	}
	req.Header.Set("Authorization", r.Header.Get("Authorization")) // want token-passthrough
	return g.client.Do(req)
}

// everything gives it all that came with the call.
func (g *gateway) everything(r *http.Request) (*http.Response, error) {
	req, err := http.NewRequestWithContext(r.Context(), http.MethodGet, g.api+"/orders", nil)
	if err != nil {
		return nil, err
	}
	req.Header = r.Header.Clone() // want token-passthrough
	return g.client.Do(req)
}

// named gives it the token by the name of the header.
func (g *gateway) named(r *http.Request) (*http.Response, error) {
	req, err := http.NewRequestWithContext(r.Context(), http.MethodGet, g.api+"/invoices", nil)
	if err != nil {
		return nil, err
	}
	req.Header["Authorization"] = r.Header["Authorization"] // want token-passthrough
	return g.client.Do(req)
}

// remembered gives it the token that another package has kept.
func (g *gateway) remembered(r *http.Request) (*http.Response, error) {
	req, err := http.NewRequestWithContext(r.Context(), http.MethodGet, g.api+"/returns", nil)
	if err != nil {
		return nil, err
	}
	req.Header.Set("Authorization", caller.Token(r.Context())) // want token-passthrough
	return g.client.Do(req)
}

// ourselves calls the API with a token of our own.
func (g *gateway) ourselves(r *http.Request) (*http.Response, error) {
	req, err := http.NewRequestWithContext(r.Context(), http.MethodGet, g.api+"/items", nil)
	if err != nil {
		return nil, err
	}
	req.Header.Set("Authorization", "Bearer "+g.own)
	req.Header.Set("X-Request-Id", r.Header.Get("X-Request-Id"))
	return g.client.Do(req)
}

func (g *gateway) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	var m struct {
		ID     json.RawMessage
		Method string
		Params struct{ Name string }
	}
	if err := json.NewDecoder(r.Body).Decode(&m); err != nil || m.Method != "tools/call" {
		http.Error(w, "expected tools/call", http.StatusBadRequest)
		return
	}
	call := map[string]func(*http.Request) (*http.Response, error){
		"items": g.forward, "orders": g.everything, "stock": g.ourselves, "invoices": g.named, "returns": g.remembered,
	}[m.Params.Name]
	if call == nil {
		http.Error(w, "unknown tool", http.StatusNotFound)
		return
	}
	resp, err := call(r)
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadGateway)
		return
	}
	defer resp.Body.Close()
	text, err := io.ReadAll(io.LimitReader(resp.Body, 1<<20))
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadGateway)
		return
	}
	result := map[string]any{"content": []any{map[string]any{"type": "text", "text": string(text)}}}
	if err := json.NewEncoder(w).Encode(map[string]any{"jsonrpc": "2.0", "id": m.ID, "result": result}); err != nil {
		log.Print(err)
	}
}

func main() {
	g := &gateway{"https://api.example.com", &http.Client{Timeout: time.Minute}, os.Getenv("API_TOKEN")}
	s := &http.Server{
		Addr:              "127.0.0.1:8080",
		Handler:           caller.Remember(g),
		ReadHeaderTimeout: time.Second,
		BaseContext:       nil,
	}
	if err := s.ListenAndServe(); !errors.Is(err, http.ErrServerClosed) {
		log.Fatal(err)
	}
	if err := caller.Notify(context.Background(), "https://hooks.example.com/stopped"); err != nil {
		log.Print(err)
	}
}
