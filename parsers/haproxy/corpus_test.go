package haproxy_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestCorpus reads real files. They are known not to be broken, but for what is none of HAProxy's.
func TestCorpus(t *testing.T) {
	names, err := filepath.Glob("../../../shared/corpus/haproxy/*/*")
	if err != nil || len(names) == 0 {
		t.Skip("no corpus here")
	}
	read, listeners := 0, 0
	for _, name := range names {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		// A / of a path is written __ there.
		at := strings.ReplaceAll(filepath.Base(name), "__", "/")
		if ours := server.Known(at) || server.Candidate(at) && server.Sniff(data); !ours {
			t.Logf("%s: none of HAProxy's", at)
			continue
		}
		read++
		s := server.System(map[string]string{at: string(data)})
		listeners += len(s.Listeners)
		for _, p := range s.Problems {
			if p.Kind.Incomplete() {
				t.Errorf("%s: line %d: %s", name, p.Span.Begin().Line, p.Message)
			} else {
				t.Logf("%s: line %d: %s", name, p.Span.Begin().Line, p.Message)
			}
		}
	}
	t.Logf("%d files of %d, %d listeners", read, len(names), listeners)
	if read < len(names)/2 || listeners == 0 {
		t.Error("too little was understood")
	}
}
