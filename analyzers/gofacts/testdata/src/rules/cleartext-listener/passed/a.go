package passed

import (
	"crypto/tls"
	"net/http"

	"github.com/modelcontextprotocol/go-sdk/mcp"

	"rules/cleartext-listener/run"
)

func handler() http.Handler { return mcp.NewStreamableHTTPHandler(nil, nil) }

func open() *http.Server {
	return &http.Server{Addr: ":8080", Handler: handler()} // want `plain HTTP on every interface, port 8080`
}

func local() *http.Server { return &http.Server{Addr: "127.0.0.1:8081", Handler: handler()} }

func encrypted() *http.Server {
	return &http.Server{Addr: ":8443", Handler: handler(), TLSConfig: &tls.Config{}}
}

func either() *http.Server { return &http.Server{Addr: ":8444", Handler: handler()} }

func serve(s *http.Server) error { return s.ListenAndServe() }

func serveTLS(s *http.Server) error { return s.ListenAndServeTLS("cert.pem", "key.pem") }

// The configuration chooses.
func serveEither(s *http.Server, cert, key string) error {
	if cert != "" {
		return s.ListenAndServeTLS(cert, key)
	}
	return s.ListenAndServe()
}

func start(cert, key string) {
	serve(open())
	serve(local())
	serveTLS(encrypted())
	serveEither(either(), cert, key)
}

func elsewhere(encrypted bool) {
	run.Serve("mcp", &http.Server{Addr: ":9000", Handler: handler()}) // want `plain HTTP on every interface, port 9000`
	run.ServeTLS(&http.Server{Addr: ":9001", Handler: handler()})
	run.ServeEither(&http.Server{Addr: ":9002", Handler: handler()}, encrypted)
}
