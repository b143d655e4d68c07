package tree

import (
	"bytes"
	"slices"
	"strings"
	"testing"
)

// apply returns data with the edits made. It fails when they overlap or are not in order.
func apply(t *testing.T, data string, edits []Edit) string {
	t.Helper()
	var b strings.Builder
	at := 0
	for _, e := range edits {
		if e.Start < at || e.End < e.Start || e.End > len(data) {
			t.Fatalf("edits overlap or lie outside: %v", edits)
		}
		b.WriteString(data[at:e.Start] + e.Text)
		at = e.End
	}
	return b.String() + data[at:]
}

// marked takes the marks out of a text that is written as ‹this›, and returns where it was.
func marked(t *testing.T, text string) (string, Range) {
	t.Helper()
	before, rest, ok := strings.Cut(text, "‹")
	inside, behind, closed := strings.Cut(rest, "›")
	if !ok || !closed {
		t.Fatalf("no marks in %q", text)
	}
	return before + inside + behind, Range{len(before), len(before) + len(inside)}
}

var syntaxes = map[string]Syntax{"json": JSON, "yaml": YAML, "toml": TOML}

// removals say what is left when what stands between the marks is taken out; "-" for what cannot be.
var removals = []struct{ syntax, name, text, want string }{
	{"json", "the only member", `{"env": {‹"A": "0"›}}`, `{"env": {}}`},
	{"json", "the only member, with blanks", `{"env": { ‹"A": "0"› }}`, `{"env": {}}`},
	{"json", "the only member, on a line", "{\n  \"env\": {\n    ‹\"A\": \"0\"›\n  }\n}\n", "{\n  \"env\": {}\n}\n"},
	{"json", "the value alone stands for the member", `{"env": {"A": ‹"0"›, "B": "1"}}`, `{"env": {"B": "1"}}`},
	{"json", "the first of a line", `{‹"A": 1›, "B": 2}`, `{"B": 2}`},
	{"json", "the last of a line", `{"A": 1, ‹"B": 2›}`, `{"A": 1}`},
	{"json", "the middle of a line", `["a", ‹"b"›, "c"]`, `["a", "c"]`},
	{"json", "two in a row", `["a", ‹"-o", "b"›, "c"]`, `["a", "c"]`},
	{"json", "two at the end", `["a", ‹"-o", "b"›]`, `["a"]`},
	{"json", "all of a list", `[‹"a"›]`, `[]`},
	{"json", "with a trailing comma", `["a", ‹"b"›,]`, `["a",]`},
	{"json", "a line", "{\n\t\"A\": 1,\n\t‹\"B\": 2›,\n\t\"C\": 3\n}", "{\n\t\"A\": 1,\n\t\"C\": 3\n}"},
	{"json", "the last line", "{\n\t\"A\": 1,\n\t‹\"B\": 2›\n}", "{\n\t\"A\": 1\n}"},
	{"json", "the last line, with a trailing comma", "{\n\t\"A\": 1,\n\t‹\"B\": 2›,\n}", "{\n\t\"A\": 1,\n}"},
	{"json", "CRLF", "{\r\n  \"A\": 1,\r\n  ‹\"B\": 2›\r\n}\r\n", "{\r\n  \"A\": 1\r\n}\r\n"},
	{"json", "behind a byte order mark", "\ufeff{‹\"A\": 1›, \"B\": 2}", "\ufeff{\"B\": 2}"},
	{"json", "its own comment goes, those of its neighbours stay", "{\n  // about A\n  \"A\": 1, // a\n  ‹\"B\": 2›, // b\n  // about C\n  \"C\": 3 // c\n}", "{\n  // about A\n  \"A\": 1, // a\n  // about C\n  \"C\": 3 // c\n}"},
	{"json", "a comment between the last two", "{\n  \"A\": 1, // a\n  ‹\"B\": 2›\n}", "{\n  \"A\": 1 // a\n}"},
	{"json", "a comment within a line", `{"A": 1, /* b */ ‹"B": 2›}`, `{"A": 1 /* b */ }`},
	{"json", "commas at the beginning of lines", "{\n  \"A\": 1\n  , ‹\"B\": 2›\n  , \"C\": 3\n}", "{\n  \"A\": 1\n  , \"C\": 3\n}"},
	{"json", "several lines", "{\n  ‹\"A\": [\n    1\n  ]›,\n  \"B\": 2\n}", "{\n  \"B\": 2\n}"},
	{"json", "a word of a command", `{"o": "‹--inspect› --x"}`, `{"o": "--x"}`},
	{"json", "the last word of a command", `{"o": "--x ‹--inspect›"}`, `{"o": "--x"}`},
	{"json", "all words of a command", `{"o": "‹--inspect›", "p": 1}`, `{"p": 1}`},
	{"json", "a letter of options in one", `["-c", "curl -s‹k› https://x"]`, `["-c", "curl -s https://x"]`},
	{"json", "a part of a word", `{"o": "--x=‹--inspect›"}`, "-"},
	{"json", "a quoted word", `{"o": "a ‹\"-k\"› b"}`, "-"},
	{"json", "half a member", `{"A": ‹1, "B"›: 2}`, "-"},

	{"yaml", "a line", "a: 1\n‹b: 2›\nc: 3\n", "a: 1\nc: 3\n"},
	{"yaml", "the value alone", "a: 1\nb: ‹2›\nc: 3\n", "a: 1\nc: 3\n"},
	{"yaml", "with its comment", "a: 1\n# about b\n‹b: 2›  # b\n# about c\nc: 3\n", "a: 1\n# about b\n# about c\nc: 3\n"},
	{"yaml", "without a final newline", "a: 1\n‹b: 2›", "a: 1"},
	{"yaml", "CRLF without a final newline", "a: 1\r\n‹b: 2›", "a: 1"},
	{"yaml", "the only one of a block", "s:\n  env: # all\n    ‹A: \"0\"›\n  b: 1\n", "s:\n  env: {} # all\n  b: 1\n"},
	{"yaml", "the only item of a block", "s:\n  args:\n    - ‹x›\n  b: 1\n", "s:\n  args: []\n  b: 1\n"},
	{"yaml", "an item", "s:\n- a\n- ‹b›\n- c\n", "s:\n- a\n- c\n"},
	{"yaml", "two items", "s:\n- a\n- ‹-o\n- b›\n", "s:\n- a\n"},
	{"yaml", "an item of an item", "s:\n- - ‹a›\n  - b\n", "-"},
	{"yaml", "the first key of an item", "s:\n- ‹a: 1›\n  b: 2\n", "-"},
	{"yaml", "the second key of an item", "s:\n- a: 1\n  ‹b: 2›\n", "s:\n- a: 1\n"},
	{"yaml", "within brackets", "s: [a, ‹b›, c]\n", "s: [a, c]\n"},
	{"yaml", "within braces", "s: {a: 1, ‹b: 2›}\n", "s: {a: 1}\n"},
	{"yaml", "a text of several lines", "‹a: |\n  one\n  two›\nb: 1\n", "b: 1\n"},
	{"yaml", "what has an anchor", "a: &x 1\n‹b: 2›\n", "-"},
	{"yaml", "a word", "o: ‹--inspect› --x\n", "o: --x\n"},

	{"toml", "a line", "[s]\na = 1\n‹b = 2› # b\nc = 3\n", "[s]\na = 1\nc = 3\n"},
	{"toml", "a dotted key", "[s]\n‹env.A = \"0\"›\nenv.B = 1\n", "[s]\nenv.B = 1\n"},
	{"toml", "the value of a dotted key", "[s]\nenv.A = ‹\"0\"›\nenv.B = 1\n", "[s]\nenv.B = 1\n"},
	{"toml", "of an inline table", "env = { A = ‹\"0\"›, B = \"1\" }\n", "env = { B = \"1\" }\n"},
	{"toml", "the last of an inline table", "env = { A = \"0\", ‹B = \"1\"› }\n", "env = { A = \"0\" }\n"},
	{"toml", "of a list", "args = [\n  \"a\", # a\n  ‹\"b\"›, # b\n  \"c\",\n]\n", "args = [\n  \"a\", # a\n  \"c\",\n]\n"},
	{"toml", "of a table in two places", "[s]\na = 1\n[t]\nx = 1\n[s.env]\n‹A = \"0\"›\n", "[s]\na = 1\n[t]\nx = 1\n[s.env]\n"},
	{"toml", "a table with a header", "[s]\na = 1\n[s.‹env]\nA = \"0\"›\n", "-"},
}

