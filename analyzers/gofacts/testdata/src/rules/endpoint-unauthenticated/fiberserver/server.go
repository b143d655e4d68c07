package fiberserver

import (
	"net/http"
	"os"

	"github.com/gofiber/fiber/v2"
	"github.com/gofiber/fiber/v2/middleware/adaptor"
	"github.com/gofiber/fiber/v2/middleware/keyauth"
	"github.com/gofiber/fiber/v2/middleware/logger"
	"github.com/modelcontextprotocol/go-sdk/mcp"

	"rules/endpoint-unauthenticated/guard"
)

func handler() fiber.Handler {
	return adaptor.HTTPHandler(mcp.NewStreamableHTTPHandler(nil, nil))
}

func open() {
	a := fiber.New()
	a.Use(logger.New())
	a.All("/mcp", handler())
	a.Listen(":1") // want `takes calls from anyone`
}

func elsewhere() {
	a := fiber.New()
	a.Use("/admin", keyauth.New())
	a.All("/mcp", handler())
	a.Listen(":2") // want `takes calls from anyone`
}

func token(c *fiber.Ctx) error {
	if c.Get("Authorization") != "Bearer "+os.Getenv("TOKEN") {
		return fiber.ErrUnauthorized
	}
	return c.Next()
}

func used() {
	a := fiber.New()
	a.Use(token)
	a.All("/mcp", handler())
	a.Listen(":3")
}

func beside() {
	a := fiber.New()
	a.All("/mcp", token, handler())
	a.Listen(":4")
}

func below() {
	a := fiber.New()
	a.Use("/api", keyauth.New(keyauth.Config{}))
	a.Group("/api").All("/mcp", handler())
	a.Listen(":5")
}

func wrapped() {
	a := fiber.New()
	a.Use(adaptor.HTTPMiddleware(func(next http.Handler) http.Handler { return guard.Check(next) }))
	a.All("/mcp", handler())
	a.Listen(":6")
}

func grouped() {
	a := fiber.New()
	api := a.Group("/api", token)
	api.All("/mcp", handler())
	a.Listen(":7")
}

func certificates() {
	a := fiber.New()
	a.All("/mcp", handler())
	a.ListenMutualTLS(":8", "cert.pem", "key.pem", "ca.pem")
}
