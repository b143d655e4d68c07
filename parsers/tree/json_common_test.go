package tree

import (
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
	files, common := ofRealFiles(t, []string{"../hostconfig/testdata"},
		func(extension string) bool { return strings.HasPrefix(extension, ".json") },
		func(data []byte) bool { return sameTree(t, data, JSON) })
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
	ofRandomTexts(t, 60_000, 8, jsonPieces, func(data []byte) bool { return sameTree(t, data, JSON) })
}

func FuzzCommonJSON(f *testing.F) {
	for _, text := range commonJSONTexts {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, data []byte) { sameTree(t, data, JSON) })
}
