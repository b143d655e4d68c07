package rules_test

import (
	"bytes"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/wirevet/wirevet/rules"
)

// example is one fenced block of a page with a verdict, and the companion files before it.
type example struct {
	files    []exampleFile
	bad      bool
	at       string
	after    string // what stands before it, where it occurs more than once
	severity string
	line     int
	format   string // the language and name of its first file that is not wirevet.toml
}

// TestPages runs the examples of every rule's page through the whole engine, with that rule alone.
func TestPages(t *testing.T) {
	for _, rule := range rules.All() {
		for _, e := range readPage(t, rule) {
			t.Run(fmt.Sprintf("%s/line %d", rule.ID, e.line), func(t *testing.T) {
				needsModes(t, e.files)
				found, asked := lint(t, rule, e.files)
				if asked == 0 {
					t.Fatal("the rule was never asked: no fact that it looks at came out of this example")
				}
				checkExample(t, rule, e, found)
			})
		}
	}
}

func checkExample(t *testing.T, rule *rules.Rule, e example, found []*rules.Finding) {
	t.Helper()
	if !e.bad {
		for _, f := range found {
			t.Errorf("%s: %s", place(f), f.Message)
		}
		return
	}
	if len(found) != 1 {
		for _, f := range found {
			t.Logf("%s: %s", place(f), f.Message)
		}
		t.Fatalf("%d findings, want one", len(found))
	}
	f := found[0]
	want := e.severity
	if want == "" {
		want = rule.Severity.String()
	}
	if f.Severity.String() != want {
		t.Errorf("severity %s, want %s", f.Severity, want)
	}
	text := credentials.Replace(e.files[len(e.files)-1].text)
	at := credentials.Replace(e.at)
	if n := strings.Count(text, e.after+at); n != 1 {
		t.Fatalf("after=%q at=%q occurs %d times in the example", e.after, e.at, n)
	}
	start := strings.Index(text, e.after+at) + len(e.after)
	from, to := f.Span.Start, f.Span.End
	if quoted := text[from:to]; len(quoted) == len(at)+2 && strings.ContainsAny(quoted[:1], `"'`) {
		from, to = from+1, to-1
	}
	if from != start || to != start+len(at) {
		t.Errorf("underlines %q, want %q", text[f.Span.Start:f.Span.End], at)
	}
	checkWording(t, f)
	checkAdvice(t, e.format, f)
}

// settings are words by which one kind of file says what another says by other words.
var settings = map[string][]string{
	"nginx":                {"ssl_protocols", "proxy_ssl_", "add_header"},
	"apache":               {"SSLProtocol", "SSLProxy", "SSLVerifyClient"},
	"haproxy":              {"ssl-min-ver", "ca-file"},
	"caddyfile":            {"tls_trust_pool"},
	"yaml traefik.yml":     {"rootCAs", "minVersion", "accessLog"},
	"yaml dynamic/mcp.yml": {"rootCAs", "minVersion", "accessLog"},
	"yaml envoy.yaml":      {"trusted_ca", "tls_minimum_protocol_version"},
	"go":                   {"RootCAs", "SSL_CERT_FILE"},
	"json":                 {"NODE_EXTRA_CA_CERTS", "SSL_CERT_FILE"},
}

// checkAdvice holds the advice of a finding to the words of the kind of file that it is about.
func checkAdvice(t *testing.T, format string, f *rules.Finding) {
	t.Helper()
	language, _, _ := strings.Cut(format, " ")
	own := slices.Concat(settings[format], settings[language])
	if len(own) == 0 {
		return
	}
	for _, words := range settings {
		for _, word := range words {
			if strings.Contains(f.Help, word) && !slices.Contains(own, word) {
				t.Errorf("advice of another kind of file: %s", f.Help)
			}
		}
	}
}

// checkWording holds a finding's sentence to the style of the house.
func checkWording(t *testing.T, f *rules.Finding) {
	t.Helper()
	for _, banned := range []string{"should", "potential", "!", "please"} {
		if strings.Contains(f.Message, banned) {
			t.Errorf("message says %q: %s", banned, f.Message)
		}
	}
	if strings.HasSuffix(f.Message, ".") || f.Label == "" || len(strings.Fields(f.Label)) > 6 || f.Help == "" {
		t.Errorf("message %q, label %q, help %q", f.Message, f.Label, f.Help)
	}
}

// headings are the parts of a page, in their order.
var headings = []string{"## Why", "## Flagged", "## Not flagged", "## Fix", "## References"}

func readPage(t *testing.T, rule *rules.Rule) []example {
	t.Helper()
	data, err := os.ReadFile("docs/" + rule.ID + ".md") // with the marks in it
	if err != nil {
		t.Fatal(err)
	}
	page := string(data)
	lines := strings.Split(page, "\n")
	if lines[0] != "# "+rule.ID {
		t.Errorf("%s: the page begins with %q", rule.ID, lines[0])
	}
	last := -1
	for _, h := range headings {
		i := strings.Index(page, "\n"+h+"\n")
		if i < last || i < 0 {
			t.Errorf("%s: %q is missing or out of order", rule.ID, h)
		}
		last = i
	}
	var out []example
	var files, shared []exampleFile // those of this example, and of all that follow under its heading
	good, bad := 0, 0
	format := ""
	formats := map[string]int{} // by the language and name of an example's first file that is not wirevet.toml
	for i := 0; i < len(lines); i++ {
		if strings.HasPrefix(lines[i], "## ") {
			shared = nil
		}
		head, fence := strings.CutPrefix(lines[i], "```")
		if !fence || head == "" {
			continue
		}
		name, ok := attribute(head, "file")
		if !ok {
			t.Errorf("%s:%d: an example needs file=", rule.ID, i+1)
			continue
		}
		forAll := strings.Contains(" "+head+" ", " shared ")
		if !forAll && (format == "" || format == "toml wirevet.toml") {
			language, _, _ := strings.Cut(head, " ")
			format = language + " " + name
		}
		var text bytes.Buffer
		begin := i + 1
		for i++; i < len(lines) && lines[i] != "```"; i++ {
			if strings.HasPrefix(lines[i], "```") {
				t.Errorf("%s:%d: the example before this line has no end", rule.ID, i+1)
			}
			text.WriteString(lines[i] + "\n")
		}
		if forAll {
			shared = append(shared, fileOf(t, name, head, text.String()))
			continue
		}
		files = append(files, fileOf(t, name, head, text.String()))
		e := example{files: slices.Concat(shared, files), line: begin, format: format}
		e.at, _ = attribute(head, "at")
		e.after, _ = attribute(head, "after")
		e.severity, _ = attribute(head, "severity")
		for _, word := range strings.Fields(head) {
			switch word {
			case "bad":
				e.bad = true
				bad++
			case "good":
				good++
			}
		}
		if e.bad || strings.Contains(" "+head+" ", " good ") {
			out = append(out, e)
			files = nil
			formats[format]++
			format = ""
		}
	}
	if good == 0 || bad == 0 {
		t.Errorf("%s: the page has %d bad and %d good examples; it needs both", rule.ID, bad, good)
	}
	for format, n := range formats {
		if n > 6 {
			t.Errorf("%s: the page has %d examples of %s; six at most", rule.ID, n, format)
		}
	}
	return out
}
