package main

import (
	"context"
	"net/http"

	"github.com/modelcontextprotocol/go-sdk/auth"
)

// introspect asks the identity provider whether a token is valid (RFC 7662).
func introspect(ctx context.Context, client *http.Client, token string) (*auth.TokenInfo, error) {
	return nil, auth.ErrInvalidToken
}
