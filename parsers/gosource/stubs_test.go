package gosource

import (
	"bytes"
	"go/parser"
	"go/token"
	"io/fs"
	"strings"
	"testing"
)

func TestStubsAreCutByLines(t *testing.T) {
	var none nameSet
	n := 0
	err := fs.WalkDir(stubs, "stubs", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := stubs.ReadFile(path)
		if err != nil {
			return err
		}
		var all nameSet
		scan(data, &all)
		if got := cut(data, &all); !bytes.Equal(got, data) {
			t.Errorf("%s: %d of %d bytes are left though all is named", path, len(got), len(data))
		}
		least := cut(data, &none)
		f, err := parser.ParseFile(token.NewFileSet(), path, least, parser.SkipObjectResolution)
		if err != nil {
			t.Errorf("what is left: %v", err)
		}
		for line := range strings.Lines(string(least)) {
			if strings.HasPrefix(line, "func ") && !strings.HasPrefix(line, "func (") || strings.HasPrefix(line, "const") || strings.HasPrefix(line, "var") {
				if name, _ := declaredName([]byte(line)); exported(name) {
					t.Errorf("%s: nobody names %s", path, line)
				}
			}
		}
		n += len(f.Decls)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if n < 1000 {
		t.Errorf("only %d declarations are left", n)
	}
}
