package clients

import (
	"flag"
	"fmt"
	"os"

	"github.com/mark3labs/mcp-go/client"
	"github.com/modelcontextprotocol/go-sdk/mcp"
)

const endpoint = "http://mcp.example.com/mcp"

var (
	server = flag.String("server", "http://localhost:8080/mcp", "the server")
	remote = flag.String("remote", "http://mcp.example.com/mcp", "the server")
)

func clients(host string) {
	client.NewStreamableHttpClient("http://mcp.example.com:8080/mcp")               // want `is called without TLS at http://mcp.example.com:8080`
	client.NewSSEMCPClient(endpoint)                                                // want `is called without TLS at http://mcp.example.com`
	client.NewStreamableHttpClient(fmt.Sprintf("http://%s:%d/mcp", "10.1.2.3", 80)) // want `at http://10.1.2.3:80`
	client.NewStreamableHttpClient(*remote)                                         // want `at http://mcp.example.com`

	client.NewStreamableHttpClient("https://mcp.example.com/mcp")
	client.NewStreamableHttpClient("http://127.0.0.1:8080/mcp")
	client.NewStreamableHttpClient(*server)
	client.NewStreamableHttpClient(os.Getenv("MCP_URL"))
	// Where it leads is not known: a note.
	client.NewStreamableHttpClient("http://" + host + "/mcp")
}

func transports() {
	_ = &mcp.StreamableClientTransport{Endpoint: "http://mcp.example.com/mcp"} // want `is called without TLS`
	t := &mcp.SSEClientTransport{}
	t.Endpoint = "http://mcp.example.com/sse" // want `is called without TLS`
	_ = &mcp.StreamableClientTransport{Endpoint: "https://mcp.example.com/mcp"}
}
