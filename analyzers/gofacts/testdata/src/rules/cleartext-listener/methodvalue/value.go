package methodvalue

import (
	"net/http"

	"github.com/modelcontextprotocol/go-sdk/mcp"
)

type group struct{}

func (*group) Go(f func() error) {}

func handler() http.Handler { return mcp.NewStreamableHTTPHandler(nil, nil) }

func open(g *group) {
	srv := &http.Server{Addr: ":8080", Handler: handler()} // want `plain HTTP on every interface, port 8080`
	g.Go(srv.ListenAndServe)
}

func kept() func() error {
	srv := &http.Server{Addr: ":8081", Handler: handler()} // want `plain HTTP on every interface, port 8081`
	serve := srv.ListenAndServe
	return serve
}

func local(g *group) {
	srv := &http.Server{Addr: "127.0.0.1:8082", Handler: handler()}
	g.Go(srv.ListenAndServe)
	g.Go(func() error { return srv.Shutdown(nil) })
	tls := &http.Server{Addr: ":8083", Handler: handler()}
	g.Go(func() error { return tls.ListenAndServeTLS("cert.pem", "key.pem") })
}
