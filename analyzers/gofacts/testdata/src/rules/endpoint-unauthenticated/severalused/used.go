package severalused

import (
	"net/http"

	"rules/endpoint-unauthenticated/several"
)

func serve(o several.Open, g several.Guarded, m several.Mixed) {
	http.ListenAndServe(":8080", o.Opened()) // want `net/http takes calls from anyone who reaches it`
	http.ListenAndServe(":8081", g.Guard())
	http.ListenAndServe(":8082", m.Mix())
}
