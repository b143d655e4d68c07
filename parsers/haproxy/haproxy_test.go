package haproxy

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
		"", "a", "\ufeffglobal", "global\r\n  log stdout\r\n", "frontend x\n bind :1 ssl crt 'a", `frontend x
 bind "${A-b`, "frontend x\n bind \"$\"", "a \\", "a \\x4", "a \\x41\\ b", "# x", "frontend é\n bind ü:80 # ö\n", "listen a\n bind :1\n server b",
		"frontend x\n use_backend y if { path } || !{ path_beg } or ! { }\n", "frontend x\n http-request\n redirect\n tcp-request\n",
		".if\n.elif\n.else\n.else\n.endif\n.endif\n", "{% if x %}\nglobal\n{% endif %}\n{{ a }}\n", "listen a\n bind a@b@c:1,,:2\n server x y ssl sni\n default-server\n",
		"global\n ssl-default-bind-options ssl-min-ver\n ssl-default-bind-ciphers\n tune.ssl.default-dh-param 9999999999999999999\n",
		"frontend x\n bind :1 ssl crt-list list [a\n http-response set-header\n acl\n acl x\n acl y hdr(\n use_backend z if x y {\n",
	}
	for _, f := range goldenfacts.Texts(t) {
		out = append(out, string(f.Data))
	}
	return out
}

// TestWordsAreTheLine holds that what lies between the words of a line is blank, or its comment: together they are its bytes.
func TestWordsAreTheLine(t *testing.T) {
	for _, text := range corpus(t) {
		holdWords(t, text)
	}
}

func holdWords(t *testing.T, text string) {
	t.Helper()
	at := 0
	for raw := range strings.Lines(text) {
		end := at + len(strings.TrimSuffix(raw, "\n"))
		l := lexer{text: text, at: at, end: end, variable: func(string) (string, bool) { return "", false }}
		words, comment := l.words(nil)
		from := at
		for _, w := range words {
			if w.start < from || w.end <= w.start || w.end > end {
				t.Fatalf("%q: a word from %d to %d behind %d", raw, w.start, w.end, from)
			}
			if gap := text[from:w.start]; strings.Trim(gap, " \t\r\v\f") != "" {
				t.Fatalf("%q: %q belongs to no word", raw, gap)
			}
			from = w.end
		}
		if comment >= 0 {
			if text[comment] != '#' || strings.Trim(text[from:comment], " \t\r\v\f") != "" {
				t.Fatalf("%q: a comment at %d", raw, comment)
			}
		} else if rest := text[from:end]; strings.Trim(rest, " \t\r\v\f") != "" {
			t.Fatalf("%q: %q belongs to no word", raw, rest)
		}
		at += len(raw)
	}
}

func TestQuotesEscapesAndVariables(t *testing.T) {
	for text, want := range map[string]string{
		`a b`:                            "a|b",
		"a\tb  c # d":                    "a|b|c",
		`a#b`:                            "a",
		`a\#b`:                           "a#b",
		`a\ b`:                           "a b",
		`"a b"'c d'`:                     "a bc d",
		`'a\nb' "a\nb"`:                  "a\\nb|a\nb",
		`\x41\x42`:                       "AB",
		`'$X' \$X "\$X" $X`:              `$X|\$X|$X|$X`,
		`"$NAME" "${NAME}" "${NAME[*]}"`: "value|value|value",
		`"${NONE-fall back}"`:            "fall back",
		`"${NAME-fallback}"`:             "value",
		`\1 \d`:                          `\1|\d`,
		`{ path_reg ^/a(b|c)$ }`:         "{|path_reg|^/a(b|c)$|}",
	} {
		l := lexer{text: text, end: len(text), variable: func(name string) (string, bool) { return "value", name == "NAME" }}
		words, _ := l.words(nil)
		if got := strings.Join(texts(words), "|"); got != want || len(l.faults) > 0 {
			t.Errorf("%s is %q, want %q; %v", text, got, want, l.faults)
		}
	}
}

func TestCredentialsAreMasked(t *testing.T) {
	// Each of them is made up, and none has the shape of a real one.
	secrets := []string{"madeUpPassword1", "$5$madeUpSalt$madeUpHash", "admin:madeUpPassword2", "madeUpApiKey12345", "madeUpBearer12345", "madeUpPassphrase"}
	text := `
userlist u
    user a insecure-password ` + secrets[0] + `
    user b password ` + secrets[1] + `
listen x
    stats auth ` + secrets[2] + `
    bind :443 ssl ca-sign-file a ca-sign-pass ` + secrets[5] + `
    http-request deny unless { req.hdr(x-api-key) -m str ` + secrets[3] + ` }
    http-request set-header Authorization "Bearer ` + secrets[4] + `"
`
	src := facts.NewSource("haproxy.cfg", []byte(text))
	Parse(&input.Unit{Files: []input.File{{Source: src, Data: []byte(text)}}})
	shown := src.All().Text()
	for _, secret := range secrets {
		if strings.Contains(shown, secret) {
			t.Errorf("%s is shown", secret)
		}
	}
	for _, kept := range []string{"req.hdr(x-api-key)", "user b password", "set-header Authorization"} {
		if !strings.Contains(shown, kept) {
			t.Errorf("%s is hidden", kept)
		}
	}
}

func TestFilesAreRecognised(t *testing.T) {
	const cfg = "defaults\n  mode http\nfrontend x\n  bind :80\n"
	for name, text := range map[string]string{
		"haproxy.cfg": cfg, "conf.d/10-front.cfg": "frontend x\n\tbind :80\n", "haproxy.cfg.j2": cfg, "haproxy.conf": cfg, "lb.cfg": "global\n  maxconn 100\n",
	} {
		if !KnownPath(name) && (!CandidatePath(name) || !Sniff([]byte(text))) {
			t.Errorf("%s is not taken for HAProxy's", name)
		}
	}
	for name, text := range map[string]string{
		"setup.cfg":  "[metadata]\nname = x\n[options]\npackages = find:\n",
		"nginx.conf": "events {}\nhttp { server { listen 80; } }\n",
		"tox.cfg":    "[global]\nmode = http\n",
		"zoo.cfg":    "tickTime=2000\nserver.1=a:2888:3888\n",
		"notes.md":   cfg,
		"nagios.cfg": "define host {\n  use generic\n}\n",
	} {
		if KnownPath(name) || CandidatePath(name) && Sniff([]byte(text)) {
			t.Errorf("%s is taken for HAProxy's", name)
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, text := range corpus(f) {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		holdWords(t, text)
		src := facts.NewSource("haproxy.cfg", []byte(text))
		u := &input.Unit{
			Files: []input.File{{Source: src, Data: []byte(text)}},
			Open: func(name string) (input.File, bool) {
				return input.File{Source: facts.NewSource(name, []byte(text)), Data: []byte(text)}, true
			},
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
				hold(t, p.Verify.Span, text)
				hold(t, p.Lowest.Span, text)
				for _, s := range p.Suites {
					hold(t, s.Span, text)
				}
			}
			for _, p := range out.Problems {
				hold(t, p.Span, text)
			}
		}
	})
}

func hold(t *testing.T, s facts.Span, text string) {
	t.Helper()
	if s.Start < 0 || s.End < s.Start || s.End > len(text) {
		t.Fatalf("a span from %d to %d of %d bytes", s.Start, s.End, len(text))
	}
}
