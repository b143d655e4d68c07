package credential

import (
	"bytes"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// findSlowly tries every pattern whose keyword occurs anywhere.
func findSlowly(data []byte) []Match {
	lower := bytes.ToLower(data)
	var out []Match
	for i := range providers {
		p := &providers[i]
		may := false
		for _, k := range p.keywords {
			may = may || k != "" && bytes.Contains(lower, []byte(k))
		}
		if !may {
			continue
		}
		for _, at := range p.compile(i).FindAllSubmatchIndex(data, -1) {
			start, end := secretOf(p, at)
			if secret := string(data[start:end]); entropy(secret) >= p.entropy && !isExample(secret) {
				out = append(out, Match{start, end, kindOf(p.id)})
			}
		}
	}
	return disjoint(out)
}

// TestOnePassFindsWhatEveryPatternFinds compares both ways over real files and over texts made of the keywords.
func TestOnePassFindsWhatEveryPatternFinds(t *testing.T) {
	compare := func(data []byte) int {
		want, got := findSlowly(data), FindBytes(data)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatalf("in %d bytes (-every pattern +one pass):\n%s", len(data), diff)
		}
		return len(got)
	}
	r := rand.New(rand.NewPCG(1, 2))
	const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
	found := 0
	for range 4000 {
		var b strings.Builder
		for range 4 {
			p := &providers[r.IntN(len(providers))]
			k := p.keywords[r.IntN(len(p.keywords))]
			if r.IntN(2) == 0 {
				k = strings.ToUpper(k)
			}
			b.WriteString(`"` + k)
			for range r.IntN(60) {
				b.WriteByte(alphabet[r.IntN(len(alphabet))])
			}
			b.WriteString(`" `)
		}
		found += compare([]byte(b.String()))
	}
	if found < 50 {
		t.Errorf("the texts hold only %d tokens", found)
	}
	root := "../../../shared/corpus"
	_ = filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			if data, err := os.ReadFile(path); err == nil && len(data) < 1<<18 {
				compare(data)
			}
		}
		return nil
	})
}

func TestKeywordsFitTheirTable(t *testing.T) {
	if n := len(keywords().buckets); n > 256 {
		t.Fatalf("%d buckets, but a bucket's number is one byte", n)
	}
	for _, p := range providers {
		for _, k := range p.keywords {
			if len(k) == 1 || k != strings.ToLower(k) {
				t.Errorf("%s: keyword %q", p.id, k)
			}
		}
	}
}

func BenchmarkFindBytesWithoutCandidate(b *testing.B) {
	data := []byte(strings.Repeat(`{"mcpServers": {"tickets": {"command": "npx", "args": ["-y", "@example/tickets@1.2.3"], "env": {"API_KEY": "${KEY}"}}}}`+"\n", 10))
	b.SetBytes(int64(len(data)))
	for b.Loop() {
		if len(FindBytes(data)) != 0 {
			b.Fatal("found something")
		}
	}
}
