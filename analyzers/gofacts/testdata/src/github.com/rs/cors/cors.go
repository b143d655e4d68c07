// Package cors declares as much of the library as the tests use.
package cors

import "net/http"

type Options struct {
	AllowedOrigins   []string
	AllowCredentials bool
}

type Cors struct{}

func New(Options) *Cors { return nil }

func AllowAll() *Cors { return nil }

func (*Cors) Handler(http.Handler) http.Handler { return nil }
