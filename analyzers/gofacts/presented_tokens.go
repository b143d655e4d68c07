package gofacts

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"
	"strings"

	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/internal/credential"
)

// readComparisons states where a credential of a caller is compared with the one that is expected.
func (r *reader) readComparisons() {
	for _, file := range r.files {
		r.inspect(file, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.BinaryExpr:
				if n.Op == token.EQL || n.Op == token.NEQ {
					r.comparison(n, "==", n.X, n.Y)
				}
			case *ast.CallExpr:
				if len(n.Args) == 2 {
					switch symbol := r.called(n); symbol {
					case "bytes.Equal", "strings.EqualFold", "strings.Compare", "slices.Equal":
						r.comparison(n, symbol, n.Args[0], n.Args[1])
					case "crypto/subtle.ConstantTimeCompare", "crypto/hmac.Equal":
						r.comparison(n, symbol, n.Args[0], n.Args[1])
					}
				}
			}
			return true
		})
	}
}

func (r *reader) comparison(at ast.Node, operator string, x, y ast.Expr) {
	if r.isConstant(x) || r.isConstant(y) {
		return
	}
	from := r.presentedIn(x)
	if from == nil {
		x, y = y, x
		from = r.presentedIn(x)
	}
	if from == nil || r.presentedIn(y) != nil {
		return
	}
	if !from.secret() && !r.holdsSecret(x) || !r.holdsSecret(y) {
		return
	}
	r.facts.Comparisons = append(r.facts.Comparisons, &facts.SecretComparison{
		Entry: r.pkg.Entry, Span: r.span(at), Operator: operator, Presented: from.what,
		ConstantTime: strings.HasPrefix(operator, "crypto/"),
	})
}

func (r *reader) isConstant(e ast.Expr) bool {
	tv, ok := r.info.Types[e]
	return ok && (tv.Value != nil || tv.IsNil())
}

// presentedIn returns what of a caller's request an expression is made of, or nil.
func (r *reader) presentedIn(e ast.Expr) *presented {
	for _, o := range r.origins(e) {
		if p := r.presentedBy(o); p != nil {
			return p
		}
	}
	return nil
}

// holdsSecret reports whether the names that an expression is made of say that it is a credential.
func (r *reader) holdsSecret(e ast.Expr) bool {
	for _, o := range r.origins(e) {
		if name := r.nameOf(o); name != "" && credential.NamesSecret(name) {
			return true
		}
	}
	return false
}

// nameOf is the name under which a program keeps what the expression is: a variable, a field, an environment variable.
func (r *reader) nameOf(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.Ident:
		if _, ok := r.info.ObjectOf(e).(*types.Var); ok {
			return e.Name
		}
	case *ast.SelectorExpr:
		if sel := r.info.Selections[e]; sel != nil && sel.Kind() == types.FieldVal {
			return e.Sel.Name
		}
		if _, ok := r.info.Uses[e.Sel].(*types.Var); ok {
			return e.Sel.Name
		}
	case *ast.CallExpr:
		switch r.called(e) {
		case "os.Getenv", "os.LookupEnv", "syscall.Getenv":
			if len(e.Args) == 1 {
				name, _ := r.constantText(e.Args[0])
				return name
			}
		}
	}
	return ""
}

// readForwards states where the token of a caller is sent on.
func (r *reader) readForwards() {
	for _, symbol := range []string{"net/http.Header.Set", "net/http.Header.Add"} {
		for _, call := range r.calls[symbol] {
			if len(call.Args) != 2 {
				continue
			}
			name, _ := r.constantText(call.Args[0])
			if sel, ok := call.Fun.(*ast.SelectorExpr); ok && strings.EqualFold(name, "Authorization") && r.isOutboundHeader(sel.X) {
				r.forward(call.Args[1], call.Args[1])
			}
		}
	}
	for _, set := range r.headers {
		if name, _ := r.constantText(set.name); strings.EqualFold(name, "Authorization") && r.isOutboundHeader(set.header) {
			for _, value := range set.values {
				r.forward(value, value)
			}
		}
	}
	for _, lit := range r.literals["k8s.io/client-go/rest.Config"] {
		if token := field(lit, "BearerToken"); token != nil {
			r.forward(token, token)
		}
	}
	for _, assign := range r.fieldSets {
		for i, left := range assign.Lhs {
			if i < len(assign.Rhs) && r.isOutboundHeader(left) && r.isInboundHeader(assign.Rhs[i]) && !r.isSentAgain(left, assign.Rhs[i]) {
				r.addForward(assign.Rhs[i], assign.Rhs[i], facts.High)
			}
		}
	}
}

