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
	first    [1 << 12]uint16 // by pair: 1 + the index of the first keyword that begins so, 0 for none
	keywords []keyword
	spread   providerSet // see spreads
}

// keyword is a text, in lower case, without which a provider's pattern cannot match.
type keyword struct {
	text     string
	provider int
	word     bool   // a word begins with it
	next     uint16 // 1 + the index of the next keyword of the same pair, 0 for none
}

// pair is where the index has what begins with two bytes of these classes. The table is two pages of memory: most runs look into a
// handful of short texts.
func pair(first, second uint8) int { return (int(first)<<6 | int(second)) & (1<<12 - 1) }

// class numbers what keywords begin with; all other bytes share 0.
var class = func() (t [256]uint8) {
	for i := range byte(26) {
		t['a'+i], t['A'+i] = 1+i, 1+i
	}
	for i := range byte(10) {
		t['0'+i] = 27 + i
	}
	t['-'], t['_'], t['.'] = 37, 38, 39
	return t
}()

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
	x := &keywordIndex{keywords: make([]keyword, 0, 2*len(providers))}
	for i := range providers {
		if spreads(providers[i].id) {
			x.spread.add(i)
		}
		for _, k := range providers[i].keywords {
			if k == "" {
				continue
			}
			at := &x.first[pair(class[k[0]], class[k[1]])]
			x.keywords = append(x.keywords, keyword{k, i, strings.HasPrefix(providers[i].pattern, `\b`), *at})
			*at = uint16(len(x.keywords))
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
	first := class[data[0]]
	for i := 1; i < len(data); i++ {
		second := class[data[i]]
		at := x.first[pair(first, second)]
		first = second
		for at != 0 {
			k := &x.keywords[at-1]
			at = k.next
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
