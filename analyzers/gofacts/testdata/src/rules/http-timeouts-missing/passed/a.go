package passed

import (
	"net/http"
	"time"

	"github.com/modelcontextprotocol/go-sdk/mcp"
)

func handler() http.Handler { return mcp.NewStreamableHTTPHandler(nil, nil) }

func newServer(addr string) *http.Server {
	return &http.Server{Addr: addr, Handler: handler()} // want `sets no limit to how long a client takes`
}

func newBounded(addr string) *http.Server {
	return &http.Server{Addr: addr, Handler: handler(), ReadHeaderTimeout: time.Second}
}

func newMetrics(addr string) *http.Server {
	return &http.Server{Addr: addr, Handler: http.NotFoundHandler()}
}

func serve(s *http.Server) error { return s.ListenAndServe() }

func serveInBackground(s *http.Server) {
	go func() { _ = serve(s) }()
}

// A function that sets the timeout of whatever it is handed.
func serveBounded(s *http.Server) error {
	s.ReadHeaderTimeout = time.Second
	return s.ListenAndServe()
}

func newForBounded() *http.Server { return &http.Server{Addr: ":4", Handler: handler()} }

func run() {
	serveInBackground(newServer(":1"))
	srv := newBounded(":2")
	serve(srv)
	serve(newMetrics(":3"))
	serveBounded(newForBounded())
}
