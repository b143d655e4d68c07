package gofacts

import (
	"go/ast"
	"strings"

	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/internal/exposure"
)

// receiver returns what a method is called on.
func receiver(call *ast.CallExpr) ast.Expr {
	if fun, ok := call.Fun.(*ast.SelectorExpr); ok {
		return fun.X
	}
	return nil
}

// callBehind returns the call that gives an expression: itself, what its variable is set to last before, or what the only caller
// passes for a parameter.
func (r *reader) callBehind(e ast.Expr) *ast.CallExpr { return r.callWithin(e, 0) }

func (r *reader) callWithin(e ast.Expr, depth int) *ast.CallExpr {
	if depth > maxHops/2 {
		return nil
	}
	switch e := ast.Unparen(e).(type) {
	case *ast.CallExpr:
		return e
	case *ast.Ident:
		obj := r.info.ObjectOf(e)
		var last *ast.CallExpr
		for _, s := range r.indexed().sets[obj] {
			if call, ok := s.value.(*ast.CallExpr); ok && s.result == 0 && s.stmt.Pos() < e.Pos() {
				last = call
			}
		}
		if p, ok := r.indexed().params[obj]; ok && last == nil && p.fn != nil && p.position >= 0 && !p.variadic {
			return r.callPassed(p, depth)
		}
		return last
	case *ast.SelectorExpr: // a field
		call, _ := ast.Unparen(r.onlySet(e)).(*ast.CallExpr)
		return call
	}
	return nil
}

// callPassed returns the call that gives what the package's callers pass for a parameter, when that is one.
func (r *reader) callPassed(p param, depth int) *ast.CallExpr {
	var only *ast.CallExpr
	for _, call := range r.indexed().callers[r.info.Defs[p.fn.Name]] {
		if p.position >= len(call.Args) {
			return nil
		}
		passed := r.callWithin(call.Args[p.position], depth+1)
		if passed == nil || only != nil && only != passed {
			return nil
		}
		only = passed
	}
	return only
}

func (r *reader) readAddress(out *facts.Listener, call *ast.CallExpr, l listening) {
	if l.at != nil && len(l.pieces) > 0 {
		out.Span = r.span(l.at)
		out.Address, out.Port = splitAddress(l.pieces, out.Span)
		r.readExposure(out, call)
		return
	}
	if l.address == nil {
		// net/http: an empty Addr is ":http", ":https" with TLS. gin: ":8080", or PORT.
		out.Address = facts.ByDefault("", out.Span, "an empty address is every interface")
		return
	}
	out.Span = r.span(l.address)
	if strings.HasPrefix(l.network, "unix") {
		out.Address = r.statedText(r.text(l.address), out.Span)
		out.Exposure = facts.Loopback
		return
	}
	out.Address, out.Port = splitAddress(r.text(l.address), out.Span)
	r.readExposure(out, call)
}

func (r *reader) readExposure(out *facts.Listener, call *ast.CallExpr) {
	if out.Address.Known() {
		out.Exposure = exposure.OfListener(out.Address.Value)
		if strings.HasPrefix(out.Address.Value, "/") {
			out.Exposure = facts.Loopback
		}
	}
	if r.conditionOf(call).guarded {
		out.Exposure = facts.Loopback
	}
}
