package haproxy

import (
	"strings"

	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/parsers/input"
)

// word is a word of a line.
type word struct {
	text       string // without quotes and escapes, and with the variables that are known
	start, end int    // as written
	// unknown says why the text is not what HAProxy would get: a variable that the files do not set, a template.
	unknown facts.Reason
}

// fault is what HAProxy refuses to read in a line, at a place.
type fault struct {
	start, end int
	message    string
}

// lexer cuts one line into words (parse_line in src/tools.c of HAProxy 2.6).
type lexer struct {
	text     string
	at, end  int // what is left of the line
	variable func(name string) (value string, known bool)
	faults   []fault
}

// words adds the words up to the end of the line or a comment to others, and returns where the comment begins, or -1.
func (l *lexer) words(out []word) ([]word, int) {
	for {
		for l.at < l.end && isBlank(l.text[l.at]) {
			l.at++
		}
		if l.at >= l.end {
			return out, -1
		}
		if l.text[l.at] == '#' {
			return out, l.at
		}
		out = append(out, l.word())
	}
}

// Tokens returns how many words a text has. It is what Parse does first; a benchmark holds the rest of its work against it.
func Tokens(text string) (n int) {
	var words []word
	for at := 0; at < len(text); {
		end := input.LineEnd(text, at)
		l := lexer{text: text, at: at, end: end, variable: func(string) (string, bool) { return "", false }}
		words, _ = l.words(words[:0])
		n += len(words)
		at = end + 1
	}
	return n
}

// word reads one word. Most have nothing in them that means anything.
func (l *lexer) word() word {
	w := word{start: l.at}
	for l.at < l.end && !isSpecial(l.text[l.at]) {
		l.at++
	}
	if l.at >= l.end || isBlank(l.text[l.at]) || l.text[l.at] == '#' {
		w.end, w.text = l.at, l.text[w.start:l.at]
		w.unknown = filledLater(w.text)
		return w
	}
	var b strings.Builder
	b.WriteString(l.text[w.start:l.at])
	quote, opened := byte(0), 0
	for l.at < l.end {
		c := l.text[l.at]
		switch {
		case quote == 0 && (isBlank(c) || c == '#'):
			return w.finished(l, b.String())
		case c == '"' && quote != '\'', c == '\'' && quote != '"':
			if quote == 0 {
				quote, opened = c, l.at
			} else {
				quote = 0
			}
			l.at++
		case c == '\\' && quote != '\'':
			l.escape(&b, quote)
		case c == '$' && quote == '"':
			l.expand(&b, &w)
		case c == '{' && quote == 0 && strings.HasPrefix(l.text[l.at:l.end], "{{"):
			end := strings.Index(l.text[l.at:l.end], "}}")
			if end < 0 {
				b.WriteByte(c)
				l.at++
				continue
			}
			b.WriteString(l.text[l.at : l.at+end+2])
			l.at += end + 2
		default:
			b.WriteByte(c)
			l.at++
		}
	}
	if quote != 0 {
		l.faults = append(l.faults, fault{opened, opened + 1, "expected a closing " + string(quote)})
	}
	return w.finished(l, b.String())
}

func (w word) finished(l *lexer, text string) word {
	w.text, w.end = text, l.at
	if w.unknown == facts.NoReason {
		w.unknown = filledLater(text)
	}
	return w
}

// escape reads a backslash and what it protects. Before what needs no protection it stays, as regular expressions have it.
func (l *lexer) escape(b *strings.Builder, quote byte) {
	next := byte(0)
	if l.at+1 < l.end {
		next = l.text[l.at+1]
	}
	l.at += 2
	switch next {
	case ' ', '\\', '#', '\'', '"':
		b.WriteByte(next)
	case 't':
		b.WriteByte('\t')
	case 'n':
		b.WriteByte('\n')
	case 'r':
		b.WriteByte('\r')
	case '$':
		if quote != '"' {
			b.WriteByte('\\')
		}
		b.WriteByte(next)
	case 'x':
		if l.at+2 > l.end || !isHex(l.text[l.at]) || !isHex(l.text[l.at+1]) {
			l.faults = append(l.faults, fault{l.at - 2, l.at, `expected two hexadecimal digits behind \x`})
			b.WriteString(`\x`)
			return
		}
		b.WriteByte(hex(l.text[l.at])<<4 | hex(l.text[l.at+1]))
		l.at += 2
	default:
		b.WriteByte('\\')
		l.at--
	}
}

// expand reads a variable: $NAME, ${NAME}, ${NAME-default}, ${NAME[*]}.
func (l *lexer) expand(b *strings.Builder, w *word) {
	begin := l.at
	l.at++
	braced := l.at < l.end && l.text[l.at] == '{'
	if braced {
		l.at++
	}
	from := l.at
	for l.at < l.end && (isNameByte(l.text[l.at]) || l.at == from && l.text[l.at] == '.') {
		l.at++
	}
	name := l.text[from:l.at]
	if name == "" || name[0] >= '0' && name[0] <= '9' {
		l.faults = append(l.faults, fault{begin, l.at, `expected a variable's name behind "$"; a dollar sign is written \$ or stands in single quotes`})
		b.WriteString(l.text[begin:l.at])
		return
	}
	value, known := l.variable(name)
	if braced {
		rest := l.text[l.at:l.end]
		end := strings.IndexByte(rest, '}')
		if end < 0 {
			l.faults = append(l.faults, fault{begin, l.at, `expected "}" behind the variable's name`})
			end = 0
		} else {
			l.at += end + 1
		}
		if fallback, ok := strings.CutPrefix(strings.TrimPrefix(rest[:end], "[*]"), "-"); ok && !known {
			value, known = fallback, true
		}
	}
	if !known {
		w.unknown = facts.UnknownVariable
		value = l.text[begin:l.at]
	}
	b.WriteString(value)
}

// filledLater says whether a word is something that another program has to fill in first. HAProxy itself knows variables in
// double quotes only: ${X} elsewhere is for envsubst and its like.
func filledLater(text string) facts.Reason {
	for i := 0; i+1 < len(text); i++ {
		switch text[i : i+2] {
		case "{{", "<%", "{%":
			return facts.UnrenderedTemplate
		case "${":
			return facts.UnknownVariable
		}
	}
	return facts.NoReason
}

// isSpecial reports whether a byte means something inside of a word.
func isSpecial(c byte) bool {
	switch c {
	case ' ', '\t', '\r', '\v', '\f', '#', '"', '\'', '\\', '{':
		return true
	}
	return false
}

func isBlank(c byte) bool { return c == ' ' || c == '\t' || c == '\r' || c == '\v' || c == '\f' }

func isNameByte(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_'
}

func isHex(c byte) bool {
	return c >= '0' && c <= '9' || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F'
}

func hex(c byte) byte {
	switch {
	case c <= '9':
		return c - '0'
	case c <= 'F':
		return c - 'A' + 10
	}
	return c - 'a' + 10
}
