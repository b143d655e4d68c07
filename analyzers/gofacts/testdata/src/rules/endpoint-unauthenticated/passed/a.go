package passed

import (
	"net/http"

	"github.com/modelcontextprotocol/go-sdk/auth"
	"github.com/modelcontextprotocol/go-sdk/mcp"
)

func handler() http.Handler { return mcp.NewStreamableHTTPHandler(nil, nil) }

func newServer(addr string, h http.Handler) *http.Server { return &http.Server{Addr: addr, Handler: h} }

func open() *http.Server {
	return &http.Server{Addr: ":8080", Handler: handler()} // want `net/http takes calls from anyone who reaches it`
}

func serve(s *http.Server) error { return s.ListenAndServe() }

func run() {
	serve(open())
	serve(newServer(":8081", auth.RequireBearerToken(nil, nil)(handler())))
}
