package openssl

import "testing"

func TestPublicRootsAreToldByTheirPlace(t *testing.T) {
	for file, want := range map[string]bool{
		"/etc/ssl/certs/ca-certificates.crt": true,
		"/etc/ssl/certs/":                    true,
		"/etc/pki/tls/certs/ca-bundle.crt":   true,
		"/etc/nginx/ca-certificates.crt":     false,
		"/etc/httpd/conf/ca-bundle.crt":      false,
		"cacert.pem":                         false,
		"/etc/ssl/private/cert.pem":          false,
	} {
		if publicRoots(file) != want {
			t.Errorf("%s: %v", file, !want)
		}
	}
}
