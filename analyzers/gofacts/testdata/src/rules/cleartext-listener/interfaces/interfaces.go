package interfaces

import (
	"net/http"

	"github.com/mark3labs/mcp-go/server"
	"github.com/modelcontextprotocol/go-sdk/mcp"
)

type listener interface {
	ListenAndServe() error
}

func handler() http.Handler { return mcp.NewStreamableHTTPHandler(nil, nil) }

func run(l listener) error { return l.ListenAndServe() }

func open() {
	run(&http.Server{Addr: ":8080", Handler: handler()}) // want `plain HTTP on every interface, port 8080`
	run(&http.Server{Addr: "127.0.0.1:8081", Handler: handler()})
	run(other{})
}

type other struct{}

func (other) ListenAndServe() error { return nil }

type app struct{ listener listener }

func newApp() *app {
	return &app{listener: &http.Server{Addr: ":8082", Handler: handler()}} // want `plain HTTP on every interface, port 8082`
}

func (a *app) run() error { return a.listener.ListenAndServe() }

type starter interface{ Start(addr string) error }

func start(s *server.MCPServer, sse bool) error {
	var t starter
	if sse {
		t = server.NewSSEServer(s)
	} else {
		t = server.NewStreamableHTTPServer(s)
	}
	return t.Start(":8083") // want `mcp-go serves plain HTTP on every interface, port 8083`
}

func startLocal(s *server.MCPServer) error {
	var t starter = server.NewStreamableHTTPServer(s)
	return t.Start("127.0.0.1:8084")
}

// Not every Start listens.
type job struct{}

func (job) Start(name string) error { return nil }

func jobs() {
	var t starter = job{}
	t.Start(":8085")
}
