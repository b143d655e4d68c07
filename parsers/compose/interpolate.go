package compose

import (
	"strings"

	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/internal/credential"
)

// fallbackSource is what a finding says about a value that a variable falls back to.
const fallbackSource = "the file falls back to it when the variable is not set"

// interpolated is a text with its variables replaced as far as the file says by what.
type interpolated struct {
	text     string
	known    bool
	fallback bool // some variable was replaced by what it falls back to
}

// interpolate replaces $NAME and ${NAME:-word}, and $$ by $ (compose-spec 12-interpolation).
func interpolate(text string) interpolated {
	out := interpolated{known: true}
	if !strings.Contains(text, "$") {
		out.text = text
		return out
	}
	var b strings.Builder
	for i := 0; i < len(text); i++ {
		if text[i] != '$' || i+1 == len(text) {
			b.WriteByte(text[i])
			continue
		}
		switch next := text[i+1]; {
		case next == '$':
			b.WriteByte('$')
			i++
		case next == '{':
			end := credential.ClosingBrace(text[i:])
			if end < 0 {
				out.known = false
				b.WriteByte('$')
				continue
			}
			out.brace(text[i+2:i+end], &b)
			i += end
		case credential.Identifier(text[i+1:]) > 0:
			out.known = false
			i += credential.Identifier(text[i+1:])
		default:
			b.WriteByte('$')
		}
	}
	out.text = b.String()
	return out
}

// brace writes what stands between the braces.
func (out *interpolated) brace(inner string, b *strings.Builder) {
	operator := strings.TrimPrefix(inner[credential.Identifier(inner):], ":")
	if !strings.HasPrefix(operator, "-") {
		out.known = false // no variable is set, as far as the files say
		return
	}
	word := interpolate(operator[1:])
	out.fallback, out.known = true, out.known && word.known
	b.WriteString(word.text)
}

// stated returns a scalar as the service states it: inherited when it stands elsewhere, by default when a variable falls
// back to it.
func (s *service) stated(v *value) facts.Stated[string] {
	if !v.isScalar() {
		return facts.Stated[string]{}
	}
	i := interpolate(v.node.Text)
	out := facts.Stated[string]{Value: i.text, Span: v.span(), State: facts.Explicit}
	switch {
	case !i.known:
		return facts.Undecided[string](v.span(), facts.UnknownVariable)
	case i.fallback:
		return facts.ByDefault(i.text, v.span(), fallbackSource)
	case !s.states(v.span()):
		out.State, out.Why = facts.Inherited, &facts.Why{Effect: s.at}
	}
	return out
}

// states reports whether a place lies in a block of the service's own name.
func (s *service) states(at facts.Span) bool {
	for _, b := range s.blocks {
		if b.Contains(at) {
			return true
		}
	}
	return false
}

// flag returns a boolean.
func (s *service) flag(v *value) facts.Stated[bool] {
	text := s.stated(v)
	out := facts.Stated[bool]{Span: text.Span, State: text.State, Why: text.Why}
	switch strings.ToLower(text.Value) {
	case "true", "yes", "on", "1":
		out.Value = true
	case "false", "no", "off", "0", "":
	default:
		return facts.Stated[bool]{}
	}
	return out
}

// written returns a stated value of another type than text.
func written[T any](text facts.Stated[string], v T) facts.Stated[T] {
	return facts.Stated[T]{Value: v, Span: text.Span, State: text.State, Why: text.Why}
}
