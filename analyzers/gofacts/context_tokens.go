package gofacts

import (
	"go/ast"
	"go/types"
	"strings"

	"github.com/wirevet/wirevet/facts"
)

// callersToken tells importers that a function returns the token of a caller, or that the key of a context stands for one.
type callersToken struct {
	Key   string // what it is kept under in a context; empty for a function that takes it from the request
	Known bool   // the package itself puts it there
}

// AFact marks it as a fact.
func (*callersToken) AFact() {}

func (f *callersToken) String() string { return "the caller's token" }

// keepsToken tells importers that a function puts one of its arguments into a context.
type keepsToken struct {
	Key       string
	Parameter int
}

// AFact marks it as a fact.
func (*keepsToken) AFact() {}

func (f *keepsToken) String() string { return "keeps an argument in the context" }

const (
	withValue    = "context.WithValue"
	contextValue = "context.Context.Value"
)

// keptToken is a token of a caller that something else than the request gives: the context, or a function.
type keptToken struct {
	from  ast.Expr // where it is taken from the request, if that is here
	key   string
	known bool
}

// keptToken returns what an expression gives of a context, or of a function of another package; nil when it is no token as far
// as it is known, or when nothing can be known.
func (r *reader) keptToken(e ast.Expr) *keptToken {
	call, ok := e.(*ast.CallExpr)
	if !ok {
		return nil
	}
	if r.called(call) == contextValue && len(call.Args) == 1 {
		for _, put := range r.calls[withValue] {
			if len(put.Args) == 3 && r.sameKey(call.Args[0], put.Args[1]) {
				if from := r.presentedToken(put.Args[2]); from != nil {
					return &keptToken{from: from, known: true}
				}
			}
		}
		obj := r.keyObject(call.Args[0])
		var f callersToken
		if obj != nil && obj.Pkg() != r.pass.Pkg && r.pass.ImportObjectFact(obj, &f) {
			return &keptToken{key: f.Key, known: f.Known}
		}
		if key := r.keyName(call.Args[0]); key != "" {
			return &keptToken{key: key}
		}
		return nil
	}
	name := calledName(call)
	if name == nil {
		return nil
	}
	var f callersToken
	fn, ok := r.info.Uses[name].(*types.Func)
	if !ok || fn.Pkg() == nil || fn.Pkg() == r.pass.Pkg || !r.pass.ImportObjectFact(fn, &f) {
		return nil
	}
	return &keptToken{key: f.Key, known: f.Known}
}

func (r *reader) addKeptForward(at, e ast.Expr, kept *keptToken) {
	switch {
	case kept.from != nil:
		r.addForward(at, kept.from, facts.Medium)
	case kept.known:
		r.addForward(at, e, facts.Medium)
	default:
		r.facts.Forwards = append(r.facts.Forwards, &facts.TokenForward{
			Entry: r.pkg.Entry, Span: r.span(at), Confidence: facts.Medium, Key: kept.key,
		})
	}
}

// presentedToken returns the header Authorization of a caller among what an expression is made of, or nil.
func (r *reader) presentedToken(e ast.Expr) ast.Expr {
	for _, o := range r.origins(e) {
		if p := r.presentedBy(o); p != nil && p.name == "Authorization" {
			return o
		}
	}
	return nil
}

// exportTokens tells importers which functions and keys give the token of a caller, and which functions keep one; and states
// where a token is put into a context.
func (r *reader) exportTokens() {
	known := map[string]bool{}
	for _, put := range r.calls[withValue] {
		if len(put.Args) != 3 {
			continue
		}
		key := r.keyName(put.Args[1])
		if key == "" {
			continue
		}
		if from := r.presentedToken(put.Args[2]); from != nil {
			known[key] = true
			r.facts.Contexts = append(r.facts.Contexts, &facts.ContextToken{Entry: r.pkg.Entry, Span: r.span(from), Key: key})
			if obj := r.keyObject(put.Args[1]); obj != nil && obj.Exported() && obj.Pkg() == r.pass.Pkg {
				r.pass.ExportObjectFact(obj, &callersToken{key, true})
			}
			continue
		}
		if fn := r.functionAround(put); fn != nil {
			f, _ := r.info.Defs[fn.Name].(*types.Func)
			if position, ok := r.parameterAmong(fn, put.Args[2]); ok && f != nil && f.Exported() {
				r.pass.ExportObjectFact(f, &keepsToken{key, position})
			}
		}
	}
	r.readKept()
	if len(r.calls[contextValue])+len(r.calls["net/http.Header.Get"]) == 0 {
		return
	}
	for f, fn := range r.exportedFunctions() {
		if f.Signature().Results().Len() > 0 && isText(f.Signature().Results().At(0).Type()) {
			r.exportToken(f, fn, known)
		}
	}
}

