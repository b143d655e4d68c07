package checked

import (
	"crypto/tls"
	"net/http"
)

var server = &http.Server{TLSConfig: &tls.Config{ClientAuth: tls.VerifyClientCertIfGiven}}

func handle(w http.ResponseWriter, r *http.Request) {
	if len(r.TLS.PeerCertificates) == 0 {
		http.Error(w, "no certificate", http.StatusForbidden)
	}
}
