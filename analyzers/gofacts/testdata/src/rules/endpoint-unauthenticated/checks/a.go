package checks

import (
	"context"
	"net/http"

	"github.com/mark3labs/mcp-go/server"
	"github.com/modelcontextprotocol/go-sdk/auth"
	"github.com/modelcontextprotocol/go-sdk/mcp"

	"rules/endpoint-unauthenticated/guard"
)

func handler() http.Handler { return mcp.NewStreamableHTTPHandler(nil, nil) }

func none() {
	http.ListenAndServe(":8080", handler()) // want `net/http takes calls from anyone who reaches it`
}

func bearer() {
	http.ListenAndServe(":8080", auth.RequireBearerToken(nil, nil)(handler()))
}

func bearerOnOneRoute() {
	mux := http.NewServeMux()
	protect := auth.RequireBearerToken(nil, &auth.RequireBearerTokenOptions{})
	mux.Handle("/mcp", protect(handler()))
	mux.Handle("/health", http.NotFoundHandler())
	http.ListenAndServe(":8080", mux)
}

func logging(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		println(r.Method, r.Header.Get("Authorization") != "")
		next.ServeHTTP(w, r)
	})
}

func logged() {
	http.ListenAndServe(":8080", logging(handler())) // want `takes calls from anyone`
}

func token(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !valid(r) {
			w.WriteHeader(http.StatusUnauthorized)
			return
		}
		next.ServeHTTP(w, r)
	})
}

func valid(r *http.Request) bool { return r.Header.Get("Authorization") == "Bearer x" }

func wrapped() {
	http.ListenAndServe(":8080", logging(token(handler())))
}

func reassigned() {
	h := handler()
	h = token(h)
	srv := &http.Server{Addr: ":8080", Handler: h}
	srv.ListenAndServe()
}

func imported() {
	http.ListenAndServe(":8080", guard.Check(handler()))
	http.ListenAndServe(":8080", guard.Log(handler())) // want `takes calls from anyone`
}

type app struct {
	mux *http.ServeMux
	mcp http.Handler
}

func newApp() *app {
	a := &app{mux: http.NewServeMux(), mcp: handler()}
	a.routes()
	return a
}

func (a *app) routes() {
	a.mux.HandleFunc("/mcp", func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Authorization") == "" {
			http.Error(w, "no token", 401)
			return
		}
		a.mcp.ServeHTTP(w, r)
	})
}

func (a *app) run() { http.ListenAndServe(":8080", a.mux) }

func perhaps(on bool) {
	h := handler()
	if on {
		h = token(h)
	}
	http.ListenAndServe(":8080", h)
}

func context3(s *server.MCPServer) {
	server.NewStreamableHTTPServer(s).Start(":8080") // want `mcp-go takes calls from anyone`
	server.NewStreamableHTTPServer(s, server.WithHTTPContextFunc(func(ctx context.Context, r *http.Request) context.Context {
		return ctx
	})).Start(":8080")
}
