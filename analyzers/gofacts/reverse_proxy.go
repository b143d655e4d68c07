package gofacts

import (
	"go/ast"
	"strings"

	"github.com/wirevet/wirevet/facts"
)

const httputil = "net/http/httputil"

// readUpstreams states where the package's reverse proxies hand requests on.
func (r *reader) readUpstreams() {
	for _, symbol := range []string{httputil + ".NewSingleHostReverseProxy", httputil + ".ProxyRequest.SetURL"} {
		for _, call := range r.calls[symbol] {
			if len(call.Args) == 1 {
				r.addUpstream(call, r.urlBehind(call.Args[0]), r.span(call.Args[0]))
			}
		}
	}
	for _, lit := range r.literals[httputil+".ReverseProxy"] {
		director := field(lit, "Director")
		if director == nil {
			continue
		}
		if body := r.bodyOf(director); body != nil {
			r.directed(body)
		}
	}
}

func (r *reader) addUpstream(at ast.Node, to address, span facts.Span) {
	c := r.conditionOf(at)
	if c.never {
		return
	}
	u := &facts.Upstream{
		Entry: r.pkg.Entry, Span: span, Product: "httputil.ReverseProxy", Scheme: to.scheme, Address: to.host, Port: to.port, Exposure: to.exposure,
	}
	if c.guarded {
		u.Exposure = facts.Loopback
	}
	r.facts.Upstreams = append(r.facts.Upstreams, u)
}

// urlBehind reads a *url.URL: what url.Parse makes of a text, or a literal.
func (r *reader) urlBehind(e ast.Expr) address {
	unknown := facts.Undecided[string](r.span(e), facts.UnknownVariable)
	out := address{scheme: unknown, host: unknown}
	found := 0
	for _, o := range r.origins(e) {
		switch o := o.(type) {
		case *ast.CallExpr:
			if name := r.called(o); (name == "net/url.Parse" || name == "net/url.ParseRequestURI") && len(o.Args) == 1 {
				out = r.urlOf(o.Args[0])
				found++
			}
		case *ast.CompositeLit:
			if r.literalType(o) == "net/url.URL" {
				out = r.urlOfParts(field(o, "Scheme"), field(o, "Host"))
				found++
			}
		}
	}
	if found > 1 {
		several := facts.Undecided[string](r.span(e), facts.SeveralValues)
		return address{scheme: several, host: several}
	}
	return out
}

func (r *reader) urlOfParts(scheme, host ast.Expr) address {
	unknown := facts.Stated[string]{}
	out := address{scheme: unknown, host: unknown}
	if scheme != nil {
		out.scheme = r.statedText(r.text(scheme), r.span(scheme))
		out.scheme.Value = strings.ToLower(out.scheme.Value)
	}
	if host != nil {
		a := r.assemble(host)
		out.host = facts.Undecided[string](a.span, facts.UnknownVariable)
		a.authority(a.text, &out)
	}
	return out
}

// directed reads what a Director sets: req.URL.Scheme = "http"; req.URL.Host = "10.0.0.7".
func (r *reader) directed(body *ast.BlockStmt) {
	var scheme, host ast.Expr
	r.inspect(body, func(n ast.Node) bool {
		assign, ok := n.(*ast.AssignStmt)
		if !ok || len(assign.Lhs) != len(assign.Rhs) {
			return true
		}
		for i, left := range assign.Lhs {
			sel, ok := left.(*ast.SelectorExpr)
			if !ok {
				continue
			}
			if on, ok := sel.X.(*ast.SelectorExpr); !ok || on.Sel.Name != "URL" {
				continue
			}
			switch sel.Sel.Name {
			case "Scheme":
				scheme = assign.Rhs[i]
			case "Host":
				host = assign.Rhs[i]
			}
		}
		return true
	})
	if scheme != nil && host != nil {
		r.addUpstream(body, r.directedTo(scheme, host), r.span(host))
	}
}

// directedTo reads the parts of an address, which may be those of a *url.URL: target.Scheme, target.Host.
func (r *reader) directedTo(scheme, host ast.Expr) address {
	of := func(e ast.Expr, part string) ast.Expr {
		if sel, ok := ast.Unparen(e).(*ast.SelectorExpr); ok && sel.Sel.Name == part && r.typeOf(sel.X) == "net/url.URL" {
			return sel.X
		}
		return nil
	}
	if from := of(host, "Host"); from != nil {
		out := r.urlBehind(from)
		if of(scheme, "Scheme") == nil {
			out.scheme = r.urlOfParts(scheme, nil).scheme
		}
		return out
	}
	return r.urlOfParts(scheme, host)
}
