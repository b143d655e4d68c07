// Package access asks who calls.
package access

import (
	"crypto/sha256"
	"crypto/subtle"

	"github.com/gofiber/fiber/v2"
)

// Token refuses requests without a token.
func Token(token string) fiber.Handler {
	want := sha256.Sum256([]byte("Bearer " + token))
	return func(c *fiber.Ctx) error {
		got := sha256.Sum256([]byte(c.Get("Authorization")))
		if token == "" || subtle.ConstantTimeCompare(got[:], want[:]) != 1 {
			return c.SendStatus(fiber.StatusUnauthorized)
		}
		return c.Next()
	}
}
