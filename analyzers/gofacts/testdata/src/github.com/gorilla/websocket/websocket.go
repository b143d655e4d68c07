// Package websocket declares as much of the module as the tests use.
package websocket

import "net/http"

type Conn struct{}

func (*Conn) ReadMessage() (int, []byte, error) { return 0, nil, nil }
func (*Conn) WriteJSON(v any) error             { return nil }

type Upgrader struct {
	ReadBufferSize int
	CheckOrigin    func(r *http.Request) bool
}

func (*Upgrader) Upgrade(w http.ResponseWriter, r *http.Request, h http.Header) (*Conn, error) {
	return nil, nil
}

func Upgrade(w http.ResponseWriter, r *http.Request, h http.Header, read, write int) (*Conn, error) {
	return nil, nil
}