func TestRemove(t *testing.T) {
	for _, c := range removals {
		t.Run(c.syntax+"/"+c.name, func(t *testing.T) {
			text, at := marked(t, c.text)
			doc := Parse([]byte(text), syntaxes[c.syntax])
			if len(doc.Problems) > 0 {
				t.Fatal(doc.Problems)
			}
			edits, ok := doc.Remove(at)
			got := "-"
			if ok {
				got = apply(t, text, edits)
			}
			if got != c.want {
				t.Errorf("got  %q\nwant %q", got, c.want)
			}
		})
	}
}

func TestReplaceKeepsTheWayAStringIsWritten(t *testing.T) {
	for _, c := range []struct{ syntax, text, by, want string }{
		{"json", `{"a": ‹"http://x"›}`, `say "x"\`, `{"a": "say \"x\"\\"}`},
		{"json", `{"a": "‹http›://x"}`, "https", `{"a": "https://x"}`},
		{"json", `{"a": "\u0042earer ‹x›"}`, "${X}", `{"a": "\u0042earer ${X}"}`},
		{"json", `{"a": ‹1›}`, "2", "-"},
		{"yaml", "a: ‹http›://x # c\n", "https", "a: https://x # c\n"},
		{"yaml", "a: 'it''s ‹x›'\n", "'", "a: 'it''s '''\n"},
		{"yaml", "a: \"‹x›\"\n", "\"", "a: \"\\\"\"\n"},
		{"yaml", "a: Bearer ‹x›\n", "${X}", "a: Bearer ${X}\n"},
		{"yaml", "a: ‹x›\n", "{env:X}", "a: \"{env:X}\"\n"},
		{"yaml", "a: {b: ‹x›}\n", "${X}", "a: {b: \"${X}\"}\n"},
		{"yaml", "a: {b: Bearer ‹x›}\n", "${X}", "-"},
		{"yaml", "a: ‹x›\n", "true", "a: \"true\"\n"},
		{"yaml", "a: >\n  ‹x›\n", "y", "-"},
		{"toml", "a = \"‹x›\"\n", "\\", "a = \"\\\\\"\n"},
		{"toml", "a = ‹'x'›\n", "y", "a = 'y'\n"},
		{"toml", "a = '‹x›'\n", "it's", "-"},
		{"toml", "a = \"\"\"‹x›\"\"\"\n", "y", "-"},
	} {
		text, at := marked(t, c.text)
		edits, ok := Parse([]byte(text), syntaxes[c.syntax]).Replace(at, c.by)
		got := "-"
		if ok {
			got = apply(t, text, edits)
		}
		if got != c.want {
			t.Errorf("%s: got %q, want %q", c.text, got, c.want)
		}
	}
}

// same reports whether two trees say the same.
func same(a, b *Node) bool {
	if a.Kind != b.Kind || a.Text != b.Text || len(a.Members) != len(b.Members) || len(a.Items) != len(b.Items) {
		return false
	}
	for i := range a.Members {
		if a.Members[i].Key != b.Members[i].Key || !same(a.Members[i].Value, b.Members[i].Value) {
			return false
		}
	}
	for i := range a.Items {
		if !same(a.Items[i], b.Items[i]) {
			return false
		}
	}
	return true
}

// FuzzRemove takes each child of each container out, and holds the tree of what is left against the tree without it.
func FuzzRemove(f *testing.F) {
	for _, c := range removals {
		text := strings.NewReplacer("‹", "", "›", "").Replace(c.text)
		f.Add(uint8(syntaxes[c.syntax]), []byte(text))
	}
	f.Fuzz(func(t *testing.T, which uint8, data []byte) {
		syntax := Syntax(which % 3)
		doc := Parse(data, syntax)
		if len(doc.Problems) > 0 || len(doc.Duplicates) > 0 || len(data) > 2000 {
			return
		}
		var walk func(n *Node, path []int)
		walk = func(n *Node, path []int) {
			c := doc.containerOf(n, Member{}, false)
			for i, k := range c.children {
				checkRemoval(t, data, syntax, append(slices.Clone(path), i), k.Range)
				walk(k.value, append(slices.Clone(path), i))
			}
		}
		for i, root := range doc.Roots {
			walk(root, []int{i})
		}
	})
}

func checkRemoval(t *testing.T, data []byte, syntax Syntax, path []int, at Range) {
	t.Helper()
	doc := Parse(data, syntax)
	edits, ok := doc.Remove(at)
	if !ok {
		return
	}
	result := apply(t, string(data), edits)
	left := Parse([]byte(result), syntax)
	if len(left.Problems) > 0 {
		t.Fatalf("taking %q out of %q breaks it: %v", data[at.Start:at.End], data, left.Problems)
	}
	parent := doc.Roots[path[0]]
	for _, i := range path[1 : len(path)-1] {
		if parent.Kind == Array {
			parent = parent.Items[i]
		} else {
			parent = parent.Members[i].Value
		}
	}
	last := path[len(path)-1]
	if parent.Kind == Array {
		parent.Items = slices.Delete(parent.Items, last, last+1)
	} else {
		parent.Members = slices.Delete(parent.Members, last, last+1)
	}
	if root := doc.Roots[path[0]]; len(root.Members)+len(root.Items) == 0 {
		return // nothing is left of the document
	}
	if len(parent.Members) == 0 && syntax == TOML && !doc.isFlow(parent) {
		return // a table that only its keys name is gone with the last of them
	}
	if len(left.Roots) != len(doc.Roots) {
		t.Fatalf("taking %q out of %q changes the documents", data[at.Start:at.End], data)
	}
	for i := range doc.Roots {
		if !same(doc.Roots[i], left.Roots[i]) {
			t.Fatalf("taking %q out of %q leaves %q", data[at.Start:at.End], data, result)
		}
	}
	if bytes.HasSuffix(data, []byte("\n")) && len(left.Roots) > 0 && !strings.HasSuffix(result, "\n") && !strings.HasSuffix(result, "\r") {
		t.Fatalf("taking %q out of %q loses the final newline", data[at.Start:at.End], data)
	}
}
