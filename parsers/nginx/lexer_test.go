package nginx

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
		"", "a", "a;", "a{}", "}", "{", ";", "a 'b", `a "b\"c";`, "a b\\;c;", "# x", "a{b{c{d;}}}", "a ${b}c;", "a b{c;", "\ufeffa;",
		"{{ if x }}a;{{ end }}", "{% for x in y %}a {{ x }};{% endfor %}", "<% if x %>a <%= x %>;<% end %>", "{# c #}",
		"content_by_lua_block { local s = \"}\" -- }\n if x then y = {1} end --[[ } ]] z = [=[ } ]=] }",
		"content_by_lua_block { never", "a\r\nb;\r\n", "a 'x'y;", "server{listen 80;}", "a }b;", "{{", "{%", "<%", "a {{ b",
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

// shown writes directives without their places.
func shown(list []*statement) string {
	var b strings.Builder
	for _, d := range list {
		b.WriteString(d.name.text)
		for _, a := range d.args {
			b.WriteString("|" + a.text)
		}
		if d.blocked {
			b.WriteString("{" + shown(d.block) + "}")
		}
		if d.conditional {
			b.WriteByte('?')
		}
		b.WriteByte(';')
	}
	return b.String()
}

func TestWordsAsNginxReadsThem(t *testing.T) {
	for text, want := range map[string]string{
		`a b c;`:                          `a|b|c;`,
		`a 'b c' "d;e{f}";`:               `a|b c|d;e{f};`,
		`a "b\"c\\d\ne\.f";`:              "a|b\"c\\d\ne\\.f;",
		`a b#c; # d; e`:                   `a|b#c;`,
		`a ${x}y{b;}`:                     `a|${x}y{b;};`,
		`a x${y};`:                        `a|x${y};`,
		"a\n  b\r\n\tc ;":                 `a|b|c;`,
		`location ~ "\.php{2}$" {b;}`:     `location|~|\.php{2}${b;};`,
		`a b\;c;`:                         `a|b\;c;`,
		`map $a $b { default 0; x 1; }`:   `map|$a|$b{default|0;x|1;};`,
		"\ufeffa b;":                      `a|b;`,
		`return 200 '{"a": 1}';`:          `return|200|{"a": 1};`,
		`server_name {{ domain }};`:       `server_name|{{ domain }};`,
		`listen <%= @port %> ssl;`:        `listen|<%= @port %>|ssl;`,
		`{% if tls %}a b;{% endif %}c;`:   `a|b?;c;`,
		`{{- if .tls }}a b;{{ end }}c;`:   `a|b?;c;`,
		`<% if tls %>a b;<% end %> c;`:    `a|b?;c;`,
		`a {{ .x }}/y {b {{.z}};}`:        `a|{{ .x }}/y{b|{{.z}};};`,
		`x_by_lua_block { a = "}" } b c;`: `x_by_lua_block{};b|c;`,
	} {
		f := parseText(text)
		if got := shown(f.directives); got != want {
			t.Errorf("%s: got %s, want %s", text, got, want)
		}
		for _, p := range f.problems {
			t.Errorf("%s: %s", text, p.Message)
		}
	}
}

func TestWhatIsBrokenIsAProblemAndTheRestIsRead(t *testing.T) {
	for _, c := range []struct{ text, want, problem string }{
		{"a b", "a|b;", `1:1: expected ";" behind the last directive`},
		{"a { b;", "a{b;};", `1:1: expected "}": the block of "a" is not closed`},
		{"a; } b;", "a;b;", `1:4: unexpected "}": no block is open`},
		{"a { b c } d;", "a{b|c;};d;", `1:5: expected ";" before "}"`},
		{"a 'b;\nc d;", "a|b;c|d;", `1:3: expected a closing '`},
		{";a;", "a;", `1:1: expected a directive, found ";"`},
		{"{ a; }", "{a;};", `1:1: expected a directive, found "{"`},
		{"s_by_lua_block { x", "s_by_lua_block{};", `1:1: expected "}": this Lua block is not closed`},
		{"a\x00b", "", `1:1: expected an nginx configuration, but this is no text`},
	} {
		f := parseText(c.text)
		if got := shown(f.directives); got != c.want {
			t.Errorf("%q: got %s, want %s", c.text, got, c.want)
		}
		if len(f.problems) == 0 {
			t.Errorf("%q: no problem", c.text)
			continue
		}
		at := f.problems[0].Span.Begin()
		if got := place(at) + f.problems[0].Message; got != c.problem {
			t.Errorf("%q: %s, want %s", c.text, got, c.problem)
		}
	}
}

