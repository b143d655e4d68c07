package servers

import (
	"net/http"
	"time"

	"github.com/mark3labs/mcp-go/server"
	"github.com/modelcontextprotocol/go-sdk/mcp"
)

func handler() http.Handler { return mcp.NewStreamableHTTPHandler(nil, nil) }

func helpers(s *server.MCPServer) {
	http.ListenAndServe(":1", handler())          // want `sets no limit to how long a client takes`
	server.NewStreamableHTTPServer(s).Start(":2") // want `mcp-go sets no limit`
	custom := &http.Server{ReadTimeout: time.Minute}
	server.NewStreamableHTTPServer(s, server.WithStreamableHTTPServer(custom)).Start(":3")
	http.ListenAndServe("localhost:4", handler()) // a note
}

func literals() {
	bare := &http.Server{Addr: ":5", Handler: handler()} // want `sets no limit`
	bare.ListenAndServe()
	header := &http.Server{Addr: ":6", Handler: handler(), ReadHeaderTimeout: time.Second}
	header.ListenAndServe()
	later := &http.Server{Addr: ":7", Handler: handler()}
	later.ReadTimeout = time.Second
	later.ListenAndServeTLS("cert.pem", "key.pem")
}
