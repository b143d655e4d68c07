package servers

import (
	"flag"
	"net/http"

	"github.com/modelcontextprotocol/go-sdk/mcp"
)

var (
	local    = flag.String("local", "localhost:1", "where to listen")
	anywhere = flag.String("listen", ":1", "where to listen")
	asked    = flag.String("http", "", "where to listen; over stdio when empty")
)

func serveWhenAsked() {
	if *asked != "" {
		http.ListenAndServe(*asked, mcp.NewStreamableHTTPHandler(nil, nil))
	}
}

func serve() {
	h := mcp.NewStreamableHTTPHandler(nil, nil)
	http.ListenAndServe(":8080", h)     // want `net/http listens on every interface, port 8080`
	http.ListenAndServe("[::]:8080", h) // want `listens on every interface, port 8080`
	http.ListenAndServe(*anywhere, h)   // want `listens on every interface, port 1`
	http.ListenAndServe(*local, h)
	http.ListenAndServe("10.0.0.7:80", h)
	http.ListenAndServe("127.0.0.1:80", h)
}
