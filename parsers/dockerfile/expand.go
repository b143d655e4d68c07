package dockerfile

import (
	"strings"

	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/internal/credential"
)

// variable is what an ENV or ARG gives a name.
type variable struct {
	text  string
	known bool       // false when the value comes from the command line, or depends on one that does
	span  facts.Span // the value; of an ARG its default
	arg   bool
}

// expanded is a text with its variables replaced.
type expanded struct {
	text  string
	known bool // every variable of it is
	// from is where the value of the first variable stands; zero when the text has none.
	from facts.Span
}

// unquote takes off the quotes and the escapes of a word; its variables stay. A word that is quoted as a whole keeps the
// place of its quotes.
func (l *lexer) unquote(w facts.Word) facts.Word {
	text := w.Text
	if n := len(text); n >= 2 && (text[0] == '"' || text[0] == '\'') && text[n-1] == text[0] &&
		strings.IndexByte(text[1:n-1], text[0]) < 0 && strings.IndexByte(text, l.escape) < 0 {
		out := cut(w, 1, n-1)
		out.Quoted = w.Span()
		return out
	}
	if !strings.ContainsAny(text, `"'`) && strings.IndexByte(text, l.escape) < 0 {
		return w
	}
	var out []byte
	var offsets []int
	var quote byte
	for i := 0; i < len(text); i++ {
		c := text[i]
		switch {
		case c == l.escape && quote != '\'' && i+1 < len(text):
			i++
			if quote == '"' && text[i] != '"' && text[i] != '$' && text[i] != l.escape {
				out, offsets = append(out, c), append(offsets, w.Offset(i-1))
			}
		case quote != 0 && c == quote:
			quote = 0
			continue
		case quote == 0 && (c == '"' || c == '\''):
			quote = c
			continue
		}
		out, offsets = append(out, text[i]), append(offsets, w.Offset(i))
	}
	return facts.Word{Text: string(out), Source: w.Source, Start: w.Start, End: w.End, Offsets: offsets}
}

// expand replaces the variables of a word as the builder does: $NAME, ${NAME}, ${NAME:-word}, ${NAME:+word}; not within
// single quotes, and not behind the escape character.
func (l *lexer) expand(text string, scope map[string]variable) expanded {
	out := expanded{known: true}
	var b strings.Builder
	var quote byte
	for i := 0; i < len(text); i++ {
		c := text[i]
		switch {
		case c == l.escape && quote != '\'' && i+1 < len(text):
			i++
			b.WriteByte(text[i])
		case quote != 0 && c == quote:
			quote = 0
		case quote == 0 && (c == '"' || c == '\''):
			quote = c
		case c == '$' && quote != '\'':
			i += l.substitute(text[i:], scope, &b, &out) - 1
		default:
			b.WriteByte(c)
		}
	}
	out.text = b.String()
	return out
}

// substitute writes the value of the variable at the beginning of text, and returns how long that is.
func (l *lexer) substitute(text string, scope map[string]variable, b *strings.Builder, out *expanded) int {
	if !strings.HasPrefix(text, "${") {
		n := credential.Identifier(text[1:])
		if n == 0 {
			b.WriteByte('$')
			return 1
		}
		l.write(scope[text[1:1+n]], b, out)
		return 1 + n
	}
	end := credential.ClosingBrace(text)
	if end < 0 {
		out.known = false
		return len(text)
	}
	inner := text[2:end]
	n := credential.Identifier(inner)
	v, operator := scope[inner[:n]], inner[n:]
	alternative := func(skip int) {
		e := l.expand(operator[skip:], scope)
		out.known = out.known && e.known
		b.WriteString(e.text)
	}
	switch {
	case operator == "":
		l.write(v, b, out)
	case strings.HasPrefix(operator, ":-"), strings.HasPrefix(operator, "-"):
		if v.span.Source != nil && v.known && (v.text != "" || operator[0] == '-') {
			l.write(v, b, out)
			break
		}
		alternative(strings.IndexByte(operator, '-') + 1)
	case strings.HasPrefix(operator, ":+"), strings.HasPrefix(operator, "+"):
		switch {
		case v.span.Source == nil || v.known && v.text == "" && operator[0] == ':':
		case !v.known:
			out.known = false
		default:
			alternative(strings.IndexByte(operator, '+') + 1)
		}
	default: // ${NAME#pattern}, ${NAME/pattern/word}, ${NAME:?message}
		out.known = false
	}
	return end + 1
}

func (l *lexer) write(v variable, b *strings.Builder, out *expanded) {
	if !v.known {
		out.known = false
		return
	}
	if out.from.IsZero() {
		out.from = v.span
	}
	b.WriteString(v.text)
}
