// Command requests is a server that logs requests.
package main

import (
	"github.com/go-chi/chi/v5"
	"github.com/go-chi/chi/v5/middleware"
	"github.com/modelcontextprotocol/go-sdk/mcp"
)

func main() {
	mcp.NewServer(&mcp.Implementation{Name: "requests"}, nil)
	chi.NewRouter().Use(middleware.Logger)
}
