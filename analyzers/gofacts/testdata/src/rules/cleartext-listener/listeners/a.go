// Package listeners serves on listeners that functions, conditions and implementations of interfaces give.
package listeners

import (
	"crypto/tls"
	"errors"
	"net"
	"net/http"

	"github.com/modelcontextprotocol/go-sdk/mcp"
	"golang.org/x/net/netutil"
)

func handler() http.Handler { return mcp.NewStreamableHTTPHandler(nil, nil) }

func newListener(addr string) (net.Listener, error) {
	l, err := net.Listen("tcp", addr) // want `plain HTTP on every interface, port 8100`
	if err != nil {
		return nil, err
	}
	return netutil.LimitListener(l, 100), nil
}

func made() {
	l, _ := newListener(":8100")
	http.Serve(l, handler())
}

func newLocal() (l net.Listener, err error) {
	if l, err = net.Listen("tcp", "127.0.0.1:8101"); err != nil {
		return
	}
	l = netutil.LimitListener(l, 100)
	return
}

func madeLocal() {
	l, _ := newLocal()
	http.Serve(l, handler())
}

// A variable that is set to what is put around it.
func always(c *tls.Config) {
	l, _ := net.Listen("tcp", ":8102")
	l = tls.NewListener(l, c)
	http.Serve(l, handler())
}

// The configuration chooses.
func sometimes(c *tls.Config) {
	l, _ := net.Listen("tcp", ":8103")
	if c != nil {
		l = tls.NewListener(l, c)
	}
	http.Serve(l, handler())
}

// No longer.
func replaced(c *tls.Config) {
	l, _ := tls.Listen("tcp", ":8104", c)
	l, _ = net.Listen("tcp", ":8105") // want `plain HTTP on every interface, port 8105`
	http.Serve(l, handler())
}

func socket(path string) {
	var l net.Listener
	if path == "" {
		l, _ = net.Listen("tcp", ":8106") // want `plain HTTP on every interface, port 8106`
	} else {
		l, _ = net.Listen("unix", "/run/mcp.sock")
	}
	http.Serve(l, handler())
}

// What another package puts around a listener may be TLS.
func wrapped() {
	l, _ := net.Listen("tcp", ":8107")
	http.Serve(secured(l), handler())
}

var secured func(net.Listener) net.Listener

type opener interface{ open() (net.Listener, error) }

type v4 struct{}

func (v4) open() (net.Listener, error) { return net.Listen("tcp4", "0.0.0.0:8108") } // want `plain HTTP on every interface, port 8108`

type v6 struct{ addr string }

func (v *v6) open() (net.Listener, error) {
	if v.addr == "" {
		return nil, errors.New("no address")
	}
	return net.Listen("tcp6", "[::]:8109") // want `plain HTTP on every interface, port 8109`
}

// All implementations take plain connections.
func plain(o opener) {
	l, _ := o.open()
	http.Serve(l, handler())
}

type encrypter interface{ encrypted() (net.Listener, error) }

func (v4) encrypted() (net.Listener, error) { return tls.Listen("tcp4", ":8110", &tls.Config{}) }

func (v *v6) encrypted() (net.Listener, error) {
	l, err := net.Listen("tcp6", ":8111")
	return tls.NewListener(l, &tls.Config{}), err
}

// All implementations encrypt.
func secret(e encrypter) {
	l, _ := e.encrypted()
	http.Serve(l, handler())
}

type chooser interface{ choose() (net.Listener, error) }

func (v4) choose() (net.Listener, error) { return net.Listen("tcp4", ":8112") }

func (v *v6) choose() (net.Listener, error) { return tls.Listen("tcp6", ":8113", &tls.Config{}) }

// One implementation encrypts, one does not.
func chosen(c chooser) {
	l, _ := c.choose()
	http.Serve(l, handler())
}

// A listener that embeds another accepts as that does, unless it has a method of its own.
type counting struct {
	net.Listener
	n int
}

type handshaking struct{ net.Listener }

func (h handshaking) Accept() (net.Conn, error) {
	c, err := h.Listener.Accept()
	return tls.Server(c, nil), err
}

func embedded() {
	l, _ := net.Listen("tcp", ":8114") // want `plain HTTP on every interface, port 8114`
	http.Serve(&counting{Listener: l}, handler())
	other, _ := net.Listen("tcp", ":8115")
	http.Serve(handshaking{other}, handler())
}

// A loop around oneself ends.
func again() (net.Listener, error) { return again() }

func endless() {
	l, _ := again()
	http.Serve(l, handler())
}
