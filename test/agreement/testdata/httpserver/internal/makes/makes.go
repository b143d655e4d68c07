// Package makes makes servers.
package makes

import (
	"net/http"
	"time"
)

// Server makes a server that waits for as long as a client likes.
func Server(address string, h http.Handler) *http.Server {
	return &http.Server{Addr: address, Handler: logged(h)}
}

// Hasty makes one that does not.
func Hasty(address string, h http.Handler) (*http.Server, error) {
	s := &http.Server{Addr: address, ReadHeaderTimeout: 10 * time.Second}
	s.Handler = logged(h)
	return s, nil
}

func logged(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { next.ServeHTTP(w, r) })
}
