// Command sessions serves tools to clients that keep a session, as the protocol had them until 2025-11-25.
package main

import (
	"crypto/rand"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"log"
	mathrand "math/rand"
	"net/http"
	"strconv"
	"sync"
	"sync/atomic"
	"time"
)

const header = "Mcp-Session-Id"

// sessions are those that are open.
type sessions struct {
	mu   sync.Mutex
	open map[string]time.Time
}

func (s *sessions) add(id string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.open[id] = time.Now()
}

func (s *sessions) has(id string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	_, ok := s.open[id]
	return ok
}

var (
	all   = &sessions{open: map[string]time.Time{}}
	count atomic.Int64
)

// clock opens a session that is named after the time.
func clock(w http.ResponseWriter, r *http.Request) {
	sessionID := fmt.Sprintf("session-%d", time.Now().UnixNano()) // want session-id-predictable
	all.add(sessionID)
	w.Header().Set(header, sessionID)
	w.WriteHeader(http.StatusAccepted)
}

// counter opens a session with a number.
func counter(w http.ResponseWriter, r *http.Request) {
	sessionID := strconv.FormatInt(count.Add(1), 10) // want session-id-predictable
	all.add(sessionID)
	w.Header().Set(header, sessionID)
	w.WriteHeader(http.StatusAccepted)
}

// dice opens a session with a number that looks random.
func dice(w http.ResponseWriter, r *http.Request) {
	sessionID := strconv.Itoa(mathrand.Int()) // want session-id-predictable
	all.add(sessionID)
	w.Header().Set(header, sessionID)
	w.WriteHeader(http.StatusAccepted)
}

// random opens a session that nobody can guess.
func random(w http.ResponseWriter, r *http.Request) {
	var b [16]byte
	rand.Read(b[:])
	sessionID := hex.EncodeToString(b[:])
	all.add(sessionID)
	w.Header().Set(header, sessionID)
	w.WriteHeader(http.StatusAccepted)
}

// call answers within a session.
func call(w http.ResponseWriter, r *http.Request) {
	if !all.has(r.Header.Get(header)) {
		http.Error(w, "no such session", http.StatusNotFound)
		return
	}
	var m struct {
		ID     json.RawMessage
		Method string
	}
	if err := json.NewDecoder(r.Body).Decode(&m); err != nil || m.Method != "tools/call" {
		http.Error(w, "expected tools/call", http.StatusBadRequest)
		return
	}
	reply := map[string]any{"jsonrpc": "2.0", "id": m.ID, "result": map[string]any{"content": []any{}}}
	w.Header().Set("Content-Type", "application/json")
	if err := json.NewEncoder(w).Encode(reply); err != nil {
		log.Print(err)
	}
}

func main() {
	mux := http.NewServeMux()
	mux.HandleFunc("POST /mcp", call)
	mux.HandleFunc("POST /open/clock", clock)
	mux.HandleFunc("POST /open/counter", counter)
	mux.HandleFunc("POST /open/dice", dice)
	mux.HandleFunc("POST /open/random", random)
	s := &http.Server{Addr: "127.0.0.1:8080", Handler: mux, ReadHeaderTimeout: 5 * time.Second}
	log.Fatal(s.ListenAndServe())
}
