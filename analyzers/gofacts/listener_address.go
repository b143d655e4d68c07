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

// accepting reads where a net.Listener comes from.
func (r *reader) accepting(e ast.Expr, l listening) listening {
	call := r.callBehind(e)
	if call == nil {
		l.skip = true
		return l
	}
	switch r.called(call) {
	case "net.Listen":
		l.network, _, _ = whole(r.text(call.Args[0]))
		l.address = call.Args[1]
	case "net.ListenConfig.Listen":
		l.network, _, _ = whole(r.text(call.Args[1]))
		l.address = call.Args[2]
	case "crypto/tls.Listen":
		l.tls, l.address, l.config = true, call.Args[1], r.objectOf(call.Args[2])
	case "crypto/tls.NewListener":
		inner := r.accepting(call.Args[0], l)
		inner.tls, inner.config = true, r.objectOf(call.Args[1])
		return inner
	default:
		l.skip = true
	}
	return l
}

// callBehind returns the call that gives an expression: itself, or what its variable is set to last before.
func (r *reader) callBehind(e ast.Expr) *ast.CallExpr {
	switch e := ast.Unparen(e).(type) {
	case *ast.CallExpr:
		return e
	case *ast.Ident:
		var last *ast.CallExpr
		for _, s := range r.indexed().sets[r.info.ObjectOf(e)] {
			if call, ok := s.value.(*ast.CallExpr); ok && s.result == 0 && s.stmt.Pos() < e.Pos() {
				last = call
			}
		}
		return last
	case *ast.SelectorExpr: // a field
		call, _ := ast.Unparen(r.onlySet(e)).(*ast.CallExpr)
		return call
	}
	return nil
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
