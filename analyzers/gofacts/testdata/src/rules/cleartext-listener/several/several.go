// Package several has interfaces with more than one implementation.
package several

import (
	"net/http"

	"github.com/modelcontextprotocol/go-sdk/auth"
	"github.com/modelcontextprotocol/go-sdk/mcp"
)

// Open is implemented by types that all let everyone in.
type Open interface{ Opened() http.Handler }

type plain struct{}

func (plain) Opened() http.Handler { return mcp.NewStreamableHTTPHandler(nil, nil) }

type stateless struct{}

func (*stateless) Opened() http.Handler {
	return mcp.NewStreamableHTTPHandler(nil, &mcp.StreamableHTTPOptions{Stateless: true})
}

// Guarded is implemented by types of which one asks for a token.
type Guarded interface{ Guard() http.Handler }

func (plain) Guard() http.Handler { return mcp.NewStreamableHTTPHandler(nil, nil) }

func (*stateless) Guard() http.Handler {
	return auth.RequireBearerToken(nil, nil)(mcp.NewStreamableHTTPHandler(nil, nil))
}

// Mixed is implemented by types of which one serves something else.
type Mixed interface{ Mix() http.Handler }

func (plain) Mix() http.Handler { return mcp.NewStreamableHTTPHandler(nil, nil) }

func (*stateless) Mix() http.Handler { return http.NotFoundHandler() }
