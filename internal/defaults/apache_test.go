package defaults

import "testing"

// On each side of every threshold of httpd.
func TestDefaultsOfApache(t *testing.T) {
	const newest, older, oldest = "TLSv1 TLSv1.1 TLSv1.2 TLSv1.3", "TLSv1 TLSv1.1 TLSv1.2", "SSLv3 TLSv1 TLSv1.1 TLSv1.2"
	for _, c := range []struct{ setting, version, want string }{
		{"ssl_protocols", "2.4.16", oldest},
		{"ssl_protocols", "2.4.17", older},
		{"ssl_protocols", "2.4.35", older},
		{"ssl_protocols", "2.4.36", newest},
		{"ssl_protocols", "2.4.62-alpine", newest},
		{"ssl_protocols", "2.4", oldest + " | " + older + " | " + newest},
		{GoverningVersions, "2.4.41", "the default server's"},
		{GoverningVersions, "2.4.42", "its own"},
		{GoverningVersions, "", "the default server's | its own"},
		{"ssl_ciphers", "2.4.62", "DEFAULT"},
		{"client ssl_ciphers", "", "DEFAULT"},
	} {
		if got := values(Of("apache", c.setting, c.version)); got != c.want {
			t.Errorf("%s of %q: %s, want %s", c.setting, c.version, got, c.want)
		}
	}
	if got := Of("apache", "ssl_protocols", "2.4.62")[0].Range(); got != "Apache httpd since 2.4.36" {
		t.Error(got)
	}
}
