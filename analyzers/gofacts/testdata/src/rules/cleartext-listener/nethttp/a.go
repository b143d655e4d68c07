package nethttp

import (
	"crypto/tls"
	"flag"
	"fmt"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"os"

	"github.com/modelcontextprotocol/go-sdk/mcp"
)

var (
	host     = flag.String("host", "127.0.0.1", "where to listen")
	anywhere = flag.String("bind", "0.0.0.0", "where to listen")
	port     = flag.Int("port", 8080, "the port")
)

func handler() http.Handler {
	return mcp.NewStreamableHTTPHandler(func(*http.Request) *mcp.Server { return nil }, nil)
}

func everyInterface() {
	http.ListenAndServe(":8080", handler()) // want `net/http serves plain HTTP on every interface, port 8080`
}

func zeros() {
	mux := http.NewServeMux()
	mux.Handle("/mcp", handler())
	http.ListenAndServe("0.0.0.0:8080", mux) // want `net/http serves plain HTTP on every interface, port 8080`
}

func loopback() {
	http.ListenAndServe("127.0.0.1:8080", handler())
	http.ListenAndServe("localhost:8080", handler())
	http.ListenAndServe("[::1]:8080", handler())
}

func byFlag() {
	http.ListenAndServe(fmt.Sprintf("%s:%d", *host, *port), handler())
}

func byOtherFlag() {
	addr := fmt.Sprintf("%s:%d", *anywhere, *port)
	http.ListenAndServe(addr, handler()) // want `plain HTTP on every interface, port 8080`
}

func joined() {
	http.ListenAndServe(net.JoinHostPort(*host, "8080"), handler())
}

func byVariable() {
	http.ListenAndServe(":"+os.Getenv("PORT"), handler()) // want `plain HTTP on every interface`
}

func fallback() {
	addr := os.Getenv("LISTEN")
	if addr == "" {
		addr = ":9000"
	}
	http.ListenAndServe(addr, handler()) // want `plain HTTP on every interface, port 9000`
}

func notKnown() { http.ListenAndServe(os.Getenv("LISTEN"), handler()) }

func server() {
	srv := &http.Server{Addr: ":8080", Handler: handler()} // want `plain HTTP on every interface, port 8080`
	log.Fatal(srv.ListenAndServe())
}

func assigned() {
	srv := new(http.Server)
	srv.Addr = "10.0.0.7:8080" // want `plain HTTP on 10.0.0.7, port 8080`
	srv.Handler = handler()
	log.Fatal(srv.ListenAndServe())
}

func newServer(addr string) *http.Server {
	return &http.Server{Addr: addr, Handler: handler()}
}

func returned() { newServer("127.0.0.1:1").ListenAndServe() }

func withTLS() {
	http.ListenAndServeTLS(":8443", "cert.pem", "key.pem", handler())
	srv := &http.Server{Addr: ":8443", Handler: handler()}
	srv.ListenAndServeTLS("cert.pem", "key.pem")
}

func either(cert string) {
	srv := &http.Server{Addr: ":8443", Handler: handler()}
	if cert != "" {
		srv.ListenAndServeTLS(cert, "key.pem")
	} else {
		srv.ListenAndServe()
	}
}

func listened() {
	l, err := net.Listen("tcp", ":8080") // want `plain HTTP on every interface, port 8080`
	if err != nil {
		return
	}
	http.Serve(l, handler())
}

func unix() {
	l, _ := net.Listen("unix", "/run/mcp.sock")
	http.Serve(l, handler())
}

func listenedTLS(c *tls.Config) {
	l, _ := tls.Listen("tcp", ":8443", c)
	http.Serve(l, handler())
	inner, _ := net.Listen("tcp", ":8443")
	http.Serve(tls.NewListener(inner, c), handler())
}

func tests() { httptest.NewServer(handler()) }

// What is not MCP is not our business.
func metrics() {
	http.ListenAndServe(":9090", http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {}))
}

func accept(l net.Listener) error {
	s := &http.Server{Handler: handler()}
	return s.Serve(l)
}

func passedListener(c net.ListenConfig) error {
	var l net.Listener
	var err error
	if *port > 0 {
		l, err = c.Listen(nil, "tcp", fmt.Sprintf(":%d", *port)) // want `plain HTTP on every interface, port 8080`
	}
	if err != nil {
		return err
	}
	return accept(l)
}

func acceptLocal(l net.Listener) error { return http.Serve(l, handler()) }

func passedLocal() {
	l, _ := net.Listen("tcp", "127.0.0.1:8089")
	acceptLocal(l)
}

func acceptEither(l net.Listener) error { return http.Serve(l, handler()) }

func passedEither() {
	one, _ := net.Listen("tcp", ":8090") // want `plain HTTP on every interface, port 8090`
	two, _ := net.Listen("unix", "/run/mcp.sock")
	acceptEither(one)
	acceptEither(two)
}
