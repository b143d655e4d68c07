package defaults

import (
	"slices"
	"strings"
	"testing"
)

func values(rows []Row) string {
	var out []string
	for _, r := range rows {
		out = append(out, r.Value)
	}
	return strings.Join(out, " | ")
}

// On each side of every threshold of nginx.
func TestDefaultsOfNginx(t *testing.T) {
	for _, c := range []struct{ setting, version, want string }{
		{"ssl_protocols", "1.22.1", "TLSv1 TLSv1.1 TLSv1.2"},
		{"ssl_protocols", "1.23.3", "TLSv1 TLSv1.1 TLSv1.2"},
		{"ssl_protocols", "1.23.4", "TLSv1 TLSv1.1 TLSv1.2 TLSv1.3"},
		{"ssl_protocols", "1.26", "TLSv1 TLSv1.1 TLSv1.2 TLSv1.3"},
		{"ssl_protocols", "1.27.2", "TLSv1 TLSv1.1 TLSv1.2 TLSv1.3"},
		{"ssl_protocols", "1.27.3", "TLSv1.2 TLSv1.3"},
		{"ssl_protocols", "1.28", "TLSv1.2 TLSv1.3"},
		{"ssl_protocols", "1.23", "TLSv1 TLSv1.1 TLSv1.2 | TLSv1 TLSv1.1 TLSv1.2 TLSv1.3"},
		{"ssl_protocols", "", "TLSv1 TLSv1.1 TLSv1.2 | TLSv1 TLSv1.1 TLSv1.2 TLSv1.3 | TLSv1.2 TLSv1.3"},
		{"ssl_protocols", "mainline", "TLSv1 TLSv1.1 TLSv1.2 | TLSv1 TLSv1.1 TLSv1.2 TLSv1.3 | TLSv1.2 TLSv1.3"},
		{"ssl_protocols", "1.28.0-alpine", "TLSv1.2 TLSv1.3"},
		{GoverningVersions, "1.29.1", "the default server's"},
		{GoverningVersions, "1.29.2", "its own"},
		{GoverningVersions, "1.30", "its own"},
		{GoverningVersions, "1.29", "the default server's | its own"},
		{"ssl_ciphers", "1.22", "HIGH:!aNULL:!MD5"},
		{"unknown", "1.22", ""},
	} {
		if got := values(Of("nginx", c.setting, c.version)); got != c.want {
			t.Errorf("%s of %q: %s, want %s", c.setting, c.version, got, c.want)
		}
	}
}

// On each side of every threshold of HAProxy.
func TestDefaultsOfHAProxy(t *testing.T) {
	const all, two = "TLSv1 TLSv1.1 TLSv1.2 TLSv1.3", "TLSv1.2 TLSv1.3"
	for _, c := range []struct{ setting, version, want string }{
		{"ssl_protocols", "2.1.12", all},
		{"ssl_protocols", "2.2", two},
		{"ssl_protocols", "2.6.12", two},
		{"ssl_protocols", "", all + " | " + two},
		{UpstreamName, "2.6.12", Unchecked},
		{UpstreamName, "3.2.9", Unchecked},
		{UpstreamName, "3.3.0", "compared with the Host header"},
		{UpstreamName, "3", Unchecked + " | compared with the Host header"},
		{"ssl_ciphers", "", "DEFAULT"},
		{"client ssl_ciphers", "3.0", "DEFAULT"},
	} {
		if got := values(Of("haproxy", c.setting, c.version)); got != c.want {
			t.Errorf("%s of %q: %s, want %s", c.setting, c.version, got, c.want)
		}
	}
}

func TestRangesAsPeopleSayThem(t *testing.T) {
	rows := Of("nginx", "ssl_protocols", "")
	for i, want := range []string{"nginx before 1.23.4", "nginx from 1.23.4 to before 1.27.3", "nginx since 1.27.3"} {
		if got := rows[i].Range(); got != want {
			t.Errorf("%s, want %s", got, want)
		}
	}
}

// TestRowsHaveNoGapAndNoOverlap holds the table itself: the versions of one setting follow each other.
func TestRowsHaveNoGapAndNoOverlap(t *testing.T) {
	before := map[string]string{}
	for _, r := range slices.Concat(tables[:]...) {
		key := r.Product + " " + r.Setting
		if end, again := before[key]; again && end != r.Since || !again && r.Since != "" {
			t.Errorf("%s: begins at %q behind %q", key, r.Since, end)
		}
		if r.Value == "" || r.Source == "" {
			t.Errorf("%s: %+v", key, r)
		}
		before[key] = r.Before
	}
	for key, end := range before {
		if end != "" {
			t.Errorf("%s ends at %s", key, end)
		}
	}
}
