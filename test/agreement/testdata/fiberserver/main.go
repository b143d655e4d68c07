// Command fiberserver serves a few tools with fiber, to several kinds of clients.
package main

import (
	"context"
	"flag"
	"log"
	"net/http"
	"os"
	"time"

	"github.com/gofiber/fiber/v2"
	"github.com/gofiber/fiber/v2/middleware/adaptor"
	"github.com/gofiber/fiber/v2/middleware/cors"
	"github.com/gofiber/fiber/v2/middleware/recover"
	"github.com/modelcontextprotocol/go-sdk/mcp"

	"example.com/fiberserver/internal/access"
)

var (
	address = flag.String("address", "127.0.0.1", "where to listen")
	browser = flag.Bool("browser", false, "serve web pages as well")
)

type greeting struct {
	Name string `json:"name"`
}

func greet(_ context.Context, _ *mcp.CallToolRequest, g greeting) (*mcp.CallToolResult, any, error) {
	log.Printf("tool greet, name %q", g.Name)
	return &mcp.CallToolResult{Content: []mcp.Content{&mcp.TextContent{Text: "hello " + g.Name}}}, nil, nil
}

func tools() fiber.Handler {
	server := mcp.NewServer(&mcp.Implementation{Name: "greeter", Version: "1.0.0"}, nil)
	mcp.AddTool(server, &mcp.Tool{Name: "greet"}, greet)
	return adaptor.HTTPHandler(mcp.NewStreamableHTTPHandler(func(*http.Request) *mcp.Server { return server }, nil))
}

// open lets every page call, and waits for as long as a client likes.
func open() error {
	app := fiber.New()
	app.Use(recover.New())
	app.Use(cors.New(cors.Config{
		AllowOrigins: "*", // want cors-wildcard
	}))
	app.All("/mcp", tools())
	return app.Listen("10.0.0.7:8080") // want http-timeouts-missing
}

// echoing lets every page call, with cookies.
func echoing() error {
	app := fiber.New(fiber.Config{ReadTimeout: 10 * time.Second})
	app.Use("/browser", cors.New(cors.Config{
		AllowOriginsFunc: func(string) bool { return true }, // want cors-wildcard
		AllowCredentials: true,
	}))
	app.Group("/browser").All("/mcp", tools())
	return app.Listen(*address + ":8081")
}

// named lets the pages of one application call.
func named() error {
	app := fiber.New(fiber.Config{ReadTimeout: 10 * time.Second})
	app.Use(cors.New(cors.Config{AllowOrigins: "https://app.example.com"}))
	app.All("/mcp", access.Token(os.Getenv("TOKEN")), tools())
	return app.ListenTLS(*address+":8443", "/etc/mcp/tls.crt", "/etc/mcp/tls.key")
}

// aside lets every page read what is public, and nothing else.
func aside() error {
	app := fiber.New(fiber.Config{ReadTimeout: 10 * time.Second})
	app.Use("/status", cors.New())
	app.Get("/status", func(c *fiber.Ctx) error { return c.SendString("up") })
	app.All("/mcp", access.Token(os.Getenv("TOKEN")), tools())
	return app.Listen(*address + ":8082")
}

// certificates lets those call who have a certificate of ours.
func certificates() error {
	app := fiber.New(fiber.Config{ReadTimeout: 10 * time.Second})
	app.All("/mcp", tools())
	return app.ListenMutualTLS(*address+":9443", "/etc/mcp/tls.crt", "/etc/mcp/tls.key", "/etc/mcp/clients.pem")
}

func main() {
	flag.Parse()
	servers := []func() error{named, aside, certificates}
	if *browser {
		servers = append(servers, open, echoing)
	}
	failed := make(chan error)
	for _, serve := range servers {
		go func() { failed <- serve() }()
	}
	log.Fatal(<-failed)
}
