package brokered

import (
	"net/http"

	"rules/cleartext-listener/broker"
)

type app struct{ broker broker.Broker }

func (a *app) run() {
	a.broker = broker.New()
	mux := http.NewServeMux()
	mux.Handle("/mcp", a.broker.Handler())
	http.ListenAndServe(":8080", mux) // want `plain HTTP on every interface, port 8080`
	http.ListenAndServe(":8081", a.broker.Status())
	http.ListenAndServe(":8082", broker.NewSeveral(true).Serve())
}
