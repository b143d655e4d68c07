// Package options uses what package library offers.
package options

import (
	"crypto/tls"

	"rules/tls-verify-disabled/library"
)

func always() {
	library.New(library.WithInsecure())   // want `the call of WithInsecure does not verify TLS certificates`
	library.Dial("mcp.example.com", true) // want `the call of Dial does not verify TLS certificates`
	library.Dial("mcp.example.com", false)
	library.New(library.WithSkipVerify(true)) // want `the call of WithSkipVerify does not verify`
	library.New(library.WithSkipVerify(false))
}

func sometimes(insecure bool) {
	if insecure {
		library.New(library.WithInsecure())
	}
	library.Dial("mcp.example.com", insecure)
}

func byConstant() *tls.Config {
	return &tls.Config{InsecureSkipVerify: library.Skip} // want `does not verify`
}

func byVariable() *tls.Config { return &tls.Config{InsecureSkipVerify: *library.FromFlag} }
