package apache

import (
	"fmt"
	"strings"
	"testing"

	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/internal/goldenfacts"
	"github.com/wirevet/wirevet/parsers/input"
)

// corpus returns every file of testdata, and some broken ones.
func corpus(t testing.TB) []string {
	out := []string{
		"", "a", "a b", "<a b>", "</a>", "<a", "<", ">", "<a>x", "<a b> c", "# x", "# x \\\ny\nz", "a \\\n b", "a\\\nb c", "a\\", "a 'b", `a "b\"c"`,
		"\ufeffa b", "{{ if x }}a{{ end }}", "{% for x in y %}\na {{ x }}\n{% endfor %}", "<% if x %>\na <%= x %>\n<% end %>", "{# c #}",
		"a\r\nb\r\n", "a \\\r\nb\r\n", "<If \"%{A} > 1\">\n</If>", "a\rb", "\\\n\\\n", "<a \\\nb>\nc\n</a>", "{{", "{%", "<%", "a {{ b", "</", "<>", "<a>\n</b>\n</a>",
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
	return parse(facts.NewSource("x.conf", []byte(text)), []byte(text))
}

// shown writes statements without their places.
func shown(list []*statement) string {
	var b strings.Builder
	for _, d := range list {
		b.WriteString(d.name)
		for _, a := range d.args {
			b.WriteString("|" + a.text)
		}
		if d.section {
			b.WriteString("{" + shown(d.block) + "}")
		}
		if d.conditional != facts.NoReason {
			b.WriteByte('?')
		}
		b.WriteByte(';')
	}
	return b.String()
}

func TestWordsAsHttpdReadsThem(t *testing.T) {
	for text, want := range map[string]string{
		`A b c`:                             `a|b|c;`,
		`a 'b c' "d <e>"f`:                  `a|b c|d <e>|f;`,
		`a "b\"c\\d\n" 'e\'f' g\\h "\'"`:    "a|b\"c\\d\\n|e'f|g\\h|\\';",
		"a b#c # d":                         `a|b#c|#|d;`,
		"# a \\\nb\nc":                      `c;`,
		"a b\\\n  c \\\r\nd\r\ne\n":         `a|b|c|d;e;`,
		"a b\\\nc":                          `a|bc;`,
		"\ufeffa b":                         `a|b;`,
		"<A b>\nc\n</a>":                    `<a|b{c;};`,
		"<A \"b\">\n<C>\nd\n</C>\n</A>\ne":  `<a|b{<c{d;};};e;`,
		"<If \"%{A} > 1\">\nb\n</If>":       `<if|%{A} > 1{b;};`,
		"<A b> c\nd\n</A>":                  `<a|b{d;};`,
		"<If %{A} > 1>\n</If>":              `<if|%{A}|>|1{};`,
		"a {{ .x }}/y <%= @z %>":            `a|{{ .x }}/y|<%= @z %>;`,
		"{% if tls %}\na b\n{% endif %}\nc": `a|b?;c;`,
		"{{- if .tls }}\na b\n{{ end }}\nc": `a|b?;c;`,
		"<% if tls %>\na b\n<% end %>\nc":   `a|b?;c;`,
	} {
		f := parseText(text)
		if got := shown(f.statements); got != want {
			t.Errorf("%s: got %s, want %s", text, got, want)
		}
		for _, p := range f.problems {
			t.Errorf("%s: %s", text, p.Message)
		}
	}
}

func TestWhatIsBrokenIsAProblemAndTheRestIsRead(t *testing.T) {
	for _, c := range []struct{ text, want, problem string }{
		{"<A b>\nc", "<a|b{c;};", `1:1: expected </A>: this section is not closed`},
		{"<A b\nc\n</A>\nd", "<a|b{c;};d;", `1:1: expected > at the end of the line`},
		{"a\n</B>\nc", "a;c;", `2:1: unexpected </B>: no such section is open`},
		{"<A>\n<B>\nc\n</A>\nd", "<a{<b{c;};};d;", `2:1: expected </B> before </A>`},
		{"a 'b c\nd", "a|b c;d;", `1:3: expected a closing ': httpd takes the rest of the line`},
		{"a\x00b", "", `1:1: expected an Apache configuration, but this is no text`},
	} {
		f := parseText(c.text)
		if got := shown(f.statements); got != c.want {
			t.Errorf("%q: got %s, want %s", c.text, got, c.want)
		}
		if len(f.problems) == 0 {
			t.Errorf("%q: no problem", c.text)
			continue
		}
		at := f.problems[0].Span.Begin()
		if got := fmt.Sprintf("%d:%d: %s", at.Line, at.Column, f.problems[0].Message); got != c.problem {
			t.Errorf("%q: %s, want %s", c.text, got, c.problem)
		}
	}
}

func TestDeepNestingAndLongLinesEnd(t *testing.T) {
	deep := strings.Repeat("<A b>\n", 100_000) + strings.Repeat("</A>\n", 100_000)
	f := parseText(deep + "b c\n")
	if len(f.problems) != 1 || f.problems[0].Kind != facts.TooLarge || f.statements[len(f.statements)-1].name != "b" {
		t.Errorf("%d problems, last %s", len(f.problems), f.statements[len(f.statements)-1].name)
	}
	f = parseText("a " + strings.Repeat("b ", 1<<19) + "\nc d")
	if len(f.problems) != 1 || len(f.statements) != 2 {
		t.Errorf("%d problems, %d statements", len(f.problems), len(f.statements))
	}
}

func TestMacrosAndValuesThatGrowEnd(t *testing.T) {
	var b strings.Builder
	b.WriteString("Define v0 xxxxxxxx\n")
	for i := range 40 {
		fmt.Fprintf(&b, "Define v%d ${v%d}${v%d}\n", i+1, i, i)
	}
	b.WriteString("ServerName ${v40}\n<Macro M0>\nServerAlias x\n</Macro>\n")
	for i := range 40 {
		fmt.Fprintf(&b, "<Macro M%d>\nUse M%d\nUse M%d\n</Macro>\n", i+1, i, i)
	}
	b.WriteString("Use M40\n<VirtualHost *:80>\nProxyPass /mcp http://x/\n</VirtualHost>\n")
	src := facts.NewSource("httpd.conf", []byte(b.String()))
	out := Parse(&input.Unit{
		Files: []input.File{{Source: src, Data: []byte(b.String())}},
		Open:  func(string) (input.File, bool) { return input.File{}, false },
		Glob:  func(string) []string { return nil },
	})
	if len(out) != 1 || len(out[0].Listeners) != 1 || len(out[0].Problems) == 0 {
		t.Fatalf("%d results", len(out))
	}
}

func TestIncludesThatDoNotEndAreCutOff(t *testing.T) {
	files := map[string]string{"httpd.conf": "Include *.conf\nInclude a.conf\n"}
	for _, name := range []string{"a.conf", "b.conf", "c.conf", "d.conf", "e.conf", "f.conf", "g.conf", "h.conf", "i.conf", "j.conf"} {
		files[name] = "Include *.conf\n<VirtualHost *:80>\nProxyPass / http://x/\n</VirtualHost>\n"
	}
	u := &input.Unit{
		Open: func(name string) (input.File, bool) {
			text, ok := files[name]
			return input.File{Source: facts.NewSource(name, []byte(text)), Data: []byte(text)}, ok
		},
		Glob: func(string) []string {
			return []string{"a.conf", "b.conf", "c.conf", "d.conf", "e.conf", "f.conf", "g.conf", "h.conf", "i.conf", "j.conf", "httpd.conf"}
		},
	}
	in, _ := u.Open("httpd.conf")
	u.Files = []input.File{in}
	out := Parse(u)
	if len(out) != 1 || len(out[0].Problems) == 0 || len(out[0].Listeners) == 0 {
		t.Fatalf("%d results", len(out))
	}
}

func TestFilesThatAreNotHttpds(t *testing.T) {
	for path, text := range map[string]string{
		"app.conf":             "[server]\nport = 80\n",
		"nginx.conf":           "events {}\nhttp { server { listen 80; server_name x; location / { proxy_pass http://y; } } }\n",
		"conf.d/default.conf":  "server {\n listen 80;\n include mime.types;\n}",
		"haproxy.conf":         "frontend x\n  bind :80\n  default_backend y\n",
		"openssl.conf":         "[req]\ndistinguished_name = dn\n",
		"redis.conf":           "include /etc/redis/*.conf;\nbind 127.0.0.1\n",
		"proftpd.conf":         "<Directory ~>\n",
		"dovecot.conf":         "protocols = imap\nssl = required\n",
		"conf.d/fonts.conf":    "<?xml version=\"1.0\"?>\n<fontconfig><dir>x</dir></fontconfig>",
		"sites-enabled/x.txt":  "nothing of the kind",
		"src/httpd_conf.go":    "<VirtualHost *:80>",
		"docs/apache.md":       "<VirtualHost *:80>\n</VirtualHost>\n",
		"etc/named/named.conf": "options { listen-on port 53 { 127.0.0.1; }; };\n",
	} {
		if KnownPath(path) || CandidatePath(path) && Sniff([]byte(text)) && path != "proftpd.conf" {
			t.Errorf("%s is taken for httpd's", path)
		}
	}
	for path, text := range map[string]string{
		"deploy/httpd.conf": "", "etc/apache2/apache2.conf": "", "conf.d/mcp.conf": "<VirtualHost *:443>\n</VirtualHost>",
		"sites-available/mcp": "  ServerName x\n", "x.conf.template": "ProxyPass / http://app/\n", "mods-enabled/ssl.load": "LoadModule ssl_module x.so\n",
		"ssl.conf": "SSLProtocol all -SSLv3\r\n", "mcp.conf": "<ifmodule mod_ssl.c>\n</ifmodule>\n",
	} {
		if !KnownPath(path) && (!CandidatePath(path) || !Sniff([]byte(text))) {
			t.Errorf("%s is not taken for httpd's", path)
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, text := range corpus(f) {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		holdTokens(t, text)
		src := facts.NewSource("httpd.conf", []byte(text))
		u := &input.Unit{
			Files: []input.File{{Source: src, Data: []byte(text)}},
			Open:  func(string) (input.File, bool) { return input.File{}, false },
			Glob:  func(string) []string { return nil },
		}
		for _, out := range Parse(u) {
			for _, l := range out.Listeners {
				hold(t, l.Span, text)
			}
			for _, r := range out.Routes {
				hold(t, r.Span, text)
			}
			for _, p := range out.TLS {
				hold(t, p.Span, text)
				for _, s := range p.Suites {
					hold(t, s.Span, text)
				}
			}
			for _, p := range out.Problems {
				hold(t, p.Span, text)
				_ = p.Span.Begin()
			}
		}
	})
}

func hold(t *testing.T, s facts.Span, text string) {
	t.Helper()
	if s.Start < 0 || s.End < s.Start || s.End > len(text) {
		t.Errorf("a span from %d to %d in %d bytes", s.Start, s.End, len(text))
	}
}
