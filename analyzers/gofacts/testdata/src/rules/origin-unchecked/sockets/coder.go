package sockets

import (
	"net/http"

	coder "github.com/coder/websocket"
)

func handle(w http.ResponseWriter, r *http.Request, c *coder.Conn) {
	_, message, _ := c.Read(r.Context())
	tools.HandleMessage(r.Context(), message)
}

func skipped(w http.ResponseWriter, r *http.Request) {
	c, _ := coder.Accept(w, r, &coder.AcceptOptions{InsecureSkipVerify: true}) // want `does not check Origin or Host`
	handle(w, r, c)
}

func everyPattern(w http.ResponseWriter, r *http.Request) {
	options := &coder.AcceptOptions{OriginPatterns: []string{"app.example.com", "*"}}
	c, _ := coder.Accept(w, r, options) // want `does not check Origin or Host`
	handle(w, r, c)
}

func named(w http.ResponseWriter, r *http.Request) {
	c, _ := coder.Accept(w, r, &coder.AcceptOptions{OriginPatterns: []string{"*.example.com"}})
	handle(w, r, c)
}

func byDefault(w http.ResponseWriter, r *http.Request) {
	c, _ := coder.Accept(w, r, nil)
	handle(w, r, c)
}

func serveCoder() {
	mux := http.NewServeMux()
	mux.HandleFunc("/a", skipped)
	mux.HandleFunc("/b", everyPattern)
	mux.HandleFunc("/c", named)
	mux.HandleFunc("/d", byDefault)
	http.ListenAndServe("127.0.0.1:9", mux)
}
