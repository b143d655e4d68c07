package tree

import (
	"strings"
	"testing"
)

// TestWhatACommentCovers marks the comment as «c» and names the first and last bytes that it covers.
func TestWhatACommentCovers(t *testing.T) {
	for _, c := range []struct {
		name   string
		syntax Syntax
		text   string
		want   string // "" for nothing
	}{
		{"above a member", JSON, "{\n «//c»\n \"a\": {\"b\": 1},\n \"d\": 2}", `"a": {"b": 1}`},
		{"above the whole file", JSON, "«//c»\n{\"a\": 1}", `{"a": 1}`},
		{"behind a member", JSON, "{\"a\": 1, «//c»\n \"b\": 2}", `"a": 1`},
		{"behind the last of two on a line", JSON, "{\n\"a\": 1, \"b\": 2 «//c»\n}", `"a": 1, "b": 2`},
		{"behind a bracket that opens", JSON, "{\"a\": {\"x\": { «//c»\n \"y\": 1}}}", `"x": {` + " «//c»\n \"y\": 1}"},
		{"behind a bracket that closes", JSON, "{\"a\": {\n\"x\": 1\n}, «//c»\n\"b\": 2}", "\"a\": {\n\"x\": 1\n}"},
		{"between key and value", JSON, "{\"a\": «/*c*/» 1, \"b\": 2}", `"a": «/*c*/» 1`},
		{"before a key on its line", JSON, "{\n«/*c*/» \"a\": 1, \"b\": 2}", `"a": 1`},
		{"above an item", JSON, "{\"a\": [\n«//c»\n1, 2]}", "1"},
		{"behind an item", JSON, "{\"a\": [1,\n2, «//c»\n3]}", "2"},
		{"at the end of a block", JSON, "{\"a\": {\"b\": 1\n«//c»\n}, \"d\": 2}", "\"a\": {\"b\": 1\n«//c»\n}"},
		{"at the end of the root", JSON, "{\"a\": 1\n«//c»\n}", ""},
		{"behind everything", JSON, "{\"a\": 1}\n«//c»\n", ""},
		{"behind a byte order mark", JSON, "\ufeff«//c»\n{\"a\": 1}", `{"a": 1}`},

		{"above the first key of YAML", YAML, "«#c»\na:\n  b: 1\nd: 2\n", "a:\n  b: 1"},
		{"above a nested key", YAML, "a:\n  «#c»\n  b: 1\n  d: 2\n", "b: 1"},
		{"behind a key that opens", YAML, "a: «#c»\n  b: 1\nd: 2\n", "a: «#c»\n  b: 1"},
		{"behind a scalar", YAML, "a:\n  b: 1 «#c»\n  d: 2\n", "b: 1"},
		{"behind the last scalar of a file", YAML, "a:\n  b: 1\n  d: 2 «#c»\n", "d: 2"},
		{"behind the last item of a file", YAML, "a:\n  - x\n  - y «#c»\n", "y"},
		{"above an item of YAML", YAML, "a:\n  - x: 1\n  «#c»\n  - x: 2\n    y: 3\n", "x: 2\n    y: 3"},
		{"indented below a block", YAML, "a:\n  b: 1\n  «#c»\nd: 2\n", ""},
		{"outdented before the next key", YAML, "a:\n  b: 1\n«#c»\nd: 2\n", "d: 2"},

		{"above the first table of TOML", TOML, "«#c»\n[a.b]\nx = 1\n[a.d]\nx = 2\n", "b]\nx = 1"},
		{"above a later table", TOML, "[a.b]\nx = 1\n«#c»\n[a.d]\nx = 2\n", "d]\nx = 2"},
		{"behind a header", TOML, "[a.b] «#c»\nx = 1\n[a.d]\nx = 2\n", "b] «#c»\nx = 1"},
		{"behind the header of an empty table", TOML, "[a.b] «#c»\n[a.d]\nx = 2\n", "b"},
		{"in a list", TOML, "a = [\n1, «#c»\n2]", "1"},
		{"above a key", TOML, "[a.b]\n«#c»\nx = 1\ny = 2\n", "x = 1"},
		{"above a dotted key", TOML, "[a]\n«#c»\nb.x = 1\nb.y = 2\n", "x = 1"},
		{"above an inline table", TOML, "«#c»\na = {b = 1, d = 2}\ne = 3\n", "a = {b = 1, d = 2}"},
		{"behind a key", TOML, "[a.b]\nx = 1 «#c»\ny = 2\n", "x = 1"},
		{"above a table of a list", TOML, "«#c»\n[[a]]\nx = 1\n[[a]]\nx = 2\n", "a]]\nx = 1"},
		{"above the second table of a list", TOML, "[[a]]\nx = 1\n«#c»\n[[a]]\nx = 2\n", "a]]\nx = 2"},
		{"above another table", TOML, "[a.b]\nx = 1\n«#c»\n[z]\ny = 2\n", "z]\ny = 2"},
	} {
		t.Run(c.name, func(t *testing.T) {
			plain := strings.NewReplacer("«", "", "»", "")
			data := []byte(plain.Replace(c.text))
			start := strings.Index(c.text, "«")
			end := strings.Index(c.text, "»") - len("«")
			doc := Parse(data, c.syntax)
			if len(doc.Comments) != 1 || doc.Comments[0] != (Range{start, end}) {
				t.Fatalf("comments %v, want one at %d-%d", doc.Comments, start, end)
			}
			got, ok := doc.Covers(doc.Comments[0])
			if !ok {
				got = Range{}
			}
			if covered := string(data[got.Start:got.End]); covered != plain.Replace(c.want) {
				t.Errorf("covers %q, want %q", covered, plain.Replace(c.want))
			}
		})
	}
}
