package nginx

import (
	"strings"

	"github.com/wirevet/wirevet/internal/template"
	"github.com/wirevet/wirevet/parsers/input"
)

// kind is what a token is. The tokens of a file follow each other without gaps: together they are its bytes.
type kind uint8

const (
	space kind = iota
	comment
	word
	semicolon
	open
	closing
	raw     // the body of a Lua block, without its braces
	control // a statement of a template language: {% if x %}, <% end %>, {{- range . }}
)

// token is a piece of a file.
type token struct {
	kind       kind
	start, end int
	// text is what a word means: without quotes and escapes. Of other tokens it is empty.
	text string
	// open says what a word still waits for at the end of the line or file: its closing quote.
	open byte
}

// lexer cuts a file into tokens (ngx_conf_read_token in src/core/ngx_conf_file.c of nginx 1.31).
type lexer struct {
	text string
	at   int
}

// next returns the token at the lexer's place, and false at the end.
func (l *lexer) next() (token, bool) {
	if l.at >= len(l.text) {
		return token{}, false
	}
	t := token{start: l.at}
	switch c := l.text[l.at]; {
	case l.at == 0 && strings.HasPrefix(l.text, input.BOM):
		t.kind = space
		l.at = len(input.BOM)
	case isBlank(c):
		t.kind = space
		for l.at < len(l.text) && isBlank(l.text[l.at]) {
			l.at++
		}
	case c == '#':
		t.kind = comment
		l.at = input.LineEnd(l.text, l.at)
	case c == ';':
		t.kind = semicolon
		l.at++
	case c == '}':
		t.kind = closing
		l.at++
	case c == '{' || c == '<':
		if end, isControl := template.StatementEnd(l.text, l.at); isControl {
			t.kind = control
			l.at = end
			break
		}
		if c == '{' && !strings.HasPrefix(l.text[l.at:], "{{") {
			t.kind = open
			l.at++
			break
		}
		l.word(&t)
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

// word reads a word with its quotes.
func (l *lexer) word(t *token) {
	t.kind = word
	if c := l.text[l.at]; c == '"' || c == '\'' {
		l.quoted(t, c)
		return
	}
	begin := l.at
	for l.at < len(l.text) {
		c := l.text[l.at]
		switch {
		case isBlank(c) || c == ';':
			t.text = unescape(l.text[begin:l.at])
			return
		case c == '{':
			if l.at > begin && l.text[l.at-1] == '$' { // ${name}
				l.at++
				continue
			}
			if end := template.ExpressionEnd(l.text, l.at); end > l.at {
				l.at = end
				continue
			}
			if l.at == begin {
				l.at++ // a brace that opens no expression
				continue
			}
			t.text = unescape(l.text[begin:l.at])
			return
		case c == '<' && template.ExpressionEnd(l.text, l.at) > l.at:
			l.at = template.ExpressionEnd(l.text, l.at)
		case c == '}' && strings.LastIndex(l.text[begin:l.at], "${") < 0:
			// nginx reads on; a brace that closes no variable is a missing semicolon, and much more likely the block's end.
			if l.at > begin {
				t.text = unescape(l.text[begin:l.at])
				return
			}
			l.at++
		case c == '\\' && l.at+1 < len(l.text):
			l.at += 2
		default:
			l.at++
		}
	}
	t.text = unescape(l.text[begin:l.at])
}

// quoted reads up to the closing quote, over lines. Without one, the word ends with its first line.
func (l *lexer) quoted(t *token, quote byte) {
	begin := l.at + 1
	for i := begin; i < len(l.text); i++ {
		switch l.text[i] {
		case '\\':
			i++
		case quote:
			t.text = unescape(l.text[begin:i])
			l.at = i + 1
			return
		}
	}
	t.open = quote
	l.at = input.LineEnd(l.text, begin)
	// The semicolon at the end of the line was most likely meant as one.
	if line := strings.TrimRight(l.text[begin:l.at], " \t\r"); strings.HasSuffix(line, ";") {
		l.at = begin + len(line) - 1
	}
	t.text = unescape(l.text[begin:l.at])
}

// unescape resolves the escapes that nginx resolves: of quotes and the backslash, and \t, \r, \n. A backslash before
// anything else stays, as regular expressions need it.
func unescape(s string) string {
	if strings.IndexByte(s, '\\') < 0 {
		return s
	}
	var b strings.Builder
	b.Grow(len(s))
	for i := 0; i < len(s); i++ {
		if s[i] == '\\' && i+1 < len(s) {
			if j := strings.IndexByte(`"'\trn`, s[i+1]); j >= 0 {
				b.WriteByte("\"'\\\t\r\n"[j])
				i++
				continue
			}
		}
		b.WriteByte(s[i])
	}
	return b.String()
}

// luaBody returns the end of a Lua chunk that begins at i, before the brace that closes it, or -1 when none does.
func luaBody(text string, i int) int {
	depth := 0
	for i < len(text) {
		switch c := text[i]; {
		case c == '{':
			depth++
		case c == '}':
			if depth == 0 {
				return i
			}
			depth--
		case c == '"' || c == '\'':
			i = luaString(text, i)
			continue
		case strings.HasPrefix(text[i:], "--"):
			if end := luaLong(text, i+2); end > 0 {
				i = end
			} else {
				i = input.LineEnd(text, i)
			}
			continue
		case c == '[':
			if end := luaLong(text, i); end > 0 {
				i = end
				continue
			}
		}
		i++
	}
	return -1
}

// luaString returns where the string that begins at i ends: behind its quote, or at the end of its line.
func luaString(text string, i int) int {
	quote := text[i]
	for i++; i < len(text); i++ {
		switch text[i] {
		case '\\':
			i++
		case quote:
			return i + 1
		case '\n':
			return i
		}
	}
	return len(text)
}

// luaLong returns where the long bracket ([[…]], [==[…]==]) that begins at i ends, or 0 when none begins there.
func luaLong(text string, i int) int {
	if i >= len(text) || text[i] != '[' {
		return 0
	}
	level := i + 1
	for level < len(text) && text[level] == '=' {
		level++
	}
	if level >= len(text) || text[level] != '[' {
		return 0
	}
	closing := "]" + text[i+1:level] + "]"
	end := strings.Index(text[level:], closing)
	if end < 0 {
		return len(text)
	}
	return level + end + len(closing)
}

func isBlank(c byte) bool { return c == ' ' || c == '\t' || c == '\r' || c == '\n' }
