package credential

import (
	"cmp"
	"slices"
	"strings"
	"sync"
)

// providerSet is a set of indexes into providers.
type providerSet [(len(providers) + 63) / 64]uint64

func (s *providerSet) add(i int)      { s[i/64] |= 1 << (i % 64) }
func (s *providerSet) has(i int) bool { return s[i/64]&(1<<(i%64)) != 0 }

// keywordIndex finds in one pass where providers' keywords occur in a text: a pattern is tried there, and nowhere else.
// Nearly no file has a candidate.
type keywordIndex struct {
	bucket  [1 << 16]uint8 // by the first two bytes of a keyword: which of buckets, 0 for none
	buckets [][]keyword
	spread  providerSet // see spreads
}

// keyword is a text, in lower case, without which a provider's pattern cannot match.
type keyword struct {
	text     string
	provider int
	word     bool // a word begins with it
}

const (
	// shortKeyword is up to which length a keyword occurs in ordinary words: "ey" is in every "key".
	shortKeyword = 3
	// shortestToken is the length of the shortest token whose provider has a short keyword. Such a token begins with its
	// keyword, and is one run of token characters.
	shortestToken = 18
)

// spreads reports whether a provider's token may be elsewhere than its keyword, or have blanks and other characters in it
// that no run has. All other tokens lie in the run of characters around their keyword.
func spreads(id string) bool {
	switch id {
	case "airtable-personnal-access-token", "cloudflare-origin-ca-key", "intra42-client-secret", // a keyword beside the token
		"private-key", "slack-config-access-token", "slack-webhook-url": // any character within
		return true
	}
	return false
}

var keywords = sync.OnceValue(func() *keywordIndex {
	x := &keywordIndex{buckets: make([][]keyword, 1)}
	for i := range providers {
		if spreads(providers[i].id) {
			x.spread.add(i)
		}
		for _, k := range providers[i].keywords {
			if k == "" {
				continue
			}
			at := int(k[0])<<8 | int(k[1])
			if x.bucket[at] == 0 {
				x.buckets = append(x.buckets, nil)
				x.bucket[at] = uint8(len(x.buckets) - 1)
			}
			b := &x.buckets[x.bucket[at]]
			*b = append(*b, keyword{k, i, strings.HasPrefix(providers[i].pattern, `\b`)})
		}
	}
	return x
})

// candidate is a part of a text that may hold a token of a provider, with what stands on either side: patterns look at it.
type candidate struct{ provider, start, end int }

// in returns where data may have tokens, in the order of the providers, then of the places.
func (x *keywordIndex) in(data []byte) []candidate {
	if len(data) < shortestMatch {
		return nil
	}
	var found []candidate
	var tried [len(providers)]int // by provider, up to where the last candidate reaches
	first := lowerCase[data[0]]
	for i := 1; i < len(data); i++ {
		second := lowerCase[data[i]]
		b := x.bucket[int(first)<<8|int(second)]
		first = second
		if b == 0 {
			continue
		}
		for _, k := range x.buckets[b] {
			if i <= tried[k.provider] || !beginsWith(data[i-1:], k.text) {
				continue
			}
			if len(k.text) <= shortKeyword && (k.word && i >= 2 && wordCharacter(data[i-2]) || runAround(data, i-1) < shortestToken) {
				continue
			}
			start, end := 0, len(data)
			if !x.spread.has(k.provider) {
				start, end = run(data, i-1)
			}
			tried[k.provider] = end
			found = append(found, candidate{k.provider, max(0, start-1), min(len(data), end+2)})
		}
	}
	slices.SortStableFunc(found, func(a, b candidate) int { return cmp.Compare(a.provider, b.provider) })
	return found
}

// shortestMatch is the length of the shortest text that any pattern matches.
const shortestMatch = 12

// run returns the longest part around data[i] that a token may extend over.
func run(data []byte, i int) (start, end int) {
	for start = i; start > 0 && runCharacter(data[start-1]); start-- {
	}
	for end = i; end < len(data) && runCharacter(data[end]); end++ {
	}
	return start, end
}

// runCharacter reports whether a token may have the character: of a URL too.
func runCharacter(c byte) bool { return tokenCharacter(c) || c == '~' || c == ':' || c == '@' }

// beginsWith reports whether data begins with a text in lower case, whatever the case of data.
func beginsWith(data []byte, text string) bool {
	if len(data) < len(text) {
		return false
	}
	for i := range len(text) {
		if lowerCase[data[i]] != text[i] {
			return false
		}
	}
	return true
}

// runAround returns how many token characters stand together around data[i], counted up to shortestToken on each side.
func runAround(data []byte, i int) int {
	from, to := i, i
	for from > 0 && i-from < shortestToken && tokenCharacter(data[from-1]) {
		from--
	}
	for to < len(data) && to-i < shortestToken && tokenCharacter(data[to]) {
		to++
	}
	return to - from
}

func wordCharacter(c byte) bool { return c >= '0' && c <= '9' || lower(c) || upper(c) || c == '_' }

func tokenCharacter(c byte) bool {
	return wordCharacter(c) || c == '-' || c == '.' || c == '/' || c == '+' || c == '=' || c == '\\'
}

// lowerCase maps bytes to lower case, ASCII only.
var lowerCase = func() (t [256]byte) {
	for i := range t {
		t[i] = byte(i)
		if upper(byte(i)) {
			t[i] += 'a' - 'A'
		}
	}
	return t
}()
