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
