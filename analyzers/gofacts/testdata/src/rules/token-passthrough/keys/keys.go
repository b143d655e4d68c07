// Package keys keeps a caller's token in the context.
package keys

import (
	"context"
	"net/http"
)

type tokenKey struct{}

// Key is the key of the token.
type Key struct{}

// TraceKey is the key of something else.
type TraceKey struct{}

// With keeps the token of a request.
func With(ctx context.Context, r *http.Request) context.Context {
	ctx = context.WithValue(ctx, Key{}, r.Header.Get("Authorization"))
	ctx = context.WithValue(ctx, TraceKey{}, r.Header.Get("X-Trace"))
	return context.WithValue(ctx, tokenKey{}, r.Header.Get("Authorization"))
}

// Token returns the token that With has kept.
func Token(ctx context.Context) (string, bool) {
	token, ok := ctx.Value(tokenKey{}).(string)
	return token, ok
}

// Trace returns something else.
func Trace(ctx context.Context) string {
	trace, _ := ctx.Value(TraceKey{}).(string)
	return trace
}

// FromRequest returns the token of a request.
func FromRequest(r *http.Request) string { return r.Header.Get("Authorization") }
