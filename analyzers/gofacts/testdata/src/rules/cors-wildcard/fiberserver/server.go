package fiberserver

import (
	"github.com/gofiber/fiber/v2"
	"github.com/gofiber/fiber/v2/middleware/adaptor"
	"github.com/gofiber/fiber/v2/middleware/cors"
	"github.com/modelcontextprotocol/go-sdk/mcp"
)

func handler() fiber.Handler {
	return adaptor.HTTPHandler(mcp.NewStreamableHTTPHandler(nil, nil))
}

func byDefault() {
	a := fiber.New()
	a.Use(cors.New()) // want `lets the pages of every website call it`
	a.All("/mcp", handler())
	a.Listen("127.0.0.1:1")
}

func written() {
	a := fiber.New()
	a.Use(cors.New(cors.Config{AllowOrigins: "*"})) // want `lets the pages of every website call it`
	a.All("/mcp", handler())
	a.Listen("127.0.0.1:2")
}

func onRoute() {
	a := fiber.New()
	a.All("/mcp", cors.New(cors.Config{AllowCredentials: false}), handler()) // want `lets the pages of every website call it`
	a.Listen("127.0.0.1:3")
}

func asked() {
	a := fiber.New()
	a.Use(cors.New(cors.Config{
		AllowOriginsFunc: func(string) bool { return true }, // want `error.*lets the pages of every website call it`
		AllowCredentials: true,
	}))
	a.All("/mcp", handler())
	a.Listen("127.0.0.1:4")
}

func named() {
	a := fiber.New()
	a.Use(cors.New(cors.Config{AllowOrigins: "https://app.example.com, https://www.example.com"}))
	a.All("/mcp", handler())
	a.Listen("127.0.0.1:5")
}

func decided() {
	a := fiber.New()
	a.Use(cors.New(cors.Config{AllowOriginsFunc: func(origin string) bool { return origin == "https://app.example.com" }}))
	a.All("/mcp", handler())
	a.Listen("127.0.0.1:6")
}

func otherPath() {
	a := fiber.New()
	a.Use("/public", cors.New())
	a.All("/mcp", handler())
	a.Listen("127.0.0.1:7")
}
