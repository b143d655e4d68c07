package tree

import (
	"strings"
	"testing"
)

// commonTexts are texts that the library need not read.
var commonTexts = []string{
	"a: b\n", "---\na: b", "--- # x\n\n# y\na: b # z\n", "\ufeffa: b\n", "a:\n  b:\n    c: 1\n  d: 2\ne: 3\n",
	"a:\n- b\n- c: d\n  e: f\n-\n  - g\n- - h\n  - i\nj:\n", "a:\nb:\n  # x\n\n  - y # z\n  -\n", "- a: b\n  c:\n    - d\n-   e: f\n    g: h\n",
	"\"a b\": 'it''s'\n'c': \"x\\\"\\n\\\\y\"\nd e : f#g  # h\n", "a: |\n  b\n\n   c\n  d \nb: >-\n  e\n  f\n\n  g\n   h\n  i\n# x\nc: |+\n  j\n\nd: e\n",
	"a:\n  - |\n   b\n  - >\n    c\n  - d: |-\n      # no comment\n    e: f\n", "a: [b, \"c\", 'd', 1, [], {}, -x, {e: f, \"g\": [h]}]\nb: {}\nc: [\n  d,\n  e,\n  ]\n",
	"a: ~\nb: null\nc: true\nd: 1\ne: -1\nf: 1.5\ng: 0x1f\nh: 2020-01-02\ni: 1.2.3\nj: 100m\nk: 1e3\nl: .5\nm: +\nn: .\no: 12:30\np: 0.0.0.0:80\nq: ---x\n",
	"a: http://x:80/y?z=1#q\nb: -\\n\nc: a,b [c] {d}\n", "é: ü # ö\nκ: [λ, \"μ\"]\n", "a: 1\nb: 2\na: 3\n", "{a: b, c: [d]}\n", "[a]\n",
}

func TestCommonYAMLIsReadAsByTheLibrary(t *testing.T) {
	for _, text := range commonTexts {
		if !sameTree(t, []byte(text), YAML) {
			t.Errorf("left to the library: %q", text)
		}
	}
}

func TestUncommonYAMLIsLeftToTheLibrary(t *testing.T) {
	for _, text := range []string{
		"", "# c\n", "a", "a: b\n--- \nc: d\n", "a: b\n...\n", "%YAML 1.2\n---\na: b\n", "a: &x b\nc: *x\n", "a: !!str b\n", "? a\n: b\n", "<<: {a: b}\n",
		"a: b\n  c\n", "a: \"b\n  c\"\n", "a:\tb\n", "\ta: b\n", "a: b\r\n", "a: b: c\n", "a: 'b' c\n", "a: b\n c: d\n", "a:\n  - b\n  c: d\n", "a: [b\n", "a: [b: c]\n",
		"a: [\nb]\n", "a: {b}\n", "a: \"\\x41\"\n", "a: |2\n   b\n", "a: |\n  b", "a: |\nb: c\n", "a: {% if x %}b{% endif %}\n", "a: b\u0085\n", "a: @b\n", "a: `b`\n", "a: %b\n",
		strings.Repeat("[", 150) + strings.Repeat("]", 150), strings.Repeat("a", 1100) + ": b\n", "\"a\"b: c\n", "- a\n -b\n", "a: 'b'#c\n",
	} {
		if common, _ := both([]byte(text), YAML); common != nil {
			t.Errorf("not left to the library: %q", text)
		}
	}
}

func TestRealYAMLIsReadAsByTheLibrary(t *testing.T) {
	files, common := ofRealFiles(t, []string{"../kubernetes/testdata", "../compose/testdata"},
		func(extension string) bool { return extension == ".yaml" || extension == ".yml" },
		func(data []byte) bool { return sameTree(t, data, YAML) })
	if common < files/2 {
		t.Errorf("of %d files only %d are read without the library", files, common)
	}
}

// pieces are what mistakes are made of.
var pieces = []string{
	"a", "b", ":", ": ", ":\n", "\n", "\n  ", "\n    ", "\n ", "- ", "-\n", "-", "'", "\"", "#", " #", "[", "]", "{", "}", ", ", ",", "|", "|\n", "|-\n", "|+\n", ">\n", ">-\n",
	" ", "  ", "1", ".", "~", "null", "true", "0x1f", "&x ", "*x", "!t", "\t", "é", "? ", "---", "--- ", "...", "\\n", "\\\"", "''", "<<: ", "http://x", "%", "@",
	"a: b\n", "  c: d\n", "- e\n", "k: |\n  ", "k: >\n  ", "\n\n", "2020-01-02", "1.5", "-1", "  - x: y\n", "k: [a, b]\n", "k: {a: b}\n", "k: \"x\"\n", "k:\n",
}

func TestRandomYAMLIsReadAsByTheLibrary(t *testing.T) {
	ofRandomTexts(t, 30_000, 10, pieces, func(data []byte) bool { return sameTree(t, data, YAML) })
}

func FuzzCommonYAML(f *testing.F) {
	for _, text := range commonTexts {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, data []byte) { sameTree(t, data, YAML) })
}

func TestBlockScalarsEndWithTheirLastLine(t *testing.T) {
	for text, want := range map[string]string{
		"- |\n one\n two\n- x\n":             "|\n one\n two",
		"- !!str |\n one\n- x\n":             "|\n one",
		"- |2\n    one\n  two\n- x\n":        "|2\n    one\n  two",
		"- a: >-\n   one\n\n  # c\n  b: x\n": ">-\n   one",
		"- &x |\r\n  one\r\n\r\n- x\r\n":     "|\r\n  one",
	} {
		n := Parse([]byte(text), YAML).Roots[0].Items[0]
		if n.Kind == Object {
			n = n.Members[0].Value
		}
		if got := text[n.Start:n.End]; got != want {
			t.Errorf("%q: the value is %q, want %q", text, got, want)
		}
	}
}
