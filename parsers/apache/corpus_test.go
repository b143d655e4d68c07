package apache_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestCorpus reads real files. They are known not to be broken, but for those that are made so for tests.
func TestCorpus(t *testing.T) {
	names, err := filepath.Glob("../../../shared/corpus/apache/*/*")
	if err != nil || len(names) == 0 {
		t.Skip("no corpus here")
	}
	for _, name := range names {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		// A / of a path is written __ there.
		at := strings.ReplaceAll(filepath.Base(name), "__", "/")
		s := server.System(map[string]string{at: string(data)})
		for _, p := range s.Problems {
			if !strings.Contains(at, "mock") && p.Kind.Incomplete() && !strings.Contains(p.Message, "is not there") {
				t.Errorf("%s: %s", name, p.Message)
			}
		}
	}
	t.Logf("%d files", len(names))
}

// TestCorpusTogether reads a configuration of several files as it is laid out.
func TestCorpusTogether(t *testing.T) {
	names, err := filepath.Glob("../../../shared/corpus/apache/h5bp+server-configs-apache/*")
	if err != nil || len(names) == 0 {
		t.Skip("no corpus here")
	}
	files := map[string]string{}
	for _, name := range names {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		files[strings.ReplaceAll(filepath.Base(name), "__", "/")] = string(data)
	}
	s := server.System(files)
	encrypted := 0
	for _, l := range s.Listeners {
		if l.TLS.Known() && l.TLS.Value {
			encrypted++
		}
	}
	t.Logf("%d listeners, %d of them with TLS, %d problems", len(s.Listeners), encrypted, len(s.Problems))
	if len(s.Listeners) == 0 {
		t.Error("nothing was understood")
	}
}
