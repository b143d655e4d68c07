package tree

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/wirevet/wirevet/facts"
)

// corpus is a folder of real configuration files beside the repository; the tests that use it skip without it.
const corpus = "../../../shared/corpus"

// checkTree holds for every tree: spans lie inside the file, inside their parent and on rune boundaries, siblings
// do not overlap, and every byte of a word points into its scalar.
func checkTree(t *testing.T, data []byte, doc *Doc) {
	t.Helper()
	src := facts.NewSource("x", data)
	inFile := func(what string, start, end int) {
		if start < 0 || end < start || end > len(data) {
			t.Fatalf("%s: [%d,%d) lies outside of %d bytes", what, start, end, len(data))
		}
		for _, at := range []int{start, end} {
			if utf8.Valid(data) && at < len(data) && !utf8.RuneStart(data[at]) {
				t.Fatalf("%s: offset %d is inside a character", what, at)
			}
		}
	}
	var walk func(n *Node)
	walk = func(n *Node) {
		inFile("value", n.Start, n.End)
		if n.Kind == String {
			w := n.Word(src)
			inFile("word", w.Start, w.End)
			if w.Offsets != nil && len(w.Offsets) != len(w.Text) {
				t.Fatalf("word %q has %d offsets", w.Text, len(w.Offsets))
			}
			for i := range w.Text {
				if at := w.Offset(i); at < n.Start || at > n.End {
					t.Fatalf("word %q: byte %d is at %d, outside of [%d,%d)", w.Text, i, at, n.Start, n.End)
				}
			}
		}
		for _, m := range n.Members {
			inFile("key", m.KeyStart, m.KeyEnd)
			walk(m.Value)
		}
		for _, item := range n.Items {
			walk(item)
		}
	}
	for _, root := range doc.Roots {
		walk(root)
	}
	for _, r := range doc.Comments {
		inFile("comment", r.Start, r.End)
	}
	for _, p := range doc.Problems {
		inFile("problem", p.Start, p.End)
	}
}

func syntaxByName(file string) Syntax {
	switch filepath.Ext(file) {
	case ".yaml", ".yml":
		return YAML
	case ".toml":
		return TOML
	}
	return JSON
}

