// Command mtls serves tools to clients that have a certificate.
package main

import (
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"errors"
	"flag"
	"log"
	"net/http"
	"os"
	"time"

	"example.com/mtls/internal/pinned"
)

var authorities = flag.String("client-ca", "/etc/mcp/clients.pem", "who issues certificates to clients")

func pool(file string) (*x509.CertPool, error) {
	pem, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	p := x509.NewCertPool()
	if !p.AppendCertsFromPEM(pem) {
		return nil, errors.New(file + " holds no certificate")
	}
	return p, nil
}

// strict wants a certificate of ours.
func strict(clients *x509.CertPool) *tls.Config {
	return &tls.Config{
		MinVersion: tls.VersionTLS12,
		ClientAuth: tls.RequireAndVerifyClientCert,
		ClientCAs:  clients,
		CipherSuites: []uint16{
			tls.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256,
			tls.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256,
		},
	}
}

// polite asks for one.
func polite(clients *x509.CertPool) *tls.Config {
	return &tls.Config{
		MinVersion: tls.VersionTLS12,
		ClientAuth: tls.VerifyClientCertIfGiven, // want mtls-optional
		ClientCAs:  clients,
	}
}

// credulous takes whatever it is shown.
func credulous() *tls.Config {
	c := &tls.Config{MinVersion: tls.VersionTLS13}
	c.ClientAuth = tls.RequireAnyClientCert // want mtls-unverified
	return c
}

// compatible speaks what devices of 2009 speak.
func compatible(clients *x509.CertPool) *tls.Config {
	return &tls.Config{
		MinVersion: tls.VersionTLS12,
		ClientAuth: tls.RequireAndVerifyClientCert,
		ClientCAs:  clients,
		CipherSuites: []uint16{
			tls.TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384,
			tls.TLS_RSA_WITH_3DES_EDE_CBC_SHA, // want tls-cipher-weak
		},
	}
}

func call(w http.ResponseWriter, r *http.Request) {
	var m struct {
		ID     json.RawMessage
		Method string
	}
	if err := json.NewDecoder(r.Body).Decode(&m); err != nil || m.Method != "tools/call" {
		http.Error(w, "expected tools/call", http.StatusBadRequest)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	reply := map[string]any{"jsonrpc": "2.0", "id": m.ID, "result": map[string]any{"content": []any{}}}
	if err := json.NewEncoder(w).Encode(reply); err != nil {
		log.Print(err)
	}
}

func main() {
	flag.Parse()
	clients, err := pool(*authorities)
	if err != nil {
		log.Fatal(err)
	}
	configs := []*tls.Config{strict(clients), polite(clients), credulous(), pinned.Config(nil), compatible(clients)}
	mux := http.NewServeMux()
	mux.HandleFunc("POST /mcp", call)
	done := make(chan error)
	for _, c := range configs {
		s := &http.Server{Addr: "192.0.2.20:0", Handler: mux, TLSConfig: c, ReadHeaderTimeout: 5 * time.Second}
		go func() { done <- s.ListenAndServeTLS("tls.crt", "tls.key") }()
	}
	log.Fatal(<-done)
}
