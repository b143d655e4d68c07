// Command audit serves tools and keeps a record of who called which.
package main

import (
	"encoding/json"
	"log"
	"log/slog"
	"net/http"
	"os"
	"strings"
	"time"

	"example.com/audit/internal/record"
)

type call struct {
	Name      string         `json:"name"`
	Arguments map[string]any `json:"arguments"`
}

type server struct {
	log   *slog.Logger
	token string
}

// authorized says whether a request carries the token.
func (s *server) authorized(r *http.Request) bool {
	got := strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer ")
	ok := record.Same(got, s.token)
	if !ok {
		s.log.Warn("refused", "address", r.RemoteAddr, "token", got) // want secret-logged
	}
	return ok
}

func (s *server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if !s.authorized(r) {
		http.Error(w, "not authorized", http.StatusUnauthorized)
		return
	}
	var m struct {
		ID     json.RawMessage `json:"id"`
		Method string          `json:"method"`
		Params call            `json:"params"`
	}
	if err := json.NewDecoder(r.Body).Decode(&m); err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	if m.Method != "tools/call" {
		http.Error(w, "unknown method", http.StatusNotFound)
		return
	}
	begin := time.Now()
	result, err := run(m.Params)
	s.log.Info("tool called", "user", r.Header.Get("X-User"), "tool", m.Params.Name,
		"arguments", record.Redacted(m.Params.Arguments), "failed", err != nil, "took", time.Since(begin))
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	if err := json.NewEncoder(w).Encode(map[string]any{"jsonrpc": "2.0", "id": m.ID, "result": result}); err != nil {
		s.log.Error("answering", "error", err)
	}
}

func run(c call) (any, error) {
	return map[string]any{"content": []any{map[string]any{"type": "text", "text": c.Name}}}, nil
}

// verbose shows requests while somebody debugs.
func verbose(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		log.Printf("%s %s %v", r.Method, r.URL.Path, r.Header) // want secret-logged
		next.ServeHTTP(w, r)
	})
}

// brief shows them, too.
func brief(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		log.Printf("%s %s %s", r.Method, r.URL.Path, r.Header.Get("User-Agent"))
		next.ServeHTTP(w, r)
	})
}

func main() {
	out, err := record.Open("/var/log/mcp/calls.jsonl")
	if err != nil {
		log.Fatal(err)
	}
	defer out.Close()
	s := &server{log: slog.New(slog.NewJSONHandler(out, nil)), token: os.Getenv("MCP_TOKEN")}
	s.log.Debug("starting", "token", s.token) // want secret-logged
	srv := &http.Server{Addr: "127.0.0.1:8080", Handler: brief(verbose(s)), ReadHeaderTimeout: time.Second}
	log.Fatal(srv.ListenAndServe())
}
