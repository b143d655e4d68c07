// Command gateway hands MCP requests on to the servers of a company.
package main

import (
	"encoding/json"
	"flag"
	"io"
	"log"
	"net/http"
	"net/http/httputil"
	"net/url"
	"os"
	"time"

	"example.com/gateway/internal/route"
)

var (
	address = flag.String("address", "127.0.0.1:8443", "where to listen")
	reports = flag.String("reports", "http://reports.corp.internal:9000", "the server for reports")
	notes   = flag.String("notes", "http://localhost:9001", "the server for notes")
)

// tickets is on another machine, in clear.
func tickets() http.Handler {
	target, err := url.Parse("http://10.2.0.17:9000")
	if err != nil {
		log.Fatal(err)
	}
	return httputil.NewSingleHostReverseProxy(target) // want cleartext-upstream
}

// inventory is on another machine, behind TLS.
func inventory() http.Handler {
	target, err := url.Parse("https://inventory.example.com")
	if err != nil {
		log.Fatal(err)
	}
	return httputil.NewSingleHostReverseProxy(target)
}

// proxyTo hands on to what a flag says.
func proxyTo(target *url.URL) http.Handler {
	return &httputil.ReverseProxy{
		Rewrite: func(r *httputil.ProxyRequest) {
			r.SetURL(target)
			r.SetXForwarded()
			r.Out.Header.Del("Authorization")
		},
		FlushInterval: -1,
	}
}

// reporting is on another machine unless somebody says otherwise.
func reporting() http.Handler {
	target, err := url.Parse(*reports)
	if err != nil {
		log.Fatal(err)
	}
	return &httputil.ReverseProxy{Rewrite: func(r *httputil.ProxyRequest) {
		r.SetURL(target) // want cleartext-upstream
	}}
}

func noting() http.Handler {
	target, err := url.Parse(*notes)
	if err != nil {
		log.Fatal(err)
	}
	return httputil.NewSingleHostReverseProxy(target)
}

type call struct {
	Method string `json:"method"`
	Params struct {
		Name string `json:"name"`
	} `json:"params"`
}

// recorded logs which tool is called, and hands the request on.
func recorded(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Authorization") == "" {
			http.Error(w, "who are you?", http.StatusUnauthorized)
			return
		}
		body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, 1<<20))
		if err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
		var c call
		if json.Unmarshal(body, &c) == nil && c.Method == "tools/call" {
			log.Printf("tool %s", c.Params.Name)
		}
		next.ServeHTTP(w, route.WithBody(r, body))
	})
}

func main() {
	flag.Parse()
	mux := http.NewServeMux()
	mux.Handle("/tickets/mcp", recorded(tickets()))
	mux.Handle("/inventory/mcp", recorded(inventory()))
	mux.Handle("/reports/mcp", recorded(reporting()))
	mux.Handle("/notes/mcp", recorded(noting()))
	mux.Handle("/old/mcp", recorded(route.Old()))
	if target, err := url.Parse(os.Getenv("EXTRA")); err == nil {
		mux.Handle("/extra/mcp", recorded(proxyTo(target)))
	}
	server := &http.Server{Addr: *address, Handler: mux, ReadHeaderTimeout: 10 * time.Second}
	log.Fatal(server.ListenAndServeTLS("/etc/mcp/tls.crt", "/etc/mcp/tls.key"))
}
