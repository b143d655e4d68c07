package reader

import (
	"context"
	"net/http"

	"rules/token-passthrough/keys"
)

func byFunction(ctx context.Context) {
	req, _ := http.NewRequestWithContext(ctx, "GET", "https://api.example.com/items", nil)
	if token, ok := keys.Token(ctx); ok {
		req.Header.Set("Authorization", token) // want `sends the Authorization header`
	}
	http.DefaultClient.Do(req)
}

func byKey(ctx context.Context) {
	req, _ := http.NewRequestWithContext(ctx, "GET", "https://api.example.com/items", nil)
	token, _ := ctx.Value(keys.Key{}).(string)
	req.Header.Set("Authorization", "Bearer "+token) // want `sends the Authorization header`
	http.DefaultClient.Do(req)
}

func direct(w http.ResponseWriter, r *http.Request) {
	req, _ := http.NewRequest("GET", "https://api.example.com/items", nil)
	req.Header.Set("Authorization", keys.FromRequest(r)) // want `sends the Authorization header`
	http.DefaultClient.Do(req)
}

func other(ctx context.Context) {
	req, _ := http.NewRequestWithContext(ctx, "GET", "https://api.example.com/items", nil)
	trace, _ := ctx.Value(keys.TraceKey{}).(string)
	req.Header.Set("Authorization", trace)
	req.Header.Set("Authorization", keys.Trace(ctx))
	http.DefaultClient.Do(req)
}
