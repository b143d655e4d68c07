package fiberserver

import (
	"time"

	"github.com/gofiber/fiber/v2"
	"github.com/gofiber/fiber/v2/middleware/adaptor"
	"github.com/modelcontextprotocol/go-sdk/mcp"
)

func serve(a *fiber.App, address string) {
	a.All("/mcp", adaptor.HTTPHandler(mcp.NewStreamableHTTPHandler(nil, nil)))
}

func open() {
	a := fiber.New(fiber.Config{BodyLimit: 1})
	serve(a, ":1")
	a.Listen(":1") // want `fiber sets no limit`
}

func bounded() {
	a := fiber.New(fiber.Config{ReadTimeout: 10 * time.Second})
	serve(a, ":2")
	a.Listen(":2")
}
