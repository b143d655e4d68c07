// Package record keeps what was done.
package record

import (
	"crypto/subtle"
	"os"
	"strings"
)

// Open opens the record, and never truncates it.
func Open(name string) (*os.File, error) {
	return os.OpenFile(name, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o640)
}

// Shared opens a record that all accounts add to.
func Shared(name string) (*os.File, error) {
	return os.OpenFile(name+".log", os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o666) // want file-mode-permissive
}

// Same compares two tokens in a time that does not tell where they differ.
func Same(a, b string) bool { return subtle.ConstantTimeCompare([]byte(a), []byte(b)) == 1 }

// Redacted returns arguments without what must not be kept.
func Redacted(arguments map[string]any) map[string]any {
	kept := map[string]any{}
	for name, value := range arguments {
		if strings.Contains(strings.ToLower(name), "password") {
			value = "…"
		}
		kept[name] = value
	}
	return kept
}