// isSentAgain reports whether the request that gets a header goes where the header's own request was to go: what a retry to the
// same server copies is not the token of a caller. The URL of a request that a server answers has no host.
func (r *reader) isSentAgain(second, first ast.Expr) bool {
	if call, ok := first.(*ast.CallExpr); ok { // req.Header.Clone()
		first = call.Fun.(*ast.SelectorExpr).X
	}
	to, from := r.selectedFrom(second), r.selectedFrom(first)
	return from != nil && slices.ContainsFunc(r.indexed().sets[to], func(s set) bool {
		call, ok := s.value.(*ast.CallExpr)
		return ok && slices.ContainsFunc(call.Args, func(arg ast.Expr) bool {
			url, ok := arg.(*ast.CallExpr) // req.URL.String()
			if !ok {
				return false
			}
			text, ok := url.Fun.(*ast.SelectorExpr)
			return ok && text.Sel.Name == "String" && r.selectedFrom(text.X) == from
		})
	})
}

// selectedFrom returns the variable of `variable.field`, or nil.
func (r *reader) selectedFrom(e ast.Expr) types.Object {
	if sel, ok := e.(*ast.SelectorExpr); ok {
		if id, ok := sel.X.(*ast.Ident); ok {
			return r.info.ObjectOf(id)
		}
	}
	return nil
}

// isOutboundHeader reports whether an expression is the header of a request that the program sends.
func (r *reader) isOutboundHeader(e ast.Expr) bool {
	sel, ok := e.(*ast.SelectorExpr)
	return ok && sel.Sel.Name == "Header" && r.typeOf(sel.X) == httpRequest && !r.answers(sel.X)
}

func (r *reader) forward(value, at ast.Expr) {
	if r.neverMade(at) {
		return
	}
	for _, o := range r.origins(value) {
		if p := r.presentedBy(o); p != nil && p.name == "Authorization" {
			confidence := facts.High
			if r.functionAround(o) != r.functionAround(at) {
				confidence = facts.Medium
			}
			r.addForward(at, o, confidence)
			return
		}
		if kept := r.keptToken(o); kept != nil {
			r.addKeptForward(at, o, kept)
			return
		}
	}
}

// neverMade reports whether a node stands in a method of a type that nothing in the package uses, and nobody else can.
func (r *reader) neverMade(n ast.Node) bool {
	fn := r.functionAround(n)
	if fn == nil || fn.Recv == nil || len(fn.Recv.List) == 0 {
		return false
	}
	f, ok := r.info.Defs[fn.Name].(*types.Func)
	if !ok {
		return false
	}
	t := f.Signature().Recv().Type()
	if pointer, ok := t.(*types.Pointer); ok {
		t = pointer.Elem()
	}
	named, ok := t.(*types.Named)
	if !ok || named.Obj().Exported() {
		return false
	}
	for id, obj := range r.info.Uses {
		if obj == named.Obj() && !r.inReceiver(id) {
			return false
		}
	}
	return true
}

// inReceiver reports whether an identifier stands in the receiver of a method.
func (r *reader) inReceiver(id *ast.Ident) bool {
	fn := r.functionAround(id)
	return fn != nil && fn.Recv != nil && contains(fn.Recv, id.Pos())
}

func (r *reader) addForward(at, from ast.Expr, confidence facts.Confidence) {
	r.facts.Forwards = append(r.facts.Forwards, &facts.TokenForward{
		Entry: r.pkg.Entry, Span: r.span(at), From: r.span(from), Confidence: confidence,
	})
}
