package gosource

import (
	"bytes"
	"sync/atomic"
)

// scanned is what one pass over the bytes of a file tells.
type scanned struct {
	strong bool // names something that states a fact by itself, whatever the file imports
	weak   bool // imports or names what facts are about
	// protocol is true when it names a method or a header of MCP: such a program speaks the protocol by hand.
	protocol bool

	nesting int // how deep brackets of any kind are nested
	elses   int
}

// scan looks for the words of interest among the identifiers and strings of a file. It is many times as fast as parsing,
// and may be wrong in saying yes; comments do not count. The exported names among the identifiers are added to named.
func scan(data []byte, named *nameSet) scanned {
	var out scanned
	identifiers, texts := identifiers(), texts()
	depth := 0
	for i := 0; i < len(data); {
		c := data[i]
		switch {
		case letter[c]:
			begin, hash := i, uint32(c)
			for i++; i < len(data) && wordByte[data[i]]; i++ {
				hash = hash*31 + uint32(data[i])
			}
			if c >= 'A' && c <= 'Z' {
				named.add(hash)
			}
			out.add(identifiers, data[begin:i])
			if c == 'e' && string(data[begin:i]) == "else" {
				out.elses++
			}
		case c == '{' || c == '(' || c == '[':
			depth++
			out.nesting = max(out.nesting, depth)
			i++
		case c == '}' || c == ')' || c == ']':
			depth--
			i++
		case c == '"':
			begin := i + 1
			for i++; i < len(data) && data[i] != '"' && data[i] != '\n'; i++ {
				if data[i] == '\\' {
					i++
				}
			}
			out.add(texts, data[begin:min(i, len(data))])
			i++
		case c == '`':
			end := bytes.IndexByte(data[i+1:], '`')
			if end < 0 {
				return out
			}
			i += end + 2
		case c == '\'':
			for i++; i < len(data) && data[i] != '\'' && data[i] != '\n'; i++ {
				if data[i] == '\\' {
					i++
				}
			}
			i++
		case c == '/' && i+1 < len(data) && data[i+1] == '/':
			end := bytes.IndexByte(data[i:], '\n')
			if end < 0 {
				return out
			}
			i += end
		case c == '/' && i+1 < len(data) && data[i+1] == '*':
			end := bytes.Index(data[i+2:], []byte("*/"))
			if end < 0 {
				return out
			}
			i += end + 4
		default:
			i++
		}
	}
	return out
}

// nameSet is a set of names by their hashes. It may hold a name that nobody added.
type nameSet [1 << 12]atomic.Uint64

func (s *nameSet) add(hash uint32) {
	word, bit := s.at(hash)
	if word.Load()&bit == 0 {
		word.Or(bit)
	}
}

func (s *nameSet) has(name []byte) bool {
	hash := uint32(0)
	for i := range len(name) {
		hash = hash*31 + uint32(name[i])
	}
	word, bit := s.at(hash)
	return word.Load()&bit != 0
}

func (s *nameSet) at(hash uint32) (*atomic.Uint64, uint64) {
	hash *= 0x9E3779B1 // spreads the sums of short names
	return &s[hash>>20], 1 << (hash >> 14 & 63)
}

func (s *scanned) add(words *wordTable, word []byte) {
	if !words.has(word) {
		return
	}
	switch words.strength[string(word)] {
	case spoken:
		s.weak, s.protocol = true, true
	case strong:
		s.strong = true
	case weak:
		s.weak = true
	}
}

// wordTable is a set of words that refuses most others without hashing them.
type wordTable struct {
	strength map[string]strength
	shapes   [256]uint64 // by the first byte: the lengths, as bits
}

type strength uint8

const (
	weak strength = iota + 1
	strong
	spoken
)

func newWordTable(words map[strength][]string) *wordTable {
	t := &wordTable{strength: map[string]strength{}}
	for s, list := range words {
		for _, w := range list {
			t.strength[w] = s
			t.shapes[w[0]] |= 1 << min(len(w), 63)
		}
	}
	return t
}

func (t *wordTable) has(word []byte) bool {
	return len(word) > 0 && t.shapes[word[0]]&(1<<min(len(word), 63)) != 0
}

var letter, wordByte = func() (first, other [256]bool) {
	for c := range 256 {
		first[c] = c == '_' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= 0x80
		other[c] = first[c] || c >= '0' && c <= '9'
	}
	return first, other
}()
