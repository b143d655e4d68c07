// Package made serves what another package makes.
package made

import (
	"log"
	"net/http"

	"github.com/modelcontextprotocol/go-sdk/mcp"

	"rules/cleartext-listener/makes"
)

func handler() http.Handler { return mcp.NewStreamableHTTPHandler(nil, nil) }

func open() {
	makes.New(":8080", handler()).ListenAndServe() // want `plain HTTP on every interface, port 8080`
	srv, err := makes.Logged(8081, handler())      // want `plain HTTP on every interface, port 8081`
	if err != nil {
		log.Fatal(err)
	}
	log.Fatal(srv.ListenAndServe())
}

func whole() error { return makes.Tools().ListenAndServe() } // want `plain HTTP on every interface, port 9000`

type embedded struct {
	*http.Server
}

func own() {
	s := &embedded{Server: &http.Server{Addr: ":8082", Handler: handler()}} // want `plain HTTP on every interface, port 8082`
	s.ListenAndServe()
}

func fine() {
	makes.New("127.0.0.1:8083", handler()).ListenAndServe()
	makes.New(":8084", handler()).ListenAndServeTLS("cert.pem", "key.pem")
	makes.Local(handler()).ListenAndServe()
	makes.New(":8085", http.NotFoundHandler()).ListenAndServe()
	makes.Either(true, handler()).ListenAndServe()
}

// The configuration chooses.
func either(cert string) error {
	srv := makes.New(":8086", handler())
	if cert != "" {
		return srv.ListenAndServeTLS(cert, "key.pem")
	}
	return srv.ListenAndServe()
}
