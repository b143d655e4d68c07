// Package adaptor declares as much of the package as the tests use.
package adaptor

import (
	"net/http"

	"github.com/gofiber/fiber/v2"
)

func HTTPHandler(h http.Handler) fiber.Handler { return nil }

func HTTPMiddleware(mw func(http.Handler) http.Handler) fiber.Handler { return nil }
