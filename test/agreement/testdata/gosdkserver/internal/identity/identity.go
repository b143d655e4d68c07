// Package identity says who calls.
package identity

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"time"

	"github.com/modelcontextprotocol/go-sdk/auth"
)

// users are the hashes of the tokens that were given out.
var users = map[string]string{}

// Verify looks a token up.
func Verify(_ context.Context, token string, _ *http.Request) (*auth.TokenInfo, error) {
	sum := sha256.Sum256([]byte(token))
	user, ok := users[hex.EncodeToString(sum[:])]
	if !ok {
		return nil, auth.ErrInvalidToken
	}
	return &auth.TokenInfo{UserID: user, Scopes: []string{"accounts"}, Expiration: time.Now().Add(time.Hour)}, nil
}

// User is who calls.
func User(ctx context.Context) string {
	info := auth.TokenInfoFromContext(ctx)
	if info == nil {
		return ""
	}
	return info.UserID
}

// Add gives a user a token.
func Add(user string) string {
	token := rand.Text()
	sum := sha256.Sum256([]byte(token))
	users[hex.EncodeToString(sum[:])] = user
	return token
}
