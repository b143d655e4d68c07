// Command httpserver serves two tools over streamable HTTP, without an SDK.
package main

import (
	"context"
	"crypto/tls"
	"encoding/json"
	"errors"
	"log"
	"net/http"
	"os"
	"os/signal"
	"time"

	"example.com/httpserver/internal/makes"
)

type message struct {
	JSONRPC string          `json:"jsonrpc"`
	ID      json.RawMessage `json:"id,omitempty"`
	Method  string          `json:"method,omitempty"`
	Params  json.RawMessage `json:"params,omitempty"`
	Result  any             `json:"result,omitempty"`
}

type tool func(ctx context.Context, arguments json.RawMessage) (any, error)

type handler struct{ tools map[string]tool }

func (h handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Header.Get("Mcp-Protocol-Version") == "" {
		http.Error(w, "which protocol?", http.StatusBadRequest)
		return
	}
	var m message
	if err := json.NewDecoder(http.MaxBytesReader(w, r.Body, 1<<20)).Decode(&m); err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	if m.Method != "tools/call" {
		http.Error(w, "unknown method", http.StatusNotFound)
		return
	}
	var p struct {
		Name      string
		Arguments json.RawMessage
	}
	if err := json.Unmarshal(m.Params, &p); err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	run, ok := h.tools[p.Name]
	if !ok {
		http.Error(w, "unknown tool", http.StatusNotFound)
		return
	}
	result, err := run(r.Context(), p.Arguments)
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	if err := json.NewEncoder(w).Encode(message{JSONRPC: "2.0", ID: m.ID, Result: result}); err != nil {
		log.Print(err)
	}
}

func mux() http.Handler {
	m := http.NewServeMux()
	m.Handle("/mcp", handler{map[string]tool{
		"now":  func(context.Context, json.RawMessage) (any, error) { return time.Now(), nil },
		"echo": func(_ context.Context, a json.RawMessage) (any, error) { return a, nil },
	}})
	return m
}

// patient waits for ever for a request's headers.
func patient() error {
	s := &http.Server{ // want http-timeouts-missing
		Addr:      "192.0.2.10:8443",
		Handler:   mux(),
		TLSConfig: &tls.Config{MinVersion: tls.VersionTLS13},
	}
	return s.ListenAndServeTLS("tls.crt", "tls.key")
}

// hasty does not.
func hasty() error {
	s := &http.Server{Addr: "192.0.2.10:9443", Handler: mux()}
	s.ReadHeaderTimeout = 10 * time.Second
	s.IdleTimeout = time.Minute
	s.TLSConfig = &tls.Config{MinVersion: tls.VersionTLS12}
	return s.ListenAndServeTLS("tls.crt", "tls.key")
}

// old serves those who cannot be updated.
func old() error {
	s := &http.Server{
		Addr:              "192.0.2.10:7443",
		Handler:           mux(),
		ReadHeaderTimeout: time.Second,
		TLSConfig: &tls.Config{
			MinVersion: tls.VersionTLS10, // want tls-version-obsolete
		},
	}
	return s.ListenAndServeTLS("tls.crt", "tls.key")
}

// made serves what another package makes.
func made() error {
	return makes.Server("192.0.2.10:6443", mux()).ListenAndServeTLS("tls.crt", "tls.key") // want http-timeouts-missing
}

// madeWell serves what it makes with timeouts.
func madeWell() error {
	s, err := makes.Hasty("192.0.2.10:5443", mux())
	if err != nil {
		return err
	}
	return s.ListenAndServeTLS("tls.crt", "tls.key")
}

// handed hands over what serves.
func handed(failed chan<- error) {
	s := &http.Server{Addr: "192.0.2.10:8080", Handler: mux()} // want http-timeouts-missing
	group(failed, s.ListenAndServe)
}

func group(failed chan<- error, serve func() error) {
	go func() { failed <- serve() }()
}

// simple has no timeouts at all, and is reached from this machine only.
func simple() error { return http.ListenAndServe("127.0.0.1:8080", mux()) }

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	failed := make(chan error)
	handed(failed)
	for _, serve := range []func() error{patient, hasty, old, made, madeWell, simple} {
		go func() { failed <- serve() }()
	}
	select {
	case err := <-failed:
		if !errors.Is(err, http.ErrServerClosed) {
			log.Fatal(err)
		}
	case <-ctx.Done():
	}
}
