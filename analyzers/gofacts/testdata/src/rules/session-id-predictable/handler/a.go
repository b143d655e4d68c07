package handler

import (
	crypto "crypto/rand"
	"encoding/hex"
	"fmt"
	"math/rand"
	"net/http"
	"strconv"
	"sync/atomic"
	"time"

	"github.com/google/uuid"
)

var counter int64

func clock(w http.ResponseWriter, r *http.Request) {
	sessionID := fmt.Sprintf("session-%d", time.Now().UnixNano()) // want `from the clock`
	w.Header().Set("Mcp-Session-Id", sessionID)
}

func counted(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Mcp-Session-Id", strconv.FormatInt(atomic.AddInt64(&counter, 1), 10)) // want `from a counter`
}

func drawn(w http.ResponseWriter, r *http.Request) {
	sessionID := strconv.Itoa(rand.Int()) // want `from math/rand`
	w.Header().Set("Mcp-Session-Id", sessionID)
}

func letters() string {
	b := make([]byte, 16)
	for i := range b {
		b[i] = "abcdef"[rand.Intn(6)]
	}
	return string(b)
}

func lettered(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Mcp-Session-Id", letters()) // want `from math/rand`
}

func timeUUID(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Mcp-Session-Id", uuid.Must(uuid.NewUUID()).String()) // want `from a UUID of the clock`
}

func randomUUID(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Mcp-Session-Id", uuid.New().String())
}

func random(w http.ResponseWriter, r *http.Request) {
	b := make([]byte, 16)
	crypto.Read(b)
	w.Header().Set("Mcp-Session-Id", fmt.Sprint(time.Now().Unix())+hex.EncodeToString(b))
}

func text(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Mcp-Session-Id", crypto.Text())
}

// What a request is called by is no session.
func request(w http.ResponseWriter, r *http.Request) {
	requestID := fmt.Sprintf("%d", time.Now().UnixNano())
	traceID := strconv.Itoa(rand.Int())
	w.Header().Set("X-Request-Id", requestID+traceID)
}

// What the client says it is, is not made here.
func given(w http.ResponseWriter, r *http.Request) {
	sessionID := r.Header.Get("Mcp-Session-Id")
	w.Header().Set("Mcp-Session-Id", sessionID)
}
