package traefik

import (
	"go/ast"
	"go/parser"
	"go/token"
	"slices"
	"strconv"

	"github.com/wirevet/wirevet/facts"
)

// matcher is one condition of a rule: Host(`a`), or !Method(`POST`).
type matcher struct {
	*signature
	args []facts.Word
	not  bool
}

// expression is a rule, or a part of it. Negation stands at the matchers alone, where Traefik moves it as well (pkg/rules).
type expression struct {
	op          token.Token // LAND, LOR; ILLEGAL for a matcher
	left, right *expression
	matcher     matcher
}

// refusal says what Traefik does not read in a rule.
type refusal struct {
	at  facts.Span
	why string
}

// expressionReader reads rules as Traefik does: they are expressions of Go (vulcand/predicate 1.3.0).
type expressionReader struct {
	word facts.Word
	syntax
	wrong *refusal
}

// readExpression returns what a rule says in a syntax, or what is wrong with it.
func readExpression(w facts.Word, s syntax) (*expression, *refusal) {
	tree, err := parser.ParseExprFrom(token.NewFileSet(), "", w.Text, parser.SkipObjectResolution)
	if err != nil {
		return nil, &refusal{w.Content(), "its rule is no expression of matchers"}
	}
	r := expressionReader{word: w, syntax: s}
	return r.read(tree, false), r.wrong
}

// part is the text of a piece of the rule: positions of an expression begin at 1.
func (r *expressionReader) part(n ast.Node) facts.Word {
	end := len(r.word.Text)
	return r.word.Sub(min(int(n.Pos())-1, end), min(int(n.End())-1, end))
}

func (r *expressionReader) refuse(n ast.Node, why string) *expression {
	if r.wrong == nil {
		r.wrong = &refusal{r.part(n).Content(), why}
	}
	return nil
}

func (r *expressionReader) read(n ast.Expr, not bool) *expression {
	switch n := n.(type) {
	case *ast.ParenExpr:
		return r.read(n.X, not)
	case *ast.UnaryExpr:
		if n.Op == token.NOT {
			return r.read(n.X, !not)
		}
	case *ast.BinaryExpr:
		if n.Op == token.LAND || n.Op == token.LOR {
			return join(n.Op == token.LAND != not, r.read(n.X, not), r.read(n.Y, not))
		}
	case *ast.CallExpr:
		return r.call(n, not)
	}
	return r.refuse(n, "its rule is no expression of matchers")
}

// join returns what both say, or one of them. Of what cannot be read there is nothing.
func join(both bool, left, right *expression) *expression {
	if left == nil || right == nil {
		return nil
	}
	e := &expression{op: token.LOR, left: left, right: right}
	if both {
		e.op = token.LAND
	}
	return e
}

func (r *expressionReader) call(n *ast.CallExpr, not bool) *expression {
	name, ok := n.Fun.(*ast.Ident)
	if !ok {
		return r.refuse(n.Fun, "a rule has matchers alone")
	}
	known := slices.IndexFunc(signatures, func(s signature) bool { return s.in(r.syntax) && s.isCalled(name.Name) })
	if known < 0 {
		return r.refuse(name, "there is no such matcher")
	}
	m := matcher{signature: &signatures[known], not: not}
	for _, a := range n.Args {
		word, ok := r.text(a)
		if !ok {
			return r.refuse(a, "what a matcher takes is a text in backquotes or double quotes")
		}
		m.args = append(m.args, word)
	}
	if why := m.refused(r.syntax); why != "" {
		r.refuse(n, why) // its names still decide about TLS options
	}
	if !m.any || len(m.args) < 2 {
		return &expression{matcher: m}
	}
	var all *expression
	for i := range m.args { // one that takes any of several texts is several that take one
		one := &expression{matcher: matcher{signature: m.signature, args: m.args[i : i+1], not: not}}
		if all == nil {
			all = one
		} else {
			all = join(not, all, one)
		}
	}
	return all
}

// text returns a literal without its quotes. What is escaped in it has the place of the whole.
func (r *expressionReader) text(n ast.Expr) (facts.Word, bool) {
	literal, ok := n.(*ast.BasicLit)
	if !ok || literal.Kind != token.STRING {
		return facts.Word{}, false
	}
	from := int(literal.Pos()) - 1
	w := r.word.Sub(from+1, from+len(literal.Value)-1)
	text, err := strconv.Unquote(literal.Value)
	if err != nil {
		return facts.Word{}, false
	}
	if text != w.Text {
		w = facts.Word{Text: text, Source: w.Source, Start: w.Start, End: w.End}
		w.Offsets = slices.Repeat([]int{w.Start}, len(text))
	}
	return w, true
}

// all calls f for each matcher.
func (e *expression) all(f func(*matcher)) {
	switch {
	case e == nil:
	case e.op == token.ILLEGAL:
		f(&e.matcher)
	default:
		e.left.all(f)
		e.right.all(f)
	}
}
