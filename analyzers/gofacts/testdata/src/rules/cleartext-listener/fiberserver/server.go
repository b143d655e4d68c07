package fiberserver

import (
	"net"
	"os"

	"github.com/gofiber/fiber/v2"
	"github.com/gofiber/fiber/v2/middleware/adaptor"
	"github.com/modelcontextprotocol/go-sdk/mcp"
)

func app() *fiber.App {
	a := fiber.New()
	a.All("/mcp", adaptor.HTTPHandler(mcp.NewStreamableHTTPHandler(nil, nil)))
	return a
}

func open() {
	a := fiber.New()
	a.All("/mcp", adaptor.HTTPHandler(mcp.NewStreamableHTTPHandler(nil, nil)))
	a.Listen(":3000") // want `fiber serves plain HTTP on every interface, port 3000`
}

func returned() { app().Listen(":3001") } // want `fiber serves plain HTTP on every interface, port 3001`

func byHand(c *fiber.Ctx) error {
	switch string(c.Body()) {
	case "tools/call":
		return c.JSON(nil)
	}
	return nil
}

func grouped() {
	a := fiber.New(fiber.Config{BodyLimit: 1 << 20})
	api := a.Group("/api")
	api.Post("/rpc", byHand)
	l, _ := net.Listen("tcp", "0.0.0.0:3002") // want `fiber serves plain HTTP on every interface, port 3002`
	a.Listener(l)
}

func below() {
	a := fiber.New()
	a.Use("/mcp", adaptor.HTTPHandler(mcp.NewStreamableHTTPHandler(nil, nil)))
	a.Listen(":3003") // want `fiber serves plain HTTP on every interface, port 3003`
}

func fine() {
	app().Listen("127.0.0.1:3004")
	app().ListenTLS(":3005", "cert.pem", "key.pem")
	app().ListenMutualTLS(":3006", "cert.pem", "key.pem", "ca.pem")
}

func chosen() error {
	a := app()
	if cert := os.Getenv("CERT"); cert != "" {
		return a.ListenTLS(":3007", cert, os.Getenv("KEY"))
	}
	return a.Listen(":3007")
}

// What is not MCP is not our business.
func other() {
	a := fiber.New()
	a.Post("/shop", func(c *fiber.Ctx) error { return c.JSON(nil) })
	a.Listen(":3008")
}
