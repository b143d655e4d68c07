// Package route has what several routes need.
package route

import (
	"bytes"
	"io"
	"net/http"
	"net/http/httputil"
)

// WithBody is the request with a body that was read already.
func WithBody(r *http.Request, body []byte) *http.Request {
	out := r.Clone(r.Context())
	out.Body = io.NopCloser(bytes.NewReader(body))
	out.ContentLength = int64(len(body))
	return out
}

// Old hands on to the first server, as the first gateway did.
func Old() http.Handler {
	return &httputil.ReverseProxy{Director: func(r *http.Request) {
		r.URL.Scheme = "http"
		r.URL.Host = "192.168.40.2:8080" // want cleartext-upstream
	}}
}
