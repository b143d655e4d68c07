// Package websocket declares as much of the module as the tests use.
package websocket

import (
	"context"
	"net/http"
)

type Conn struct{}

func (*Conn) Read(ctx context.Context) (int, []byte, error) { return 0, nil, nil }

type AcceptOptions struct {
	InsecureSkipVerify bool
	OriginPatterns     []string
}

func Accept(w http.ResponseWriter, r *http.Request, o *AcceptOptions) (*Conn, error) {
	return nil, nil
}
