package apache_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/parsers/apache"
)

// edited applies the change that raises the floor of the first policy, and returns what becomes of the file.
func edited(text string) string {
	s := server.System(map[string]string{"httpd.conf": text})
	src := s.TLS[0].Lowest.Span.Source
	edits := apache.Edit(src, []byte(text), []facts.Change{facts.RequireFloor{Policy: s.TLS[0], Floor: facts.TLS12}})[0]
	for _, e := range slices.Backward(edits) {
		text = text[:e.Span.Start] + e.Text + text[e.Span.End:]
	}
	return text
}

func TestObsoleteVersionsAreDroppedFromAList(t *testing.T) {
	const frame = "Listen 443\n# SSLProtocol TLSv1\n<VirtualHost *:443>\nSSLEngine on\n  @\nProxyPass / http://x/\n</VirtualHost>\n"
	for before, after := range map[string]string{
		"SSLProtocol all -SSLv3":               "SSLProtocol all -SSLv3 -TLSv1 -TLSv1.1",
		"SSLProtocol all":                      "SSLProtocol all -TLSv1 -TLSv1.1",
		"SSLProtocol All -TLSv1 \r":            "SSLProtocol All -TLSv1 -TLSv1.1 \r",
		"SSLProtocol +TLSv1 +TLSv1.1 +TLSv1.2": "SSLProtocol +TLSv1.2",
		"SSLProtocol -all +TLSv1.1 +TLSv1.2":   "SSLProtocol -all +TLSv1.2",
		"SSLProtocol TLSv1.1 +TLSv1.2":         "SSLProtocol +TLSv1.2",
		"SSLProtocol +TLSv1 +TLSv1.1":          "SSLProtocol +TLSv1 +TLSv1.1", // nothing would be left
		"SSLProtocol +TLSv1.1 ${MORE}":         "SSLProtocol +TLSv1.1 ${MORE}",
		"SSLProtocol all \\\n    -SSLv3":       "SSLProtocol all \\\n    -SSLv3",
		"SSLProtocol TLSv1.2":                  "SSLProtocol TLSv1.2",
	} {
		want := strings.Replace(frame, "@", after, 1)
		if got := edited(strings.Replace(frame, "@", before, 1)); got != want {
			t.Errorf("%q became\n%s", before, got)
		}
	}
}

func TestAShadowedListIsLeftAlone(t *testing.T) {
	text := "Listen 443\nSSLEngine on\n<VirtualHost *:443>\nServerName a\nSSLProtocol TLSv1.2\n</VirtualHost>\n<VirtualHost *:443>\nServerName b\nSSLProtocol all\n</VirtualHost>\n"
	s := server.System(map[string]string{"httpd.conf": text, "version": "2.4.41"})
	for _, p := range s.TLS {
		if p.GovernedBy == nil {
			continue
		}
		if edits := apache.Edit(p.Span.Source, []byte(text), []facts.Change{facts.RequireFloor{Policy: p, Floor: facts.TLS12}})[0]; edits != nil {
			t.Errorf("%v", edits)
		}
		return
	}
	t.Error("no policy is governed by another")
}
