package credential

import (
	"bytes"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp/syntax"
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

// TestTokensAreFoundBesideOthers compares both ways over texts that the patterns themselves make.
func TestTokensAreFoundBesideOthers(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	between := []string{" ", ";", "\n", `", "`, ",", "(", `\n`, "'", "é"}
	for i := range providers {
		pattern, err := syntax.Parse(providers[i].pattern, syntax.Perl)
		if err != nil {
			t.Fatal(err)
		}
		found := 0
		for range 40 {
			var b strings.Builder
			for range 3 {
				b.WriteString(between[r.IntN(len(between))])
				matching(&b, pattern, r)
			}
			b.WriteString(between[r.IntN(len(between))])
			if i%7 == 0 { // a keyword may stand beside the token
				b.WriteString(providers[i].keywords[0])
			}
			want, got := findSlowly([]byte(b.String())), FindBytes([]byte(b.String()))
			if diff := cmp.Diff(want, got); diff != "" {
				t.Fatalf("%s: in %q (-every pattern +one pass):\n%s", providers[i].id, b.String(), diff)
			}
			found += len(got)
		}
		if found == 0 && !spreads(providers[i].id) && providers[i].entropy < 4 {
			t.Errorf("%s: none of its texts is found", providers[i].id)
		}
	}
}

// matching writes a text that a pattern matches.
func matching(b *strings.Builder, p *syntax.Regexp, r *rand.Rand) {
	switch p.Op {
	case syntax.OpLiteral:
		for _, c := range p.Rune {
			b.WriteRune(c)
		}
	case syntax.OpCharClass:
		pair := 2 * r.IntN(len(p.Rune)/2)
		for p.Rune[pair] >= 0x80 {
			pair = 2 * r.IntN(len(p.Rune)/2)
		}
		low, high := p.Rune[pair], min(p.Rune[pair+1], '~')
		b.WriteRune(low + rune(r.IntN(int(max(0, high-low))+1)))
	case syntax.OpAnyChar, syntax.OpAnyCharNotNL:
		b.WriteByte('.')
	case syntax.OpCapture, syntax.OpQuest:
		matching(b, p.Sub[0], r)
	case syntax.OpConcat:
		for _, sub := range p.Sub {
			matching(b, sub, r)
		}
	case syntax.OpAlternate:
		matching(b, p.Sub[r.IntN(len(p.Sub))], r)
	case syntax.OpStar, syntax.OpPlus, syntax.OpRepeat:
		low := p.Min
		if p.Op == syntax.OpPlus {
			low = 1
		}
		for range low + r.IntN(3) {
			if p.Op == syntax.OpRepeat && p.Max == p.Min && low == 0 {
				break
			}
			if low > 0 {
				low--
			}
			matching(b, p.Sub[0], r)
		}
	}
}

// TestTokensLieInOneRun holds what keywordIndex takes for granted.
func TestTokensLieInOneRun(t *testing.T) {
	for _, p := range providers {
		pattern, err := syntax.Parse(p.pattern, syntax.Perl)
		if err != nil {
			t.Fatal(err)
		}
		if least := shortest(pattern); least < shortestMatch {
			t.Errorf("%s matches %d bytes", p.id, least)
		}
		if spreads(p.id) {
			continue
		}
		for _, k := range p.keywords {
			for i := range len(k) {
				if !runCharacter(k[i]) {
					t.Errorf("%s: the keyword %q is no run", p.id, k)
				}
			}
		}
		parts := []*syntax.Regexp{pattern}
		if pattern.Op == syntax.OpConcat {
			parts = pattern.Sub
			if last := parts[len(parts)-1]; shortest(last) == 0 { // what ends the token
				parts = parts[:len(parts)-1]
			}
		}
		for _, part := range parts {
			if c, ok := beyondRun(part); ok {
				t.Errorf("%s: a token may have %q", p.id, c)
			}
		}
	}
}

// beyondRun returns a character that a pattern matches and that is none of a run.
func beyondRun(p *syntax.Regexp) (rune, bool) {
	other := func(c rune) bool { return c >= 0x80 || !runCharacter(byte(c)) }
	switch p.Op {
	case syntax.OpAnyChar, syntax.OpAnyCharNotNL:
		return '.', true
	case syntax.OpLiteral:
		for _, c := range p.Rune {
			if other(c) {
				return c, true
			}
		}
	case syntax.OpCharClass:
		for i := 0; i < len(p.Rune); i += 2 {
			for c := p.Rune[i]; c <= p.Rune[i+1]; c++ {
				if c == '\u017f' || c == '\u212a' { // (?i) adds what folds to s and k; no token has it
					continue
				}
				if other(c) {
					return c, true
				}
			}
		}
	}
	for _, sub := range p.Sub {
		if c, ok := beyondRun(sub); ok {
			return c, true
		}
	}
	return 0, false
}

// shortest returns the length of the shortest text that a pattern matches.
func shortest(p *syntax.Regexp) int {
	switch p.Op {
	case syntax.OpLiteral:
		return len(string(p.Rune))
	case syntax.OpCharClass, syntax.OpAnyChar, syntax.OpAnyCharNotNL:
		return 1
	case syntax.OpCapture, syntax.OpPlus:
		return shortest(p.Sub[0])
	case syntax.OpRepeat:
		return p.Min * shortest(p.Sub[0])
	case syntax.OpConcat:
		sum := 0
		for _, sub := range p.Sub {
			sum += shortest(sub)
		}
		return sum
	case syntax.OpAlternate:
		least := shortest(p.Sub[0])
		for _, sub := range p.Sub[1:] {
			least = min(least, shortest(sub))
		}
		return least
	}
	return 0
}

func TestKeywordsFitTheirTable(t *testing.T) {
	x, reached := keywords(), 0
	for _, at := range x.first {
		for ; at != 0; at = x.keywords[at-1].next {
			reached++
		}
	}
	if reached != len(x.keywords) || reached < len(providers)/2 {
		t.Errorf("%d of %d keywords are found by their first two bytes", reached, len(x.keywords))
	}
	for _, p := range providers {
		for _, k := range p.keywords {
			if len(k) == 1 || k != strings.ToLower(k) {
				t.Errorf("%s: keyword %q", p.id, k)
			}
			if k != "" && (class[k[0]] == 0 || class[k[1]] == 0) {
				t.Errorf("%s: keyword %q begins with what class does not know, so that it is looked for everywhere", p.id, k)
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
