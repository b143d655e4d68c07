package elsewhere

import (
	"encoding/json"
	"net/http"

	"rules/cleartext-listener/handlers"
)

func serve() {
	http.ListenAndServe(":8080", handlers.New()) // want `plain HTTP on every interface`
	http.ListenAndServe(":8081", handlers.Other())
}

type request struct{ Method string }

func byHand(w http.ResponseWriter, r *http.Request) {
	var q request
	json.NewDecoder(r.Body).Decode(&q)
	switch q.Method {
	case "tools/list", "tools/call":
	}
}

func serveByHand() {
	http.HandleFunc("/rpc", byHand)
	http.ListenAndServe(":8082", nil) // want `plain HTTP on every interface, port 8082`
}

func serveSDK(host, port string) {
	h := handlers.Streamable(nil)
	h.Start(":8083") // want `mcp-go serves plain HTTP on every interface, port 8083`
	handlers.Encrypted(nil).Start(":8084")
	mux := http.NewServeMux()
	mux.Handle("/mcp", handlers.Official())
	http.ListenAndServe(":8085", mux) // want `plain HTTP on every interface, port 8085`
	handlers.Streamable(nil).Start("127.0.0.1:" + port)
}

func methodValue(trace func(http.HandlerFunc) http.HandlerFunc) {
	mux := http.NewServeMux()
	mux.Handle("/mcp", handlers.New())
	var h http.Handler = mux
	h = trace(h.ServeHTTP)
	http.ListenAndServe(":8086", h) // want `plain HTTP on every interface, port 8086`
}
