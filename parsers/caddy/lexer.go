package caddy

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/parsers/input"
)

// kind is what a token is. The tokens of a file follow each other without gaps: together they are its bytes.
type kind uint8

const (
	space kind = iota
	comment
	plain
	control // a statement of a template language: {% if x %}
)

// token is a piece of a file.
type token struct {
	kind       kind
	start, end int
	// text is what a word means: without quotes and escapes, with the defaults of its variables.
	text  string
	quote byte // what encloses it: `"`, "`", or '<' for a heredoc
	// line and lastLine are those on which a word begins and ends, as Caddy counts them: a line that is continued by a
	// backslash is one.
	line, lastLine int
	// unknown says why text cannot be known from the file.
	unknown facts.Reason
	// open is what a word still waits for at the end of the file: its quote, or the marker of its heredoc.
	open string
}

// lexer cuts a file into tokens, as caddyfile.Tokenize does.
type lexer struct {
	text string
	at   int
	line int
	// continued counts line breaks that end no line.
	continued int
}

// next returns the token at the lexer's place, and false at the end.
func (l *lexer) next() (token, bool) {
	if l.at >= len(l.text) {
		return token{}, false
	}
	t := token{start: l.at, line: l.line, lastLine: l.line}
	switch c := l.text[l.at]; {
	case l.at == 0 && strings.HasPrefix(l.text, input.BOM):
		l.at = len(input.BOM)
	case l.blank():
		for l.at < len(l.text) && l.blank() {
			l.skipBlank()
		}
	case c == '#':
		t.kind = comment
		l.at = input.LineEnd(l.text, l.at)
	case strings.HasPrefix(l.text[l.at:], "{%") || strings.HasPrefix(l.text[l.at:], "{#"):
		t.kind = control
		if n := strings.Index(l.text[l.at+2:], string(l.text[l.at+1])+"}"); n >= 0 {
			l.line += strings.Count(l.text[l.at:l.at+2+n], "\n")
			l.at += n + 4
			break
		}
		l.word(&t)
	case c == '"' || c == '`':
		l.quoted(&t, c)
	default:
		l.word(&t)
	}
	t.end = l.at
	return t, true
}

// Tokens returns how many tokens a text has. It is what Parse does first; a benchmark holds the rest of its work against it.
func Tokens(text string) int {
	l := lexer{text: text}
	return input.Count(l.next)
}

// blank reports whether white space stands at the lexer's place, or a line break that a backslash hides.
func (l *lexer) blank() bool {
	switch c := l.text[l.at]; {
	case c > ' ' && c < utf8.RuneSelf && c != '\\':
		return false
	case c == '\\':
		return l.hiddenBreak() > 0
	}
	r, _ := utf8.DecodeRuneInString(l.text[l.at:])
	return unicode.IsSpace(r)
}

// hiddenBreak returns the length of a backslash with the line break behind it, or 0.
func (l *lexer) hiddenBreak() int {
	for _, hidden := range [...]string{"\\\n", "\\\r\n"} {
		if strings.HasPrefix(l.text[l.at:], hidden) {
			return len(hidden)
		}
	}
	return 0
}

func (l *lexer) skipBlank() {
	if n := l.hiddenBreak(); n > 0 {
		l.continued++
		l.at += n
		return
	}
	r, size := utf8.DecodeRuneInString(l.text[l.at:])
	if r == '\n' {
		l.line += 1 + l.continued
		l.continued = 0
	}
	l.at += size
}

