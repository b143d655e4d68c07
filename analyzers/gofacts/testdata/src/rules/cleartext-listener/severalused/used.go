package severalused

import (
	"net/http"

	"rules/cleartext-listener/several"
)

func serve(o several.Open, g several.Guarded, m several.Mixed) {
	http.ListenAndServe(":8080", o.Opened()) // want `plain HTTP on every interface, port 8080`
	http.ListenAndServe(":8081", g.Guard())  // want `plain HTTP on every interface, port 8081`
	http.ListenAndServe(":8082", m.Mix())
}
