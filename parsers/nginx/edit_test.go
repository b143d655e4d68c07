package nginx_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/parsers/nginx"
)

// edited applies the change that raises the floor of the first policy, and returns what becomes of the file.
func edited(text string) string {
	s := server.System(map[string]string{"nginx.conf": text})
	src := s.TLS[0].Lowest.Span.Source
	edits := nginx.Edit(src, []byte(text), []facts.Change{facts.RequireFloor{Policy: s.TLS[0], Floor: facts.TLS12}})[0]
	for _, e := range slices.Backward(edits) {
		text = text[:e.Span.Start] + e.Text + text[e.Span.End:]
	}
	return text
}

func TestObsoleteVersionsAreDroppedFromAList(t *testing.T) {
	const frame = "events {}\nhttp {\n  # ssl_protocols TLSv1;\n  server { listen 443 ssl; @; }\n}\n"
	for before, after := range map[string]string{
		"ssl_protocols TLSv1 TLSv1.1 TLSv1.2 TLSv1.3":    "ssl_protocols TLSv1.2 TLSv1.3",
		"ssl_protocols TLSv1.2 TLSv1":                    "ssl_protocols TLSv1.2",
		"ssl_protocols  'TLSv1'\n\tTLSv1.2 TLSv1.1":      "ssl_protocols  TLSv1.2",
		"ssl_protocols TLSv1 TLSv1.1":                    "ssl_protocols TLSv1 TLSv1.1", // nothing would be left
		"ssl_protocols TLSv1 TLSv1.2 TLSv1.1 TLSv1.3 ":   "ssl_protocols TLSv1.2 TLSv1.3 ",
		"ssl_protocols TLSv1 $more":                      "ssl_protocols TLSv1 $more",
		"ssl_protocols TLSv1.2; ssl_protocols TLSv1.3":   "ssl_protocols TLSv1.2; ssl_protocols TLSv1.3",
		"ssl_conf_command MinProtocol TLSv1":             "ssl_conf_command MinProtocol TLSv1",
		"ssl_protocols SSLv3 TLSv1.2 # with a comment\n": "ssl_protocols TLSv1.2 # with a comment\n",
	} {
		want := strings.Replace(frame, "@", after, 1)
		if got := edited(strings.Replace(frame, "@", before, 1)); got != want {
			t.Errorf("%q became\n%s", before, got)
		}
	}
}

func TestAShadowedListIsLeftAlone(t *testing.T) {
	text := "events {} http { server { listen 443 ssl; server_name a; ssl_protocols TLSv1.2; }\nserver { listen 443 ssl; server_name b; ssl_protocols TLSv1 TLSv1.2; } }"
	s := server.System(map[string]string{"nginx.conf": text})
	for _, p := range s.TLS {
		if p.GovernedBy == nil {
			continue
		}
		if edits := nginx.Edit(p.Span.Source, []byte(text), []facts.Change{facts.RequireFloor{Policy: p, Floor: facts.TLS12}})[0]; edits != nil {
			t.Errorf("%v", edits)
		}
		return
	}
	t.Error("no policy is governed by another")
}
