package defaults

import "testing"

// On each side of every threshold of Traefik.
func TestDefaultsOfTraefik(t *testing.T) {
	const older, newer = traefikSuites + ":AES128-GCM-SHA256:AES256-GCM-SHA384:AES128-SHA:AES256-SHA", traefikSuites
	for _, c := range []struct{ setting, version, want string }{
		{"ssl_protocols", "2.10.7", "TLSv1 TLSv1.1 TLSv1.2 TLSv1.3"},
		{"ssl_protocols", "2.11.0", "TLSv1.2 TLSv1.3"},
		{"ssl_ciphers", "2.8.8", NotKnown},
		{"ssl_ciphers", "2.10.6", NotKnown},
		{"ssl_ciphers", "2.10.7", older},
		{"ssl_ciphers", "2.11.0", newer},
		{"ssl_ciphers", "3.7.13", newer},
		{"ssl_ciphers", "2", NotKnown + " | " + older + " | " + newer},
		{"ssl_ciphers", "", NotKnown + " | " + older + " | " + newer},
	} {
		if got := values(Of("traefik", c.setting, c.version)); got != c.want {
			t.Errorf("%s of %q: %s, want %s", c.setting, c.version, got, c.want)
		}
	}
}
