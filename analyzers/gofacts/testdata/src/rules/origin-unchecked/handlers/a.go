package handlers

import (
	"net/http"

	"github.com/mark3labs/mcp-go/server"
	"github.com/modelcontextprotocol/go-sdk/auth"
	"github.com/modelcontextprotocol/go-sdk/mcp"
)

func open() {
	h := mcp.NewStreamableHTTPHandler(nil, nil) // want `the MCP endpoint does not check Origin$`
	http.ListenAndServe("127.0.0.1:1", h)
	off := mcp.NewStreamableHTTPHandler(nil, &mcp.StreamableHTTPOptions{DisableLocalhostProtection: true}) // want `does not check Origin or Host`
	http.ListenAndServe("127.0.0.1:2", off)
}

func framework(s *server.MCPServer) {
	server.NewStreamableHTTPServer(s).Start("127.0.0.1:3")                                              // want `does not check Origin$`
	server.NewStreamableHTTPServer(s, server.WithDisableLocalhostProtection(true)).Start("127.0.0.1:4") // want `does not check Origin or Host`
}

func protected() {
	p := http.NewCrossOriginProtection()
	http.ListenAndServe("127.0.0.1:5", p.Handler(mcp.NewStreamableHTTPHandler(nil, nil)))
	http.ListenAndServe("127.0.0.1:6", mcp.NewStreamableHTTPHandler(nil, &mcp.StreamableHTTPOptions{CrossOriginProtection: p}))
	http.ListenAndServe("127.0.0.1:7", own(mcp.NewStreamableHTTPHandler(nil, nil)))
	// With a token it is a note.
	http.ListenAndServe("127.0.0.1:8", auth.RequireBearerToken(nil, nil)(mcp.NewStreamableHTTPHandler(nil, nil)))
}

func own(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if origin := r.Header.Get("Origin"); origin != "" && origin != "https://app.example.com" {
			http.Error(w, "foreign origin", http.StatusForbidden)
			return
		}
		next.ServeHTTP(w, r)
	})
}
