// Package makes makes servers that another package serves.
package makes

import (
	"fmt"
	"net/http"
	"time"

	"github.com/modelcontextprotocol/go-sdk/mcp"
)

func New(addr string, h http.Handler) *http.Server { return &http.Server{Addr: addr, Handler: h} }

func Logged(port int, h http.Handler) (*http.Server, error) {
	s := &http.Server{Addr: fmt.Sprintf(":%d", port), ReadHeaderTimeout: 10 * time.Second}
	s.Handler = log(h)
	return s, nil
}

func Local(h http.Handler) *http.Server { return &http.Server{Addr: "127.0.0.1:8080", Handler: h} }

func Tools() *http.Server {
	mux := http.NewServeMux()
	mux.Handle("/mcp", mcp.NewStreamableHTTPHandler(nil, nil))
	return &http.Server{Addr: ":9000", Handler: mux}
}

// App has a server of its own.
type App struct {
	*http.Server
	name string
}

func NewApp(name string, h http.Handler) *App {
	return &App{Server: New(":9001", h), name: name}
}

func log(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { next.ServeHTTP(w, r) })
}

// Either is one or the other.
func Either(local bool, h http.Handler) *http.Server {
	if local {
		return &http.Server{Addr: "127.0.0.1:8080", Handler: h}
	}
	return &http.Server{Addr: ":8080", Handler: h}
}
