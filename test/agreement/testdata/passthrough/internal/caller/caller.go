// Package caller remembers who calls.
package caller

import (
	"context"
	"net/http"
)

type key struct{}

// Remember keeps the token of a call with it.
func Remember(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		ctx := context.WithValue(r.Context(), key{}, r.Header.Get("Authorization"))
		next.ServeHTTP(w, r.WithContext(ctx))
	})
}

// Token returns the token of a call.
func Token(ctx context.Context) string { return token(ctx) }

func token(ctx context.Context) string {
	t, _ := ctx.Value(key{}).(string)
	return t
}

// Notify tells another service, in the name of the caller.
func Notify(ctx context.Context, url string) error {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, url, nil)
	if err != nil {
		return err
	}
	req.Header.Set("Authorization", token(ctx)) // want token-passthrough
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return err
	}
	return resp.Body.Close()
}
