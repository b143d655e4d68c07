package apache

import (
	"strings"

	"github.com/wirevet/wirevet/internal/template"
	"github.com/wirevet/wirevet/parsers/input"
)

// kind is what a token is. The tokens of a file follow each other without gaps: together they are its bytes.
type kind uint8

const (
	space kind = iota // blanks, line ends, a backslash that continues a line
	comment
	word
	opening // <Location: the name is its text
	closing // </Location>
	tagEnd  // the > of an opening line, with what httpd passes over behind it
	control // a statement of a template language: {% if x %}, <% end %>, {{- range . }}
	ending  // the end of a line that had words
)

// token is a piece of a file.
type token struct {
	kind       kind
	start, end int
	// text is what a word means: without quotes and escapes. Of other tokens it is the name, or empty.
	text string
	// open is the quote that a word lacks at its end.
	open byte
}

// lexer cuts a file into tokens. Lines are logical ones: a backslash before the line's end continues it, also in a comment
// (ap_cfg_getline_core in server/util.c).
type lexer struct {
	text string
	at   int
	end  int  // of the logical line
	last int  // where the > of a section's opening line stands, or -1
	busy bool // the line has had a word
}

// next returns the token at the lexer's place, and false at the end.
func (l *lexer) next() (token, bool) {
	if l.at >= len(l.text) {
		return token{}, false
	}
	t := token{start: l.at}
	switch {
	case l.at == 0 && strings.HasPrefix(l.text, input.BOM):
		t.kind = space
		l.at = len(input.BOM)
	case l.at >= l.end && l.busy:
		t.kind, l.busy = ending, false
		l.at++
	case isBlank(l.text[l.at]) || l.continues(l.at):
		t.kind = space
		for l.at < len(l.text) && (isBlank(l.text[l.at]) || l.continues(l.at)) && (!l.busy || l.at < l.end) {
			l.at++
		}
	case !l.busy:
		l.begin(&t)
	case l.at == l.last:
		t.kind = tagEnd
		l.at = l.end
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

// begin reads the first token of a line.
func (l *lexer) begin(t *token) {
	if end, ok := template.StatementEnd(l.text, l.at); ok {
		t.kind = control
		l.at = end
		return
	}
	l.end, l.last = logicalEnd(l.text, l.at), -1
	line := l.text[l.at:l.end]
	switch {
	case line[0] == '#':
		t.kind = comment
		l.at = l.end
		return
	case strings.HasPrefix(line, "</"):
		t.kind = closing
		t.text = strings.TrimRight(strings.TrimPrefix(line, "</"), "> \t\r")
		l.at = l.end
	case line[0] == '<' && template.ExpressionEnd(l.text, l.at) == l.at:
		t.kind = opening
		n := 1
		for n < len(line) && !isBlank(line[n]) && line[n] != '>' {
			n++
		}
		t.text = line[1:n]
		// httpd takes the last > of the line, whatever stands behind it.
		if i := strings.LastIndexByte(line, '>'); i >= n {
			l.last = l.at + i
		}
		l.at += n
	default:
		l.word(t)
	}
	l.busy = true
}

// word reads a word with its quotes (ap_getword_conf in server/util.c).
func (l *lexer) word(t *token) {
	t.kind = word
	end := l.end
	if l.last >= l.at {
		end = l.last
	}
	if c := l.text[l.at]; c == '"' || c == '\'' {
		l.quoted(t, c, end)
		return
	}
	begin := l.at
	for l.at < end && !isBlank(l.text[l.at]) {
		switch next := template.ExpressionEnd(l.text, l.at); {
		case next > l.at && next <= end:
			l.at = next
		case l.continues(l.at):
			l.at = input.LineEnd(l.text, l.at) + 1
		case l.text[l.at] == '\\' && l.at+1 < end && l.text[l.at+1] == '\\':
			l.at += 2
		default:
			l.at++
		}
	}
	t.text = unescape(l.text[begin:l.at], 0)
}

func (l *lexer) quoted(t *token, quote byte, end int) {
	begin := l.at + 1
	for i := begin; i < end; i++ {
		switch {
		case l.text[i] == '\\' && i+1 < end && (l.text[i+1] == quote || l.text[i+1] == '\\'):
			i++
		case l.text[i] == quote:
			t.text = unescape(l.text[begin:i], quote)
			l.at = i + 1
			return
		}
	}
	t.open = quote
	l.at = end
	t.text = unescape(strings.TrimRight(l.text[begin:end], "\r"), quote)
}

// unescape resolves what httpd resolves: a doubled backslash, an escaped quote inside of quotes, a continued line
// (substring_conf in server/util.c).
func unescape(s string, quote byte) string {
	if strings.IndexByte(s, '\\') < 0 {
		return s
	}
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] != '\\' || i+1 == len(s) {
			b.WriteByte(s[i])
			continue
		}
		switch next := s[i+1]; {
		case next == '\\' || quote != 0 && next == quote:
			b.WriteByte(next)
			i++
		case next == '\n':
			i++
		case next == '\r' && i+2 < len(s) && s[i+2] == '\n':
			i += 2
		default:
			b.WriteByte('\\')
		}
	}
	return b.String()
}

// continues reports whether the byte at i is a backslash that continues the line.
func (l *lexer) continues(i int) bool {
	if l.text[i] != '\\' {
		return false
	}
	rest := l.text[i+1:]
	return strings.HasPrefix(rest, "\n") || strings.HasPrefix(rest, "\r\n")
}

// logicalEnd returns where the line that i is in ends: at its line feed, or at the end of the text.
func logicalEnd(text string, i int) int {
	for {
		end := input.LineEnd(text, i)
		if end == len(text) {
			return end
		}
		before := end
		if before > i && text[before-1] == '\r' {
			before--
		}
		if before <= i || text[before-1] != '\\' {
			return end
		}
		i = end + 1
	}
}

func isBlank(c byte) bool {
	return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '\v' || c == '\f'
}
