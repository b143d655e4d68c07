package made

import (
	"net/http"

	"github.com/modelcontextprotocol/go-sdk/mcp"

	"rules/cleartext-listener/makes"
)

func handler() http.Handler { return mcp.NewStreamableHTTPHandler(nil, nil) }

func open() {
	makes.New("10.0.0.7:8080", handler()).ListenAndServe() // want `sets no limit`
}

func bounded() {
	srv, _ := makes.Logged(8081, handler())
	srv.ListenAndServe()
}
