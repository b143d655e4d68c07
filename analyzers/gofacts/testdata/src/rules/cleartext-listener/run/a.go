// Package run serves what another package makes.
package run

import "net/http"

func Serve(name string, s *http.Server) error { return s.ListenAndServe() }

func ServeTLS(s *http.Server) error { return s.ListenAndServeTLS("cert.pem", "key.pem") }

func ServeEither(s *http.Server, encrypted bool) error {
	if encrypted {
		return s.ListenAndServeTLS("cert.pem", "key.pem")
	}
	return s.ListenAndServe()
}
