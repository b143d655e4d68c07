// Package broker hands out a handler behind an interface.
package broker

import (
	"net/http"

	"github.com/modelcontextprotocol/go-sdk/mcp"
)

// Broker serves tools.
type Broker interface {
	Handler() http.Handler
	Status() http.Handler
}

type broker struct{}

func New() Broker { return &broker{} }

func (b *broker) Handler() http.Handler {
	options := &mcp.StreamableHTTPOptions{Stateless: true}
	return &router{old: http.NotFoundHandler(), current: mcp.NewStreamableHTTPHandler(nil, options)}
}

type router struct{ old, current http.Handler }

func (r *router) ServeHTTP(w http.ResponseWriter, q *http.Request) {
	if q.Header.Get("Mcp-Protocol-Version") == "" {
		r.old.ServeHTTP(w, q)
		return
	}
	r.current.ServeHTTP(w, q)
}

func (b *broker) Status() http.Handler { return http.NotFoundHandler() }

// Several is something of which there are two.
type Several interface{ Serve() http.Handler }

type one struct{}

func (one) Serve() http.Handler { return mcp.NewStreamableHTTPHandler(nil, nil) }

type two struct{}

func (two) Serve() http.Handler { return http.NotFoundHandler() }

func NewSeveral(first bool) Several {
	if first {
		return one{}
	}
	return two{}
}

func serve(b Broker) {
	http.ListenAndServe(":8080", b.Handler()) // want `plain HTTP on every interface, port 8080`
	http.ListenAndServe(":8081", b.Status())
}
