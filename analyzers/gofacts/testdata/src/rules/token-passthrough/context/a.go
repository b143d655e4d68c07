package context

import (
	"context"
	"net/http"
)

type tokenKey struct{}

func withToken(ctx context.Context, r *http.Request) context.Context {
	return context.WithValue(ctx, tokenKey{}, r.Header.Get("Authorization"))
}

func tokenOf(ctx context.Context) string {
	token, _ := ctx.Value(tokenKey{}).(string)
	return token
}

func call(ctx context.Context) {
	req, _ := http.NewRequestWithContext(ctx, "GET", "https://api.example.com/items", nil)
	req.Header.Set("Authorization", tokenOf(ctx)) // want `sends the Authorization header`
	http.DefaultClient.Do(req)
}

type traceKey struct{}

func trace(ctx context.Context) {
	req, _ := http.NewRequestWithContext(ctx, "GET", "https://api.example.com/items", nil)
	id, _ := ctx.Value(traceKey{}).(string)
	req.Header.Set("Authorization", id)
	http.DefaultClient.Do(req)
}
