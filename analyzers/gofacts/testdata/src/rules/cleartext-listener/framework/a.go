package framework

import (
	"flag"

	"github.com/mark3labs/mcp-go/server"
)

var address = flag.String("address", "127.0.0.1:8080", "where to listen")

func streamable(s *server.MCPServer, cert string) {
	server.NewStreamableHTTPServer(s).Start(":8080") // want `mcp-go serves plain HTTP on every interface, port 8080`
	h := server.NewStreamableHTTPServer(s, server.WithEndpointPath("/x"))
	h.Start("0.0.0.0:8080") // want `mcp-go serves plain HTTP on every interface`
	h.Start(*address)
	server.NewStreamableHTTPServer(s, server.WithTLSCert("cert.pem", "key.pem")).Start(":8443")
	options := []server.StreamableHTTPOption{server.WithEndpointPath("/mcp")}
	if cert != "" {
		options = append(options, server.WithTLSCert(cert, "key.pem"))
	}
	server.NewStreamableHTTPServer(s, options...).Start(":8443")
}

func sse(s *server.MCPServer) error {
	return server.NewSSEServer(s).Start(":8080") // want `mcp-go serves plain HTTP on every interface`
}
