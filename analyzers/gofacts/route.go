package gofacts

import (
	"go/ast"

	"github.com/wirevet/wirevet/facts"
)

// readRoute states an endpoint, with what is checked on the way to it.
func (r *reader) readRoute(l *facts.Listener, e endpoint) {
	route := &facts.Route{
		Entry: l.Entry, Listener: l, Path: e.path.Value, MCP: true, Span: e.path.Span,
		Transport: facts.Written(e.transport, r.span(e.made)), HostCheck: e.settings.host, OriginCheck: e.settings.origin,
	}
	if call, ok := e.made.(*ast.CallExpr); ok {
		route.Transport.Span = r.span(call.Fun)
	}
	if route.Span.IsZero() {
		route.Span = route.Transport.Span
	}
	all, sometimes := r.checksBefore(e)
	span := route.Transport.Span
	switch {
	case all.authentication != facts.NoAuthentication:
		route.Authentication = facts.Written(all.authentication, span)
	case sometimes:
		route.Authentication = facts.Written(facts.OpaqueAuthentication, span)
	default:
		route.Authentication = facts.Written(facts.NoAuthentication, span)
	}
	settleChecks(route, all, sometimes, span)
	if e.settings.cors.State != facts.Unset {
		route.Origins, route.AnyOriginWithCredentials = e.settings.cors, e.settings.anyCORS
	}
	r.readCrossOrigin(route, e)
	l.Routes = append(l.Routes, route)
	r.facts.Routes = append(r.facts.Routes, route)
}

// checksBefore is what is checked on the way to an endpoint, and whether there is code on it that is not known.
func (r *reader) checksBefore(e endpoint) (all checks, opaque bool) {
	all.authentication, opaque = e.settings.authentication, e.settings.context
	for _, p := range e.passes {
		c := r.checksOf(p)
		opaque = opaque || c.opaque
		if !p.sometime {
			all.merge(c)
		}
	}
	return all, opaque
}

// settleChecks states which of Origin and Host is checked, where the SDK does not do it.
func settleChecks(route *facts.Route, all checks, opaque bool, span facts.Span) {
	settle := func(s *facts.Stated[bool], found bool) {
		switch {
		case found:
			*s = facts.Written(true, span)
		case s.Known() && s.Value:
		case opaque:
			*s = facts.Undecided[bool](span, facts.OutsideRepository)
		case s.State == facts.Unset:
			*s = facts.Written(false, span)
		}
	}
	settle(&route.OriginCheck, all.origin)
	settle(&route.HostCheck, all.host)
}

// summarise says of the listener what holds for all its routes.
func (r *reader) summarise(l *facts.Listener) {
	certificates := l.Policy != nil && l.Policy.ClientAuth.Known() && l.Policy.ClientAuth.Value == facts.RequireAndVerify
	for _, route := range l.Routes {
		if certificates && route.Authentication.Value == facts.NoAuthentication {
			route.Authentication = facts.Written(facts.ClientCertificate, l.Policy.ClientAuth.Span)
		}
		switch route.Authentication.Value {
		case facts.NoAuthentication:
			l.Authentication = facts.Written(false, route.Authentication.Span)
		case facts.OpaqueAuthentication:
			if l.Authentication.State == facts.Unset {
				l.Authentication = facts.Undecided[bool](route.Authentication.Span, facts.OutsideRepository)
			}
		default:
			if l.Authentication.State == facts.Unset {
				l.Authentication = facts.Written(true, route.Authentication.Span)
			}
		}
		if route.Origins.Known() && l.Origins.State == facts.Unset {
			l.Origins = route.Origins
		}
	}
}
