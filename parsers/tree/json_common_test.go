package tree

import (
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// commonJSONTexts are texts that the library need not read.
var commonJSONTexts = []string{
	`{}`, `[]`, "\ufeff{\r\n\t\"a\": [1, -0.5e+3, 0, true, false, null, \"x\"]\n}\n", `{"a": {"a": 1, "a": [[], {}]}, "b": "é"}`,
	`"x\"\\\/\b\f\n\r\té\ud83d\ude00\ud800"`, `{"k\n": "\u0041"}`, " 1 ", `[[[[1]]]]`, "[\"\u007f\"]",
}

func TestCommonJSONIsReadAsByTheLibrary(t *testing.T) {
	for _, text := range commonJSONTexts {
		if !sameTree(t, []byte(text), JSON) {
			t.Errorf("left to the library: %q", text)
		}
	}
}

func TestUncommonJSONIsLeftToTheLibrary(t *testing.T) {
	for _, text := range []string{
		"", "// x\n{}", "{} // x", "{/**/}", "[1,]", `{"a": 1,}`, "[1", `{"a"`, `{"a":`, `{"a": 1`, `{"a" 1}`, `{a: 1}`, "{1: 2}", "[1 2]", "[,1]", "{} {}", "01", "-", "+1", "1.",
		".5", "1e", "1e+", "0x1", "tru", "True", "nul", "NaN", `"a`, `"a\`, `"\x"`, `"\u12"`, "\"a\nb\"", "'a'", "[1]]", "{]", "1true", "[-01]",
	} {
		if common, _ := both([]byte(text), JSON); common != nil {
			t.Errorf("not left to the library: %q", text)
		}
	}
}

func TestRealJSONIsReadAsByTheLibrary(t *testing.T) {
	files, common := 0, 0
	for _, root := range []string{corpus, "../../testdata", "../hostconfig/testdata"} {
		if _, err := os.Stat(root); root == corpus && (err != nil || testing.Short()) {
			continue
		}
		err := filepath.WalkDir(root, func(file string, entry os.DirEntry, err error) error {
			if err != nil || entry.IsDir() || !strings.HasPrefix(filepath.Ext(file), ".json") {
				return err
			}
			data, err := os.ReadFile(file)
			if files++; sameTree(t, data, JSON) {
				common++
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if common < files/2 {
		t.Errorf("of %d files only %d are read without the library", files, common)
	}
}

// jsonPieces are what mistakes are made of.
var jsonPieces = []string{
	"{", "}", "[", "]", ",", ", ", ":", ": ", `"a"`, `"b"`, `"`, `"\n"`, `"\u00e9"`, `"\ud800"`, `\`, "1", "-1", "0", "00", "1.5", ".", "e", "1e5", "true", "false", "null", " ", "\n", "\t", "// x\n",
	"/* x */", "/", `"a": `, `"a": 1`, `{"a": 1}`, `[1, 2]`, `{}`, `[]`, "é", "'", "\u00a0", "\v", "\r\n",
}

func TestRandomJSONIsReadAsByTheLibrary(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	common := 0
	for range 60_000 {
		var b strings.Builder
		for range 1 + rng.IntN(8) {
			b.WriteString(jsonPieces[rng.IntN(len(jsonPieces))])
		}
		if sameTree(t, []byte(b.String()), JSON) {
			common++
		}
		if t.Failed() {
			return
		}
	}
	if common < 1000 {
		t.Errorf("only %d texts are read without the library", common)
	}
}

func FuzzCommonJSON(f *testing.F) {
	for _, text := range commonJSONTexts {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, data []byte) { sameTree(t, data, JSON) })
}
