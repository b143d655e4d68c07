package tree

import "testing"

// unjudged reports whether the parser takes a text, and nothing in it is left to judge. It fails when the judge refuses it all the same.
func unjudged(t *testing.T, data []byte) bool {
	t.Helper()
	doc := &Doc{data: data, syntax: TOML}
	body, shift, ok := doc.prepare(data)
	if !ok {
		return false
	}
	r := tomlReader{doc: doc, body: body, shift: shift, root: &Node{Kind: Object}}
	r.read()
	if r.parser.Error() != nil || !r.certain() {
		return false
	}
	if err := judgeTOML(body); err != nil {
		t.Errorf("%s\n%s", err, data)
	}
	return true
}

func TestWhatIsNotJudgedIsValidTOML(t *testing.T) {
	for text, certain := range map[string]bool{
		"": true,
		"a = 1\nb = \"x\" # y\nc = [true, [\"z\"]]\n":             true,
		"[a.b]\nc = -1\n[a]\nd = 0\n[a.e]\n":                      true,
		"[[a.b]]\nc = 1\n[a.b.d]\n[[a.b]]\n[a.b.d]\n[a]\ne = 1\n": true,
		"\"a b\" = 'c'\n":            true,
		"a = 1\na = 2\n":             false,
		"[a]\n[a]\n":                 false,
		"[a]\nb = 1\n[a.b]\n":        false,
		"[a.b]\n[a]\nb = 1\n":        false,
		"[a]\n[[a]]\n":               false,
		"[[a]]\n[a]\n":               false,
		"a = []\n[[a]]\n":            false,
		"a = {b = 1}\n[a.c]\n":       false,
		"[a.b]\n[[a]]\n":             false,
		"a.b = 1\n":                  false,
		"a = 01\n":                   false,
		"a = 1_000\n":                false,
		"a = 1.5\n":                  false,
		"a = 2020-01-02\n":           false,
		"a = 99999999999999999999\n": false,
		"a = \"\\u00e9\"\n":          false,
		"a = \"\"\"b\"\"\"\n":        false,
		"é = 1\n":                    false,
	} {
		if unjudged(t, []byte(text)) != certain {
			t.Errorf("%q: not judged: %v", text, !certain)
		}
	}
}

// tomlPieces are what mistakes are made of.
var tomlPieces = []string{
	"[a]\n", "[b]\n", "[a.b]\n", "[a.b.c]\n", "[[a]]\n", "[[b]]\n", "[[a.b]]\n", "[b.a]\n", "[a.c]\n", "[\"a\"]\n", "['a'.b]\n", "[a . b]\n",
	"a = 1\n", "b = 2\n", "c = \"x\"\n", "a = [1, 2]\n", "b = [[], [\"y\"]]\n", "a = []\n", "c = true\n", "a = {b = 1}\n", "a.b = 1\n", "b = -0\n", "\"a\" = 'z'\n", "a = 1.5\n",
	"# x\n", "\n", " ", "a = ", "=", "1", "\"", "'", "[", "]", "a", ".", ",", "x = [\n  1, # y\n  2,\n]\n", "\t", "a = +1\n", "a = 00\n", "a = 2020-01-02\n", "a = inf\n",
}

func TestWhatIsNotJudgedOfRandomTextIsValidTOML(t *testing.T) {
	ofRandomTexts(t, 60_000, 8, tomlPieces, func(data []byte) bool { return unjudged(t, data) })
}

func TestWhatIsNotJudgedOfRealFilesIsValidTOML(t *testing.T) {
	ofRealFiles(t, []string{"../traefik/testdata"},
		func(extension string) bool { return extension == ".toml" },
		func(data []byte) bool { return unjudged(t, data) })
}

func FuzzJudgedTOML(f *testing.F) {
	for _, text := range tomlPieces {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, data []byte) { unjudged(t, data) })
}
