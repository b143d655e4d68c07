// Command tickets serves the tools of the ticket system.
package main

import (
	"context"
	"crypto/tls"
	"log"
	"log/slog"
	"net/http"
	"time"

	"github.com/modelcontextprotocol/go-sdk/mcp"
)

// record keeps who called which tool with what, and what came of it.
func record(next mcp.MethodHandler) mcp.MethodHandler {
	return func(ctx context.Context, method string, req mcp.Request) (mcp.Result, error) {
		result, err := next(ctx, method, req)
		if call, ok := req.(*mcp.CallToolRequest); ok {
			slog.InfoContext(ctx, "tool call", "user", call.Extra.TokenInfo.UserID, "tool", call.Params.Name,
				"arguments", call.Params.Arguments, "result", result, "error", err)
		}
		return result, err
	}
}

// backend is the client of the ticket system itself.
var backend = &http.Client{
	Timeout:   time.Minute,
	Transport: &http.Transport{TLSClientConfig: &tls.Config{InsecureSkipVerify: true}},
}

func main() {
	server := mcp.NewServer(&mcp.Implementation{Name: "tickets"}, nil)
	server.AddReceivingMiddleware(record)
	var handler http.Handler = mcp.NewStreamableHTTPHandler(func(*http.Request) *mcp.Server { return server }, nil)
	protected := http.NewCrossOriginProtection().Handler(handler)
	s := &http.Server{Addr: ":8080", Handler: protected, ReadHeaderTimeout: 10 * time.Second}
	log.Fatal(s.ListenAndServe())
}
