package hostconfig

import (
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"github.com/wirevet/wirevet/facts"
)

// TestCorpus reads real configuration files, when they are there: none may crash, and every span lies in its file.
func TestCorpus(t *testing.T) {
	root := "../../../shared/corpus/host"
	if _, err := os.Stat(root); err != nil {
		t.Skip("no corpus")
	}
	entries, files := 0, 0
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		rel, _ := filepath.Rel(root, path)
		files++
		out := Parse(facts.NewSource(filepath.ToSlash(rel), data), data)
		entries += len(out.Entries)
		if testing.Verbose() {
			t.Logf("%s: %d entries", rel, len(out.Entries))
			for _, p := range out.Problems {
				where := "-"
				if !p.Span.IsZero() {
					where = p.Span.Text()
				}
				t.Logf("    %s: %s [%.60s]", p.Kind, p.Message, where)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if files == 0 || entries < 50 {
		t.Errorf("%d entries in %d files", entries, files)
	}
}
