package launch

import (
	"strings"

	"github.com/wirevet/wirevet/facts"
)

// options says how one launcher reads its own options. All names carry their dashes.
type options struct {
	valued []string // take a value: the next word, or what stands behind "=" or behind the short letter
	plain  []string // take none
	lists  []string // take every word up to the next option

	unknown    unknownOption
	cluster    bool // short options may be written together: -it
	interleave bool // options may also stand behind free words (npm exec); "--" still ends them
	equalsOnly []string
}

// unknownOption says what a launcher does with an option that is in none of its lists.
type unknownOption uint8

const (
	unknownPlain  unknownOption = iota // it has no value
	unknownValued                      // the next word is its value
	unknownUnless                      // the next word is its value unless that begins with "-"
)

// option is one option as found on a command line.
type option struct {
	name  string // with dashes, as written, without "=value"
	word  facts.Word
	value facts.Word // the zero Word when there is none
	has   bool
}

// text returns the option's value.
func (o option) text() string { return o.value.Text }

// span returns the option with its value.
func (o option) span() facts.Span {
	s := o.word.Span()
	if o.has && o.value.Source == s.Source && o.value.End > s.End {
		s.End = o.value.Span().End
	}
	return s
}

// part records that the option's value goes with the option, for whoever takes it out. Of options that are written
// together, -uE, one cannot be taken out.
func (r *reader) part(o option) {
	whole, value := o.span(), o.span()
	if o.word.Text != o.name && !strings.HasPrefix(o.word.Text, o.name+"=") {
		whole = facts.Span{}
	}
	if o.has {
		value = o.value.Span()
	}
	r.partOf(value, whole)
}

func (r *reader) partOf(span, whole facts.Span) {
	r.out.Parts = append(r.out.Parts, facts.Part{Of: span, Whole: whole})
}

// parse splits words into the launcher's options and the rest, which begins with the first free word. With
// interleave, free words are collected and the rest holds them in order.
func (o *options) parse(words []facts.Word) (found []option, rest []facts.Word) {
	for i := 0; i < len(words); i++ {
		word := words[i]
		text := word.Text
		if text == "--" {
			return found, append(rest, words[i+1:]...)
		}
		if len(text) < 2 || text[0] != '-' {
			if !o.interleave {
				return found, append(rest, words[i:]...)
			}
			rest = append(rest, word)
			continue
		}
		i += o.take(words[i:], &found)
	}
	return found, rest
}

// take reads the option at words[0], and returns how many further words belong to it.
func (o *options) take(words []facts.Word, found *[]option) int {
	word := words[0]
	text := word.Text
	if eq := strings.IndexByte(text, '='); eq > 0 && (strings.HasPrefix(text, "--") || o.knows(text[:eq])) {
		*found = append(*found, option{text[:eq], word, word.Sub(eq+1, len(text)), true})
		return 0
	}
	if o.cluster && len(text) > 2 && text[1] != '-' && !o.knows(text) {
		return o.takeCluster(words, found)
	}
	switch {
	case contains(o.lists, text):
		n := 0
		for n+1 < len(words) && !strings.HasPrefix(words[n+1].Text, "-") {
			n++
			*found = append(*found, option{text, word, words[n], true})
		}
		if n == 0 {
			*found = append(*found, option{name: text, word: word})
		}
		return n
	case o.takesValue(text, words[1:]):
		*found = append(*found, option{text, word, words[1], true})
		return 1
	}
	*found = append(*found, option{name: text, word: word})
	return 0
}

// takeCluster reads -itv SRC:DST and -u0: letters up to the first that has a value, which is the rest of the
// word or the next word.
func (o *options) takeCluster(words []facts.Word, found *[]option) int {
	word := words[0]
	for i := 1; i < len(word.Text); i++ {
		letter := "-" + word.Text[i:i+1]
		if !contains(o.valued, letter) {
			*found = append(*found, option{name: letter, word: word})
			continue
		}
		switch {
		case i+1 < len(word.Text):
			*found = append(*found, option{letter, word, word.Sub(i+1, len(word.Text)), true})
			return 0
		case len(words) > 1:
			*found = append(*found, option{letter, word, words[1], true})
			return 1
		}
		*found = append(*found, option{name: letter, word: word})
	}
	return 0
}

func (o *options) knows(name string) bool {
	return contains(o.valued, name) || contains(o.plain, name) || contains(o.lists, name) || contains(o.equalsOnly, name)
}

// takesValue reports whether the option takes the next word as its value.
func (o *options) takesValue(name string, next []facts.Word) bool {
	switch {
	case len(next) == 0 || contains(o.plain, name) || contains(o.equalsOnly, name):
		return false
	case contains(o.valued, name):
		return true
	case o.unknown == unknownValued:
		return true
	case o.unknown == unknownUnless:
		return !strings.HasPrefix(next[0].Text, "-")
	}
	return false
}

func contains(names []string, name string) bool {
	for _, n := range names {
		if n == name {
			return true
		}
	}
	return false
}
