package context

import (
	"context"
	"net/http"
	"strings"

	"k8s.io/client-go/rest"
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

func cluster(ctx context.Context) *rest.Config {
	return &rest.Config{Host: "https://10.0.0.1", BearerToken: strings.TrimPrefix(tokenOf(ctx), "Bearer ")} // want `sends the Authorization header`
}

func own(token string) *rest.Config {
	return &rest.Config{Host: "https://10.0.0.1", BearerToken: token}
}

// Nothing makes one of these.
type unused struct{ next http.RoundTripper }

func (u *unused) RoundTrip(r *http.Request) (*http.Response, error) {
	r.Header.Set("Authorization", tokenOf(r.Context()))
	return u.next.RoundTrip(r)
}

type used struct{ next http.RoundTripper }

func (u *used) RoundTrip(r *http.Request) (*http.Response, error) {
	r.Header.Set("Authorization", tokenOf(r.Context())) // want `sends the Authorization header`
	return u.next.RoundTrip(r)
}

var client = &http.Client{Transport: &used{http.DefaultTransport}}
