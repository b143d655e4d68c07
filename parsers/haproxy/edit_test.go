package haproxy_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/parsers/haproxy"
)

// edited applies the change that raises the floor of the first policy, and returns what becomes of the file.
func edited(text string) string {
	s := server.System(map[string]string{"haproxy.cfg": text})
	edits := haproxy.Edit(s.TLS[0].Lowest.Span.Source, []byte(text), []facts.Change{facts.RequireFloor{Policy: s.TLS[0], Floor: facts.TLS12}})[0]
	for _, e := range slices.Backward(edits) {
		text = text[:e.Span.Start] + e.Text + text[e.Span.End:]
	}
	return text
}

func TestTheFloorIsRaised(t *testing.T) {
	const frame = "global\n  ssl-default-bind-options %\ndefaults\n  mode http\nfrontend mcp\n  bind :443 ssl crt a.pem @ # ssl-min-ver TLSv1.0\n"
	for before, after := range map[string]string{
		"ssl-min-ver TLSv1.0":                      "ssl-min-ver TLSv1.2",
		"ssl-min-ver TLSv1.1 alpn h2":              "ssl-min-ver TLSv1.2 alpn h2",
		"ssl-min-ver TLSv1.0 ssl-max-ver TLSv1.1":  "ssl-min-ver TLSv1.0 ssl-max-ver TLSv1.1", // nothing would be left
		"ssl-min-ver TLSv1.0 ssl-max-ver TLSv1.2":  "ssl-min-ver TLSv1.2 ssl-max-ver TLSv1.2",
		"force-tlsv11":                             "force-tlsv11",
		`ssl-min-ver "$FLOOR"`:                     `ssl-min-ver "$FLOOR"`,
		"no-sslv3":                                 "no-sslv3",
		"ssl-min-ver TLSv1.0 ssl-min-ver TLSv1.1 ": "ssl-min-ver TLSv1.0 ssl-min-ver TLSv1.2 ",
		"ssl-max-ver TLSv1.1":                      "ssl-max-ver TLSv1.1",
	} {
		for _, mark := range []string{"@", "%"} {
			text := strings.Replace(frame, mark, before, 1)
			text = strings.NewReplacer("@", "", "%", "no-tls-tickets").Replace(text)
			want := strings.Replace(frame, mark, after, 1)
			want = strings.NewReplacer("@", "", "%", "no-tls-tickets").Replace(want)
			if got := edited(text); got != want {
				t.Errorf("%q became\n%s", before, got)
			}
		}
	}
}
