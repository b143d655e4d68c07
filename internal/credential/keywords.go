package credential

import "sync"

// providerSet is a set of indexes into providers.
type providerSet [(len(providers) + 63) / 64]uint64

func (s *providerSet) add(i int)      { s[i/64] |= 1 << (i % 64) }
func (s *providerSet) has(i int) bool { return s[i/64]&(1<<(i%64)) != 0 }

// keywordIndex finds in one pass which providers' keywords occur in a text: the patterns of the others need not be
// tried, and nearly no file has a candidate.
type keywordIndex struct {
	bucket  [1 << 16]uint8 // by the first two bytes of a keyword: which of buckets, 0 for none
	buckets [][]keyword
}

// keyword is a text, in lower case, without which a provider's pattern cannot match.
type keyword struct {
	text     string
	provider int
}

const (
	// shortKeyword is up to which length a keyword occurs in ordinary words: "ey" is in every "key".
	shortKeyword = 3
	// shortestToken is the length of the shortest token whose provider has a short keyword. Such a token begins with its
	// keyword, at the boundary of a word, and is one run of token characters.
	shortestToken = 18
)

var keywords = sync.OnceValue(func() *keywordIndex {
	x := &keywordIndex{buckets: make([][]keyword, 1)}
	for i := range providers {
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
			*b = append(*b, keyword{k, i})
		}
	}
	return x
})

// in returns the providers that may have a token in data.
func (x *keywordIndex) in(data []byte) providerSet {
	var found providerSet
	if len(data) < 2 {
		return found
	}
	first := lowerCase[data[0]]
	for i := 1; i < len(data); i++ {
		second := lowerCase[data[i]]
		b := x.bucket[int(first)<<8|int(second)]
		first = second
		if b == 0 {
			continue
		}
		for _, k := range x.buckets[b] {
			if found.has(k.provider) || !beginsWith(data[i-1:], k.text) {
				continue
			}
			if len(k.text) > shortKeyword || (i < 2 || !wordCharacter(data[i-2])) && runAround(data, i-1) >= shortestToken {
				found.add(k.provider)
			}
		}
	}
	return found
}

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
