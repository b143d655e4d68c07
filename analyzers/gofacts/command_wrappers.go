package gofacts

import (
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"
	"slices"
	"strconv"
)

// startsCommand tells importers that a function starts a command which its arguments name, or take part in.
type startsCommand struct {
	Words []commandWord
	Rest  int // the parameter with the words that follow; -1 for none
	More  bool
}

// commandWord is a word of a command: a text, or the parameter that gives it.
type commandWord struct {
	Text      string
	Parameter int // -1 for a text
}

// AFact marks it as a fact.
func (*startsCommand) AFact() {}

func (f *startsCommand) String() string { return "starts a command" }

// wrapper returns what of a command the parameters of a function decide, or nil when they decide nothing.
func (r *reader) wrapper(fn *ast.FuncDecl, words []ast.Expr, rest ast.Expr, more bool) *startsCommand {
	out := &startsCommand{Rest: -1, More: more}
	decides := false
	for _, e := range words {
		if w, ok := r.word(e); ok {
			out.Words = append(out.Words, commandWord{w.Text, -1})
			continue
		}
		position, ok := r.parameterOf(fn, e)
		if !ok {
			out.More = true
			rest = nil
			break
		}
		out.Words, decides = append(out.Words, commandWord{"", position}), true
	}
	if rest != nil {
		if position, ok := r.parameterOf(fn, rest); ok {
			out.Rest, out.More, decides = position, false, true
		}
	}
	if !decides || len(out.Words) == 0 {
		return nil
	}
	return out
}

// parameterOf reports whether an expression is a parameter of a function that the function does not change.
func (r *reader) parameterOf(fn *ast.FuncDecl, e ast.Expr) (int, bool) {
	id, ok := ast.Unparen(e).(*ast.Ident)
	if !ok {
		return 0, false
	}
	obj := r.info.ObjectOf(id)
	p, ok := r.indexed().params[obj]
	return p.position, ok && p.fn == fn && p.position >= 0 && len(r.indexed().sets[obj]) == 0
}

// noteWrapper remembers a function whose parameters decide what is started.
func (r *reader) noteWrapper(s started) {
	fn := r.functionAround(s.at)
	if fn == nil {
		return
	}
	f, ok := r.info.Defs[fn.Name].(*types.Func)
	if !ok {
		return
	}
	if w := r.wrapper(fn, s.words, s.rest, s.more && s.rest == nil); w != nil && r.wrappers[f] == nil {
		if r.wrappers == nil {
			r.wrappers = map[*types.Func]*startsCommand{}
		}
		r.wrappers[f] = w
	}
}

// readWrapped states the commands that are started by functions which get them, of this package and of others, and tells
// importers about those of this one.
func (r *reader) readWrapped() {
	for before := -1; before != len(r.wrappers) && len(r.wrappers) < maxWrappers; { // functions hand on what they get
		before = len(r.wrappers)
		for _, call := range r.callsOfWrappers() {
			w, _ := r.wrapperCalled(call)
			words, rest, more := r.wrappedWords(call, w)
			r.noteWrapper(started{at: call.Fun, words: words, rest: rest, more: more})
		}
	}
	for _, call := range r.callsOfWrappers() {
		if s, ok := r.wrapped(call); ok {
			r.addLaunch(s)
		}
	}
	for f, w := range r.wrappers {
		if f.Exported() {
			r.pass.ExportObjectFact(f, w)
		}
	}
}

// maxWrappers bounds how many functions of a package are followed.
const maxWrappers = 200

// callsOfWrappers lists the calls of functions that start what they get.
func (r *reader) callsOfWrappers() []*ast.CallExpr {
	var out []*ast.CallExpr
	for _, c := range r.foreignCalls() {
		if w, _ := r.wrapperCalled(c.calls[0]); w != nil {
			out = append(out, c.calls...)
		}
	}
	for f := range r.wrappers {
		out = append(out, r.indexed().callers[f]...)
	}
	slices.SortFunc(out, byPosition)
	return out
}

// wrapperCalled returns what a called function makes of its arguments, and whether it is one of this package.
func (r *reader) wrapperCalled(call *ast.CallExpr) (w *startsCommand, own bool) {
	name := calledName(call)
	if name == nil {
		return nil, false
	}
	f, ok := r.info.Uses[name].(*types.Func)
	if !ok || f.Pkg() == nil {
		return nil, false
	}
	if f.Pkg() == r.pass.Pkg {
		return r.wrappers[f], true
	}
	var fact startsCommand
	if !r.pass.ImportObjectFact(f, &fact) {
		return nil, false
	}
	return &fact, false
}

// wrapped returns the command that a call starts, when its arguments say something that is not said where the function
// stands: the program, or what a shell is to run. Of the package's own functions [reader.origins] follows the latter.
func (r *reader) wrapped(call *ast.CallExpr) (started, bool) {
	w, own := r.wrapperCalled(call)
	if w == nil {
		return started{}, false
	}
	if w.Words[0].Parameter < 0 && (own || !w.runsShell()) {
		return started{}, false
	}
	if own && len(r.indexed().callers[r.info.Uses[calledName(call)]]) < 2 && !r.callableFromOutside(r.info.Uses[calledName(call)]) {
		return started{}, false // its only caller is followed
	}
	words, rest, more := r.wrappedWords(call, w)
	if rest != nil {
		more = true
	}
	return started{at: call.Fun, words: words, more: more}, len(words) > 0
}

// runsShell reports whether the words are those of a shell, and a parameter what it is to run.
func (f *startsCommand) runsShell() bool {
	if len(f.Words) < 3 || f.Words[len(f.Words)-1].Parameter < 0 {
		return false
	}
	return isShell(f.Words[0].Text)
}

// wrappedWords returns the words of the command that a call starts. rest is a slice of which nothing is known.
func (r *reader) wrappedWords(call *ast.CallExpr, w *startsCommand) (words []ast.Expr, rest ast.Expr, more bool) {
	for _, word := range w.Words {
		switch {
		case word.Parameter < 0:
			words = append(words, writtenAt(call.Fun, word.Text))
		case word.Parameter < len(call.Args):
			words = append(words, call.Args[word.Parameter])
		default:
			return words, nil, true
		}
	}
	if w.Rest < 0 || w.Rest >= len(call.Args) {
		return words, nil, w.More
	}
	given := call.Args[w.Rest:]
	if f, ok := r.info.Uses[calledName(call)].(*types.Func); ok && f.Signature().Variadic() && !call.Ellipsis.IsValid() {
		return append(words, given...), nil, w.More
	}
	if lit, ok := r.madeOf(given[0]).(*ast.CompositeLit); ok && len(r.appended(given[0])) == 0 {
		return append(words, lit.Elts...), nil, w.More
	}
	return words, given[0], w.More
}

// writtenAt is a text that another package has written, in the place of a node of this one.
func writtenAt(at ast.Expr, text string) ast.Expr {
	return &ast.ParenExpr{Lparen: at.Pos(), X: &ast.BasicLit{ValuePos: at.Pos(), Kind: token.STRING, Value: strconv.Quote(text)}, Rparen: at.End() - 1}
}

// literalValue is the value of a literal of which the types say nothing.
func literalValue(lit *ast.BasicLit) value {
	c := constant.MakeFromLiteral(lit.Value, lit.Kind, 0)
	if c.Kind() == constant.Unknown {
		return value{at: lit}
	}
	return value{origin: constantOrigin, constant: c, at: lit}
}
