package openssl

import (
	"path"

	"github.com/wirevet/wirevet/facts"
)

// Trusted returns what a server trusts by a file or folder of CAs: "system" where that is the system's own.
func Trusted(cas facts.Stated[string]) facts.Stated[string] {
	if cas.Known() && publicRoots(cas.Value) {
		cas.Value = "system"
	}
	return cas
}

// publicRoots reports whether a file or folder is where a system keeps the roots of the public Web PKI. Only its place says so: a
// file of that name elsewhere may hold any CA (cacert.pem is what OpenSSL's own CA script writes). The places are those of Go's
// crypto/x509 (root_linux.go and root_bsd.go of Go 1.26), and what they are links to on Fedora; HAProxy has a name for them.
func publicRoots(file string) bool {
	switch path.Clean(file) {
	case "@system-ca", "/etc/ssl/certs", "/etc/ssl/certs/ca-certificates.crt", "/etc/ssl/cert.pem", "/etc/ssl/ca-bundle.pem",
		"/etc/pki/tls/certs", "/etc/pki/tls/certs/ca-bundle.crt", "/etc/pki/tls/certs/ca-bundle.trust.crt", "/etc/pki/tls/cacert.pem", "/etc/pki/tls/cert.pem",
		"/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem", "/etc/ssl/certs/ca-bundle.crt",
		"/usr/local/etc/ssl/cert.pem", "/usr/local/share/certs/ca-root-nss.crt", "/usr/local/share/certs", "/etc/openssl/certs/ca-certificates.crt":
		return true
	}
	return false
}
