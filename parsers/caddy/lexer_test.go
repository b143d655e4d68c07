package caddy

import (
	"strings"
	"testing"

	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/internal/goldenfacts"
	"github.com/wirevet/wirevet/parsers/input"
)

// corpus returns every file of testdata, and some broken ones.
func corpus(t testing.TB) []string {
	out := []string{
		"", "a", "a {", "}", "{", "{\n}", "a 'b", `a "b\"c" d`, "a `b\nc` d", "a \\\n b", "a \\\r\n b", "# x", "a #b", "a#b", "\ufeffa",
		"a {$X}", "a {$X:b c} d", "a {$", "a <<X\nb\nX c", "a <<X\n  b\n  X", "a <<X\nb", "a <<", "a \\<<X\nb", "{{ x }} {\n}", "{% if x %}a{% endif %}",
		"{# c #} a", "a\r\n{\r\n", "a {\nb {\nc\n}\n}\n", "(s) {\n{args[0]} {block}\n}\nimport s a {\nb\n}\n", "a,\nb {\n}\n", "&(r) {\n}\n",
		"a {\nimport a\n}\n", "(a) {\nimport a\n}\nb {\nimport a\n}\n", "a {\nx\n} b\n", `{"apps": {"http": {"servers": {"x": {"listen": [":1"]}}}}}`,
	}
	for _, f := range goldenfacts.Texts(t) {
		out = append(out, string(f.Data))
	}
	return out
}

func TestTokensTogetherAreTheFile(t *testing.T) {
	for _, text := range corpus(t) {
		holdTokens(t, text)
	}
}

func holdTokens(t *testing.T, text string) {
	t.Helper()
	l := lexer{text: text}
	var b strings.Builder
	at := 0
	for {
		token, more := l.next()
		if !more {
			break
		}
		if token.start != at || token.end <= token.start {
			t.Fatalf("%q: a token from %d to %d behind %d", text, token.start, token.end, at)
		}
		at = token.end
		b.WriteString(text[token.start:token.end])
	}
	if b.String() != text {
		t.Errorf("%q became %q", text, b.String())
	}
}

func parseText(text string) *file {
	return parse(facts.NewSource("Caddyfile", []byte(text)), []byte(text))
}

// shown writes segments without their places.
func shown(list []*segment) string {
	var b strings.Builder
	for _, s := range list {
		for i, w := range s.words {
			if i > 0 {
				b.WriteByte('|')
			}
			b.WriteString(w.text)
			if w.unknown != facts.NoReason {
				b.WriteByte('?')
			}
		}
		if s.blocked {
			b.WriteString("{" + shown(s.block) + "}")
		}
		b.WriteByte(';')
	}
	return b.String()
}

func TestWordsAsCaddyReadsThem(t *testing.T) {
	for text, want := range map[string]string{
		"a b c":                         "a|b|c;",
		"a \"b c\" `d \"e\"`":           `a|b c|d "e";`,
		`a "b\"c\d"`:                    `a|b"c\d;`,
		"a \"b\nc\" d\ne":               "a|b\nc|d;e;",
		"a b#c # d":                     "a|b#c;",
		"a \\\n  b\nc":                  "a|b;c;",
		"a b\\\nc":                      "a|b|c;",
		"a {\n\tb {\n\t\tc\n\t}\n}\n":   "a{b{c;};};",
		"a \"{\"\n":                     "a|{;",
		"a {$X}":                        "a|{$X}?;",
		"a {$X:b}c":                     "a|bc;",
		"a {$X:b c} d":                  "a|b|c|d;",
		"a \"{$X:b c}\"":                "a|b c;",
		"a {env.X}":                     "a|{env.X};",
		"a <<E\n\tb {\n\t\tc\n\tE d\ne": "a|b {\n\tc|d;e;",
		"a <<E\nE\nb":                   "a|;b;",
		"a << b":                        "a|<<|b;",
		"a \\<<E\nb":                    "a|<<E;b;",
		"a,\nb {\nc\n}":                 "a,|b{c;};",
		"\ufeffa\r\nb\r\n":              "a;b;",
		"{{ x }} {\n\ty {{ z }}\n}":     "{{ x }}?{y|{{ z }}?;};",
		"a {\n{% if x %}\nb c\n{% endif %}\nd\n}": "a{b|c?;d;};",
		"a {\n}\nb {\n}": "a{};b{};",
	} {
		f := parseText(text)
		if got := shown(f.lines); got != want {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
		for _, p := range f.problems {
			t.Errorf("%q: %s", text, p.Message)
		}
	}
}

func TestCredentialsOfACaddyfileAreHidden(t *testing.T) {
	secret := strings.Repeat("Tq7", 8) + "x9"
	for _, text := range []string{
		"a {\n\tbasic_auth {\n\t\tbob " + secret + "\n\t}\n}",
		"a {\n\treverse_proxy b {\n\t\theader_up Authorization \"Bearer " + secret + "\"\n\t}\n}",
		"a {\n\t@x not header X-Api-Key " + secret + "\n\trespond @x 401\n}",
		"a {\n\ttls {\n\t\tdns cloudflare {\n\t\t\tapi_token " + secret + "\n\t\t}\n\t}\n}",
		"{\n\tacme_eab {\n\t\tkey_id x\n\t\tmac_key " + secret + "\n\t}\n}",
	} {
		f := parseText(text)
		if shown := f.src.Text(f.src.All()); strings.Contains(shown, secret) {
			t.Errorf("it is shown:\n%s", shown)
		}
	}
	json := `{"apps": {"http": {"servers": {"a": {"routes": [{"handle": [{"handler": "authentication", "password": "` + secret + `"}]}]}}}}}`
	src := facts.NewSource("caddy.json", []byte(json))
	parseJSON(src, []byte(json))
	if strings.Contains(src.Text(src.All()), secret) {
		t.Error("it is shown in JSON")
	}
}

func FuzzParse(f *testing.F) {
	for _, text := range corpus(f) {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		holdTokens(t, text)
		src := facts.NewSource("Caddyfile", []byte(text))
		in := input.File{Source: src, Data: []byte(text)}
		all := Parse(&input.Unit{
			Files: []input.File{in},
			Open:  func(path string) (input.File, bool) { return in, path == "Caddyfile" },
			Glob:  func(string) []string { return []string{"Caddyfile"} },
		})
		for _, x := range all {
			for _, p := range x.Problems {
				if p.Span.Start < 0 || p.Span.End > len(text) || p.Span.Start > p.Span.End {
					t.Errorf("a problem from %d to %d of %d", p.Span.Start, p.Span.End, len(text))
				}
			}
			for _, r := range x.Routes {
				if r.Span.Start < 0 || r.Span.End > len(text) || r.Span.Start > r.Span.End {
					t.Errorf("a route from %d to %d of %d", r.Span.Start, r.Span.End, len(text))
				}
			}
		}
	})
}