func place(p facts.Position) string {
	return strings.Join([]string{digits(p.Line), digits(p.Column), " "}, ":")
}

func digits(n int) string { return string(rune('0' + n)) }

func TestDeepNestingAndLongLinesEnd(t *testing.T) {
	deep := strings.Repeat("a {", 100_000) + strings.Repeat("}", 100_000)
	f := parseText(deep + " b c;")
	if len(f.problems) != 1 || f.problems[0].Kind != facts.TooLarge || f.directives[len(f.directives)-1].name.text != "b" {
		t.Errorf("%d problems, last %s", len(f.problems), f.directives[len(f.directives)-1].name.text)
	}
	f = parseText("a " + strings.Repeat("b ", 1<<19) + "; c d;")
	if len(f.problems) != 1 || len(f.directives) != 2 {
		t.Errorf("%d problems, %d directives", len(f.problems), len(f.directives))
	}
}

func TestIncludesThatDoNotEndAreCutOff(t *testing.T) {
	files := map[string]string{"nginx.conf": "http { include *.conf; include a.conf; }"}
	for _, name := range []string{"a.conf", "b.conf", "c.conf", "d.conf", "e.conf", "f.conf", "g.conf", "h.conf", "i.conf", "j.conf"} {
		files[name] = "include *.conf; server { listen 80; }"
	}
	u := &input.Unit{
		Open: func(name string) (input.File, bool) {
			text, ok := files[name]
			return input.File{Source: facts.NewSource(name, []byte(text)), Data: []byte(text)}, ok
		},
		Glob: func(string) []string {
			return []string{"a.conf", "b.conf", "c.conf", "d.conf", "e.conf", "f.conf", "g.conf", "h.conf", "i.conf", "j.conf", "nginx.conf"}
		},
	}
	in, _ := u.Open("nginx.conf")
	u.Files = []input.File{in}
	out := Parse(u)
	if len(out) != 1 || len(out[0].Problems) == 0 || len(out[0].Listeners) == 0 {
		t.Fatalf("%d results", len(out))
	}
}

func TestFilesThatAreNotNginx(t *testing.T) {
	for path, text := range map[string]string{
		"app.conf":             "[server]\nport = 80\n",
		"supervisord.conf":     "[program:nginx]\ncommand=nginx -g 'daemon off;'\n",
		"squid.conf":           "http_port 3128\nacl localnet src 10.0.0.0/8\n",
		"application.conf":     "server {\n  port = 8080\n  host = \"x\"\n}\n" + "akka.http.server { idle-timeout = 60s }\n",
		"redis.conf":           "bind 127.0.0.1\nport 6379\n",
		"logstash.conf":        "input { beats { port => 5044 } }\n",
		"apache.conf":          "<VirtualHost *:443>\n  ServerName x\n  ProxyPass / http://y/\n</VirtualHost>\n",
		"openssl.conf":         "[req]\ndistinguished_name = dn\n",
		"haproxy.conf":         "frontend x\n  bind :80\n  default_backend y\n",
		"dhcpd.conf":           "subnet 10.0.0.0 netmask 255.0.0.0 { range 10.0.0.1 10.0.0.9; }\n",
		"nginx.conf.bak":       "server { listen 80; }",
		"src/nginx_conf.go":    "server { listen 80; }",
		"staticcheck.conf":     "checks = [\"all\"]\n",
		"conf.d/fonts.conf":    "<?xml version=\"1.0\"?><fontconfig/>",
		"etc/named/named.conf": "options { listen-on port 53 { 127.0.0.1; }; };\n",
	} {
		if KnownPath(path) || CandidatePath(path) && Sniff([]byte(text)) {
			t.Errorf("%s is taken for nginx's", path)
		}
	}
	for path, text := range map[string]string{
		"deploy/nginx.conf": "", "conf.d/default.conf": "server {\n listen 80;\n}", "sites-available/mcp": "server { listen 80; }",
		"x.conf.template": "upstream app { server app:80; }", "mcp.nginx": "location /mcp {\n proxy_pass http://x;\n}",
		"ssl.conf": "ssl_protocols TLSv1.2;\n",
	} {
		if !KnownPath(path) && (!CandidatePath(path) || !Sniff([]byte(text))) {
			t.Errorf("%s is not taken for nginx's", path)
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, text := range corpus(f) {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		holdTokens(t, text)
		src := facts.NewSource("nginx.conf", []byte(text))
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
