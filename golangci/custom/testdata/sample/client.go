// Package gateway calls MCP servers.
package gateway

import (
	"crypto/tls"
	"net/http"
)

// Plant calls the servers of the plant.
func Plant() *http.Client {
	return &http.Client{Transport: &http.Transport{
		TLSClientConfig: &tls.Config{InsecureSkipVerify: true},
	}}
}

// Old calls the servers that nobody dares to update.
func Old() *http.Client {
	return &http.Client{Transport: &http.Transport{
		TLSClientConfig: &tls.Config{MinVersion: tls.VersionTLS10},
	}}
}

// Bench calls the servers on the bench.
func Bench() *http.Client {
	return &http.Client{Transport: &http.Transport{
		TLSClientConfig: &tls.Config{InsecureSkipVerify: true}, //nolint:wirevet // the bench is a cable
	}}
}

// Cloud calls all others.
func Cloud() *http.Client {
	return &http.Client{Transport: &http.Transport{
		TLSClientConfig: &tls.Config{MinVersion: tls.VersionTLS12},
	}}
}
