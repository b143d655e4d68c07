package report

import (
	"bytes"
	"encoding/json"
	"testing"
)

// indented returns JSON in a form whose differences can be read.
func indented(t testing.TB, data []byte) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := json.Indent(&b, data, "", "  "); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestSARIFIsAsInTheGoldenFiles(t *testing.T) {
	for name, r := range samples(t) {
		compare(t, "testdata/"+name+".sarif", indented(t, write(t, r, SARIF)))
	}
}
