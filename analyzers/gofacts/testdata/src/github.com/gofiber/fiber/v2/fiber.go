// Package fiber declares as much of the module as the tests use.
package fiber

import (
	"net"
	"time"
)

type (
	App     struct{}
	Ctx     struct{}
	Handler = func(*Ctx) error
	Config  struct {
		ReadTimeout time.Duration
		BodyLimit   int
	}
	Router interface {
		Post(path string, h ...Handler) Router
		All(path string, h ...Handler) Router
		Use(args ...any) Router
		Group(prefix string, h ...Handler) Router
	}
)

const StatusUnauthorized = 401

var ErrUnauthorized error

func New(config ...Config) *App { return nil }

func (*App) Listen(address string) error                                 { return nil }
func (*App) ListenTLS(address, cert, key string) error                   { return nil }
func (*App) ListenMutualTLS(address, cert, key, clientCert string) error { return nil }
func (*App) Listener(l net.Listener) error                               { return nil }
func (*App) Post(path string, h ...Handler) Router                       { return nil }
func (*App) All(path string, h ...Handler) Router                        { return nil }
func (*App) Use(args ...any) Router                                      { return nil }
func (*App) Group(prefix string, h ...Handler) Router                    { return nil }
func (*Ctx) Get(name string, fallback ...string) string                  { return "" }
func (*Ctx) Next() error                                                 { return nil }
func (*Ctx) Body() []byte                                                { return nil }
func (*Ctx) JSON(v any) error                                            { return nil }
func (*Ctx) SendStatus(status int) error                                 { return nil }
func (*Ctx) Hostname() string                                            { return "" }
func (*Ctx) Set(name, value string)                                      {}