// readKept states the tokens that the package hands to functions of others which keep them.
func (r *reader) readKept() {
	for _, c := range r.foreignCalls() {
		var f keepsToken
		if !r.pass.ImportObjectFact(c.function, &f) {
			continue
		}
		for _, call := range c.calls {
			if f.Parameter >= len(call.Args) {
				continue
			}
			if from := r.presentedToken(call.Args[f.Parameter]); from != nil {
				r.facts.Contexts = append(r.facts.Contexts, &facts.ContextToken{Entry: r.pkg.Entry, Span: r.span(from), Key: f.Key})
			}
		}
	}
}

// exportToken tells importers of a function that returns the token of a request, or what a context holds that may be one.
func (r *reader) exportToken(f *types.Func, fn *ast.FuncDecl, known map[string]bool) {
	for _, e := range returned(fn.Body, 0) {
		for _, o := range r.origins(e) {
			call, ok := o.(*ast.CallExpr)
			if !ok {
				continue
			}
			if p := r.presentedBy(call); p != nil && p.name == "Authorization" {
				r.pass.ExportObjectFact(f, &callersToken{Known: true})
				return
			}
			if r.called(call) == contextValue && len(call.Args) == 1 {
				if key := r.keyName(call.Args[0]); key != "" {
					r.pass.ExportObjectFact(f, &callersToken{key, known[key]})
					return
				}
			}
		}
	}
}

// parameterAmong returns the parameter of a function that an expression is made of.
func (r *reader) parameterAmong(fn *ast.FuncDecl, e ast.Expr) (int, bool) {
	for _, o := range r.origins(e) {
		if id, ok := o.(*ast.Ident); ok {
			if p, ok := r.indexed().params[r.info.ObjectOf(id)]; ok && p.fn == fn && p.position >= 0 && isText(r.info.TypeOf(id)) {
				return p.position, true
			}
		}
	}
	return 0, false
}

// keyObject returns the type, variable or constant that a key of a context is.
func (r *reader) keyObject(e ast.Expr) types.Object {
	switch e := ast.Unparen(e).(type) {
	case *ast.CompositeLit:
		if named, ok := types.Unalias(r.info.TypeOf(e)).(*types.Named); ok {
			return named.Obj()
		}
	case *ast.Ident, *ast.SelectorExpr:
		return r.denoted(e)
	}
	return nil
}

// keyName names a key of a context so that other packages name it alike: by its package and name, or by its type and text.
func (r *reader) keyName(e ast.Expr) string {
	if text, ok := r.constantText(e); ok {
		if t := r.info.TypeOf(e); t != nil {
			return t.String() + " " + text
		}
	}
	obj := r.keyObject(e)
	if obj == nil || obj.Pkg() == nil || obj.Parent() != obj.Pkg().Scope() {
		return ""
	}
	return strings.TrimSuffix(obj.Pkg().Path(), "_test") + "." + obj.Name()
}

// sameKey reports whether two keys of a context are the same: one constant or variable, or an empty value of one type.
func (r *reader) sameKey(a, b ast.Expr) bool {
	if x, ok := r.constantText(a); ok {
		y, ok := r.constantText(b)
		return ok && x == y && types.Identical(r.info.TypeOf(a), r.info.TypeOf(b))
	}
	if x, ok := a.(*ast.Ident); ok {
		y, ok := b.(*ast.Ident)
		return ok && r.info.ObjectOf(x) != nil && r.info.ObjectOf(x) == r.info.ObjectOf(y)
	}
	x, isLiteral := a.(*ast.CompositeLit)
	y, ok := b.(*ast.CompositeLit)
	return isLiteral && ok && r.literalType(x) != "" && r.literalType(x) == r.literalType(y)
}
