package gofacts

import (
	"go/ast"
	"go/token"
	"strconv"
	"strings"

	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/internal/credential"
)

// literalWords returns the leading words of a command that are written in the source, and whether those are all.
func (r *reader) literalWords(s started) (out []facts.Word, complete bool) {
	for _, e := range s.words {
		w, ok := r.word(e)
		if !ok {
			return out, false
		}
		out = append(out, w)
	}
	return out, !s.more
}

// word returns a constant text with the place of each of its bytes, when it is one literal; else with the place of the
// expression that gives it.
func (r *reader) word(e ast.Expr) (facts.Word, bool) {
	v := r.value(e)
	text, ok := textOf(v.constant)
	if !ok || v.origin != constantOrigin {
		return facts.Word{}, false
	}
	span := r.span(e)
	w := facts.Word{Text: text, Source: span.Source, Start: span.Start, End: span.End, Quoted: span}
	lit, isLiteral := e.(*ast.BasicLit)
	if !isLiteral || span.Source == nil {
		w.Offsets = make([]int, len(text)) // all of it stands where the name does
		for i := range w.Offsets {
			w.Offsets[i] = span.Start
		}
		return w, true
	}
	w.Start, w.End = span.Start+1, span.End-1
	if len(lit.Value) != len(text)+2 {
		w.Offsets = literalOffsets(lit.Value, w.Start, len(text))
	}
	return w, true
}

// literalOffsets returns where each byte of a literal with escapes stands in the source, which begins at start behind the
// quote.
func literalOffsets(literal string, start, length int) []int {
	out := make([]int, 0, length)
	rest := literal[1 : len(literal)-1]
	if literal[0] == '`' { // only carriage returns are left out
		for i := range len(rest) {
			if rest[i] != '\r' {
				out = append(out, start+i)
			}
		}
		return out
	}
	for rest != "" {
		at := start + len(literal) - 2 - len(rest)
		c, multibyte, tail, err := strconv.UnquoteChar(rest, '"')
		if err != nil {
			break
		}
		n := 1
		if multibyte {
			n = len(string(c))
		}
		for range n {
			out = append(out, at)
		}
		rest = tail
	}
	for len(out) < length {
		out = append(out, start)
	}
	return out
}

// secretArguments states the credentials that are handed over on a command line, told by the options before them.
func (r *reader) secretArguments(s started, l *facts.Launch, out *facts.Facts) {
	for i, e := range s.words {
		if i == 0 || r.isConstant(e) {
			continue
		}
		name := ""
		if before, ok := r.constantText(s.words[i-1]); ok && strings.HasPrefix(before, "-") && !strings.Contains(before, "=") {
			name = strings.TrimLeft(before, "-")
		} else if sum, ok := e.(*ast.BinaryExpr); ok && sum.Op == token.ADD {
			if text, ok := r.constantText(sum.X); ok && strings.HasPrefix(text, "-") && strings.HasSuffix(text, "=") {
				name = strings.Trim(text, "-=")
			}
		}
		if name == "" || !credential.NamesSecret(name) {
			continue
		}
		c := &facts.Credential{Entry: r.pkg.Entry, Name: name, Carrier: facts.InArgument, Span: r.span(e), Confidence: facts.Medium}
		l.Credentials = append(l.Credentials, c)
		out.Credentials = append(out.Credentials, c)
	}
}