func TestRealFilesKeepTheirPlaces(t *testing.T) {
	if testing.Short() {
		t.Skip("a minute with the race detector, for one goroutine")
	}
	if _, err := os.Stat(corpus); err != nil {
		t.Skip("no corpus beside the repository")
	}
	values := 0
	err := filepath.Walk(corpus, func(file string, info os.FileInfo, err error) error {
		if err != nil || info.IsDir() {
			return err
		}
		switch filepath.Ext(file) {
		case ".json", ".jsonc", ".yaml", ".yml", ".toml":
		default:
			return nil
		}
		data, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		doc := Parse(data, syntaxByName(file))
		checkTree(t, data, doc)
		for _, root := range doc.Roots {
			values += checkScalars(t, file, data, root)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%d scalars stand where the tree says", values)
}

// checkScalars compares plain scalars with the bytes that they point at.
func checkScalars(t *testing.T, file string, data []byte, n *Node) int {
	count := 0
	for _, m := range n.Members {
		key := strings.Trim(string(data[m.KeyStart:m.KeyEnd]), `"'`)
		if !strings.ContainsAny(key, `\'`) && key != m.Key {
			t.Errorf("%s: key %q points at %q", file, m.Key, key)
		}
		count += checkScalars(t, file, data, m.Value)
	}
	for _, item := range n.Items {
		count += checkScalars(t, file, data, item)
	}
	if n.Kind == String && n.written == nil {
		count++
		raw := string(data[n.Start:n.End])
		if raw != n.Text && raw != `"`+n.Text+`"` && raw != `'`+n.Text+`'` {
			t.Errorf("%s: %q points at %q", file, n.Text, raw)
		}
	}
	return count
}

func TestExactBytes(t *testing.T) {
	const path = "a.b"
	for _, c := range []struct {
		name   string
		syntax Syntax
		text   string
		value  string // decoded
		raw    string // as written
	}{
		{"json", JSON, `{"a": {"b": "x y"}}`, "x y", `"x y"`},
		{"json behind a byte order mark", JSON, "\ufeff{\"a\": {\"b\": \"é\"}}", "é", `"é"`},
		{"json with escapes", JSON, `{"a": {"b": "a\u00e9\n"}}`, "aé\n", `"a\u00e9\n"`},
		{"json, the last of equal keys", JSON, `{"a": {"b": 1, "b": "two"}}`, "two", `"two"`},
		{"json with comments", JSON, "{// c\n\t\"a\": {/* d */ \"b\": \"z\",},\r\n}", "z", `"z"`},
		{"yaml plain", YAML, "a:\n  b: x y # c\n", "x y", "x y"},
		{"yaml single", YAML, "a:\n  b: 'it''s'\n", "it's", "'it''s'"},
		{"yaml double", YAML, "a:\r\n  b: \"t\\tκ\"\r\n", "t\tκ", `"t\tκ"`},
		{"yaml anchored", YAML, "κ: &x {c: 1}\na: {b: &n !!str word}\n", "word", "word"},
		{"yaml alias", YAML, "d: &n word\na: {b: *n}\n", "word", "word"},
		{"yaml merge", YAML, "d: &n {b: word}\na: {<<: *n}\n", "word", "word"},
		{"yaml block", YAML, "a:\n  b: |\n    one\n    two\nc: 1\n", "one\ntwo\n", "|\n    one\n    two"},
		{"yaml flow", YAML, "a: {b: [x], c: y}\n", "", "[x]"},
		{"toml table", TOML, "# c\n[a]\nb = \"x\"\n", "x", `"x"`},
		{"toml dotted", TOML, "a.b = 'x'\r\n", "x", `'x'`},
		{"toml inline", TOML, "a = { c = 1, b = \"\\u00e9x\" }\n", "éx", `"\u00e9x"`},
		{"toml array", TOML, "[a]\nb = [ # c ]\n 1, 2 ]\n", "", "[ # c ]\n 1, 2 ]"},
	} {
		t.Run(c.name, func(t *testing.T) {
			doc := Parse([]byte(c.text), c.syntax)
			checkTree(t, []byte(c.text), doc)
			if len(doc.Problems) > 0 || len(doc.Roots) == 0 {
				t.Fatalf("problems: %v, roots: %d", doc.Problems, len(doc.Roots))
			}
			n := doc.Roots[0].Get("a").Get("b")
			if n == nil {
				t.Fatalf("no value at %s", path)
			}
			if n.Text != c.value {
				t.Errorf("text %q, want %q", n.Text, c.value)
			}
			if raw := c.text[n.Start:n.End]; raw != c.raw {
				t.Errorf("points at %q, want %q", raw, c.raw)
			}
		})
	}
}

func TestWordPointsThroughEscapes(t *testing.T) {
	text := `{"a": "x=\u00e9\"y"}`
	n := Parse([]byte(text), JSON).Roots[0].Get("a")
	w := n.Word(facts.NewSource("x", []byte(text)))
	if got := w.Sub(2, 4).Span().Text(); got != `\u00e9` {
		t.Errorf("the second part points at %q", got)
	}
	if got := n.Tail(2).Word(w.Source).Span().Text(); got != `\u00e9\"y` {
		t.Errorf("the tail points at %q", got)
	}
}

func TestWhatStandsBeforeABreakIsKept(t *testing.T) {
	for _, c := range []struct {
		name   string
		syntax Syntax
		text   string
		keeps  []string
	}{
		{"json cut in a string", JSON, `{"m": {"one": {"u": "x"}, "two": {"u": "y`, []string{"one"}},
		{"json missing comma", JSON, "{\"m\": {\"one\": {\"u\": \"x\"}\n\"two\": 1}}", []string{"one"}},
		{"json garbage at the end", JSON, `{"m": {"one": {"u": "x"}}} trailing`, []string{"one"}},
		{"toml cut", TOML, "[m.one]\nu = 'x'\n[m.two]\nu = 'y", []string{"one"}},
		{"yaml tab", YAML, "m:\n  one:\n    u: x\n\t- two\n", []string{"one"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			doc := Parse([]byte(c.text), c.syntax)
			checkTree(t, []byte(c.text), doc)
			if len(doc.Problems) != 1 {
				t.Fatalf("problems: %+v, want one", doc.Problems)
			}
			if len(doc.Roots) == 0 {
				t.Fatal("nothing was kept")
			}
			for _, key := range c.keeps {
				if doc.Roots[0].Get("m").Get(key).Get("u") == nil {
					t.Errorf("%q was lost", key)
				}
			}
		})
	}
}

func TestLimits(t *testing.T) {
	for name, c := range map[string]struct {
		syntax Syntax
		text   string
		kind   facts.ProblemKind
	}{
		"json depth":  {JSON, strings.Repeat("[", 10_000), facts.TooLarge},
		"yaml depth":  {YAML, strings.Repeat("- ", 10_000) + "x", facts.TooLarge},
		"nul":         {JSON, "{\x00}", facts.Syntax},
		"not utf-8":   {YAML, "a: \xff\xfa", facts.Syntax},
		"utf-16":      {JSON, "\xff\xfe{\x00}\x00", facts.Unsupported},
		"alias bombs": {YAML, aliasBomb(), facts.TooLarge},
	} {
		t.Run(name, func(t *testing.T) {
			doc := Parse([]byte(c.text), c.syntax)
			if len(doc.Problems) != 1 || doc.Problems[0].Kind != c.kind {
				t.Fatalf("problems: %+v, want one of kind %s", doc.Problems, c.kind)
			}
		})
	}
}

func aliasBomb() string {
	var b strings.Builder
	b.WriteString("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n")
	for i := 1; i < 9; i++ {
		prev := string(rune('0' + i - 1))
		b.WriteString("a" + string(rune('0'+i)) + ": &a" + string(rune('0'+i)) + " [" + strings.Repeat("*a"+prev+", ", 9) + "*a" + prev + "]\n")
	}
	return b.String()
}

func TestTemplatesAreNotValues(t *testing.T) {
	text := "m:\n  url: {{ .Values.url }}\n  {{- if .x }}\n  name: x\n  {{- end }}\n"
	doc := Parse([]byte(text), YAML)
	if len(doc.Problems) > 0 {
		t.Fatal(doc.Problems)
	}
	if n := doc.Roots[0].Get("m").Get("url"); n == nil || !n.Templated {
		t.Errorf("url: %+v, want a templated value", n)
	}
	if n := doc.Roots[0].Get("m").Get("name"); n == nil || n.Templated || n.Text != "x" {
		t.Errorf("name: %+v, want x", n)
	}
}

func TestEmptyFilesAreNoProblem(t *testing.T) {
	for _, syntax := range []Syntax{JSON, YAML, TOML} {
		for _, text := range []string{"", "\n", "\ufeff", map[Syntax]string{JSON: "// c\n", YAML: "# c\n", TOML: "# c\n"}[syntax]} {
			if doc := Parse([]byte(text), syntax); len(doc.Problems) > 0 || len(doc.Roots) > 0 {
				t.Errorf("%d %q: %+v", syntax, text, doc)
			}
		}
	}
}

func fuzz(f *testing.F, syntax Syntax, seeds ...string) {
	for _, s := range seeds {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		doc := Parse(data, syntax)
		checkTree(t, data, doc)
		if syntax == JSON && json.Valid(data) && len(bytes.TrimSpace(data)) > 0 && len(doc.Problems) > 0 && utf8.Valid(data) && tooDeep(data) < 0 {
			t.Fatalf("valid JSON is refused: %v", doc.Problems)
		}
	})
}

func FuzzJSON(f *testing.F) {
	fuzz(f, JSON, `{"a": {"b": "x\u00e9"}, "a": [1, null, true,],} // c`, "\ufeff{\"é\": '", `{"m": {"one": {"u": "x"}, "two": {"u": "y`)
}

func FuzzYAML(f *testing.F) {
	fuzz(f, YAML, "a: &x\n  b: |\n    one\n\n    two\nc: *x\n<<: {d: 'it''s'}\n", "- \"a\\u00e9\"\n- {b: [c, d]} # x\n--- \n>-\n  f\n", "m: {{ .x }}\n")
}

func FuzzTOML(f *testing.F) {
	fuzz(f, TOML, "[a.b]\nc = [1, { d = '''x\ny''' }] # e\n[[f]]\ng.h = \"\\u00e9\"\n", "a = 1\na = 2\n", "[[f]]\n[f.g]\n")
}

func BenchmarkJSON40Lines(b *testing.B) {
	text := []byte(`{"mcpServers": {` + strings.Repeat(`
  "server": {
    "command": "npx",
    "args": ["-y", "@scope/server@1.2.3", "--flag"],
    "env": {
      "TOKEN": "${TOKEN}",
      "LEVEL": "debug"
    }
  },`, 4) + `
  "last": {"url": "https://example.com/mcp", "type": "http"}
}}`)
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		Parse(text, JSON)
	}
}