// word reads a word without quotes.
func (l *lexer) word(t *token) {
	t.kind = plain
	if l.heredoc(t) {
		return
	}
	begin := l.at
	for l.at < len(l.text) && l.text[l.at] > ' ' && l.text[l.at] < utf8.RuneSelf && l.text[l.at] != '\\' && l.text[l.at] != '{' {
		l.at++
	}
	if l.at == len(l.text) || l.blank() { // as nearly every word
		t.text = l.text[begin:l.at]
		return
	}
	var b strings.Builder
	b.WriteString(l.text[begin:l.at])
	for l.at < len(l.text) && !l.blank() {
		switch rest := l.text[l.at:]; {
		case strings.HasPrefix(rest, "{$"):
			if l.variable(t, &b) {
				continue
			}
		case strings.HasPrefix(rest, "{{"):
			if n := strings.Index(rest, "}}"); n >= 0 && strings.IndexByte(rest[:n], '\n') < 0 {
				t.unknown = facts.UnrenderedTemplate
				b.WriteString(rest[:n+2])
				l.at += n + 2
				continue
			}
		case strings.HasPrefix(rest, `\<`) && b.Len() == 0: // hides the beginning of a heredoc
			l.at++
		}
		b.WriteByte(l.text[l.at])
		l.at++
	}
	t.text = b.String()
}

// variable reads {$NAME} or {$NAME:default}, which Caddy replaces before it looks at anything else.
func (l *lexer) variable(t *token, b *strings.Builder) bool {
	rest := l.text[l.at:]
	end := strings.IndexByte(rest, '}')
	if end < 3 {
		return false
	}
	_, value, hasDefault := strings.Cut(rest[2:end], ":")
	if !hasDefault {
		t.unknown = facts.UnknownVariable
		value = rest[:end+1]
	}
	b.WriteString(value)
	breaks := strings.Count(rest[:end], "\n")
	l.line, t.lastLine = l.line+breaks, t.lastLine+breaks
	l.at += end + 1
	return true
}

// quoted reads up to the closing quote, over lines. Without one, the word ends with its first line.
func (l *lexer) quoted(t *token, quote byte) {
	t.kind, t.quote = plain, quote
	begin := l.at
	var b strings.Builder
	for l.at++; l.at < len(l.text); l.at++ {
		c := l.text[l.at]
		switch {
		case c == quote:
			l.at++
			t.text = b.String()
			return
		case c == '\\' && quote == '"' && l.at+1 < len(l.text):
			l.at++
			if l.text[l.at] != '"' {
				b.WriteByte('\\')
			}
			if l.text[l.at] == '\n' {
				l.line++
				t.lastLine++
			}
			b.WriteByte(l.text[l.at])
			continue
		case c == '\n':
			l.line += 1 + l.continued
			l.continued = 0
			t.lastLine = l.line
		case strings.HasPrefix(l.text[l.at:], "{$"):
			if l.variable(t, &b) {
				l.at--
				continue
			}
		case strings.HasPrefix(l.text[l.at:], "{{"):
			t.unknown = facts.UnrenderedTemplate
		}
		b.WriteByte(c)
	}
	t.open = string(quote)
	l.at, l.line, t.lastLine = input.LineEnd(l.text, begin), t.line, t.line
	t.text = l.text[begin+1 : l.at]
}

// heredoc reads <<MARKER, the lines behind it, and the marker again.
func (l *lexer) heredoc(t *token) bool {
	rest := l.text[l.at:]
	if !strings.HasPrefix(rest, "<<") {
		return false
	}
	first := strings.IndexByte(rest, '\n')
	if first < 0 || strings.ContainsAny(rest[:first], " \t") {
		return false
	}
	marker := strings.TrimRight(rest[2:first], "\r")
	if marker == "" || strings.Trim(marker, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_") != "" {
		return false
	}
	t.quote = '<'
	body := rest[first+1:]
	n := strings.Index(body, marker)
	if n < 0 {
		t.open = marker
		l.at += first
		return true
	}
	lines := strings.Split(body[:n], "\n")
	padding := lines[len(lines)-1]
	for i, line := range lines[:len(lines)-1] {
		lines[i] = strings.TrimSuffix(strings.TrimPrefix(line, padding), "\r")
	}
	t.text = strings.Join(lines[:len(lines)-1], "\n")
	if strings.Contains(t.text, "{$") {
		t.unknown = facts.UnknownVariable
	}
	l.at += first + 1 + n + len(marker)
	l.line += 1 + strings.Count(body[:n], "\n")
	t.lastLine = l.line
	return true
}
