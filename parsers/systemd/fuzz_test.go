package systemd

import (
	"os"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/internal/goldenfacts"
)

// FuzzParse holds for any text: no panic, every place lies in the file on the borders of characters, and every problem has
// words.
func FuzzParse(f *testing.F) {
	data, err := os.ReadFile("testdata/units.txtar")
	if err != nil {
		f.Fatal(err)
	}
	for _, part := range txtar.Parse(data).Files {
		f.Add(part.Data)
	}
	f.Add([]byte("[Service]\r\nExecStart=a \\\r\n b\\"))
	f.Add([]byte("\ufeff[Service]\nExecStart=\\\n#\n;"))
	f.Fuzz(func(t *testing.T, data []byte) {
		src := facts.NewSource("mcp.service", data)
		goldenfacts.Sound(t, Parse(src, data), data, src)
	})
}
