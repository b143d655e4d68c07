package gofacts

import (
	"go/ast"
	"go/constant"
	"go/token"
	"slices"
	"strings"

	"github.com/wirevet/wirevet/facts"
)

// piece is a part of a text that is put together.
type piece struct {
	text  string
	value value // what gives the part; the zero value for a literal one
	known bool
}

// text takes a text apart into what is written and what is not known: ":" + port, fmt.Sprintf("%s:%d", host, port).
func (r *reader) text(e ast.Expr) []piece { return r.textAt(e, 0) }

func (r *reader) textAt(e ast.Expr, depth int) []piece {
	if e == nil || depth > maxHops {
		return []piece{{}}
	}
	v := r.value(e)
	if v.constant != nil && v.origin != severalOrigin {
		switch v.constant.Kind() {
		case constant.String:
			return []piece{{constant.StringVal(v.constant), v, true}}
		case constant.Int:
			return []piece{{v.constant.ExactString(), v, true}}
		}
	}
	switch e := ast.Unparen(e).(type) {
	case *ast.BinaryExpr:
		if e.Op == token.ADD {
			return append(r.textAt(e.X, depth+1), r.textAt(e.Y, depth+1)...)
		}
	case *ast.Ident, *ast.SelectorExpr:
		if one := r.onlySet(e); one != nil {
			return r.textAt(one, depth+1)
		}
	case *ast.CallExpr:
		if pieces := r.calledText(e, depth); pieces != nil {
			return pieces
		}
	}
	return []piece{{value: v}}
}

// onlySet returns what a variable or an unexported field is set to, when that is one thing.
func (r *reader) onlySet(e ast.Expr) ast.Expr {
	obj := r.settable(e)
	if obj == nil || obj.Pkg() != r.pass.Pkg {
		return nil
	}
	sets := r.indexed().sets[obj]
	if len(sets) != 1 || sets[0].value == nil || sets[0].result != 0 || contains(sets[0].value, e.Pos()) {
		return nil
	}
	return sets[0].value
}

func (r *reader) calledText(call *ast.CallExpr, depth int) []piece {
	switch name := r.called(call); name {
	case "fmt.Sprintf":
		if len(call.Args) > 0 {
			if format, ok := textOf(r.constantOf(call.Args[0])); ok {
				return r.formatted(format, call.Args[1:], depth)
			}
		}
	case "net.JoinHostPort":
		if len(call.Args) == 2 {
			return append(append(r.textAt(call.Args[0], depth+1), piece{text: ":", known: true}), r.textAt(call.Args[1], depth+1)...)
		}
	case "strconv.Itoa", "fmt.Sprint", "strconv.FormatInt", "strconv.FormatUint":
		if len(call.Args) > 0 {
			return r.textAt(call.Args[0], depth+1)
		}
	}
	return nil
}

// formatted takes a format apart at its verbs.
func (r *reader) formatted(format string, args []ast.Expr, depth int) []piece {
	var out []piece
	for {
		literal, rest, found := strings.Cut(format, "%")
		out = append(out, piece{text: literal, known: true})
		if !found || rest == "" {
			return out
		}
		if rest[0] == '%' {
			out = append(out, piece{text: "%", known: true})
			format = rest[1:]
			continue
		}
		end := strings.IndexFunc(rest, func(c rune) bool { return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' })
		if end < 0 || len(args) == 0 {
			return append(out, piece{})
		}
		out = append(out, r.textAt(args[0], depth+1)...)
		args, format = args[1:], rest[end+1:]
	}
}

// whole joins pieces. It reports whether all are known, and which of them is only so by default.
func whole(pieces []piece) (text string, known bool, fallback *value) {
	known = true
	var b strings.Builder
	for i := range pieces {
		p := &pieces[i]
		if !p.known {
			known = false
			continue
		}
		b.WriteString(p.text)
		if p.value.origin != unknownOrigin && p.value.origin != constantOrigin && fallback == nil {
			fallback = &p.value
		}
	}
	return b.String(), known, fallback
}

// statedText is the text that an expression gives, if all of it is known.
func (r *reader) statedText(pieces []piece, span facts.Span) facts.Stated[string] {
	return statedPieces(pieces, span)
}

func statedPieces(pieces []piece, span facts.Span) facts.Stated[string] {
	text, known, fallback := whole(pieces)
	switch {
	case !known:
		reason := facts.OutsideRepository
		for _, p := range pieces {
			if !p.known {
				reason = p.value.reason()
			}
		}
		return facts.Undecided[string](span, reason)
	case fallback != nil:
		return facts.ByDefault(text, span, "the default of "+fallback.describe())
	}
	return facts.Written(text, span)
}

// splitAddress parts a bind address into host and port, which may be known each for itself.
func splitAddress(pieces []piece, span facts.Span) (host, port facts.Stated[string]) {
	for i := len(pieces) - 1; i >= 0; i-- {
		p := pieces[i]
		colon := strings.LastIndexByte(p.text, ':')
		if !p.known || colon < 0 {
			continue
		}
		before := append(append([]piece{}, pieces[:i]...), piece{p.text[:colon], p.value, true})
		after := append([]piece{{p.text[colon+1:], p.value, true}}, pieces[i+1:]...)
		host, port = statedPieces(before, span), statedPieces(after, span)
		host.Value = strings.Trim(host.Value, "[]")
		return host, port
	}
	text, known, _ := whole(pieces)
	// A flag or a variable that is empty unless somebody sets it says "do not listen": it is asked before.
	literal := !slices.ContainsFunc(pieces, func(p piece) bool { return p.value.origin != constantOrigin })
	if known && text == "" && literal {
		return facts.Written("", span), facts.Written("80", span) // net/http: "If srv.Addr is blank, ":http" is used"
	}
	return facts.Undecided[string](span, facts.UnknownVariable), facts.Stated[string]{}
}
