//go:build debug

package flow

import "crypto/tls"

func forDevelopment() *tls.Config { return &tls.Config{InsecureSkipVerify: true} }
