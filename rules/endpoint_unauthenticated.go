package rules

import "github.com/wirevet/wirevet/facts"

// EndpointUnauthenticated flags an endpoint that does not ask who connects.
var EndpointUnauthenticated = &Rule{
	ID:               "endpoint-unauthenticated",
	Title:            "an MCP endpoint does not authenticate its callers",
	Severity:         Error,
	Answers:          []Code{Authentication, AuthenticationTest},
	CWE:              []int{306},
	SecuritySeverity: "8.6",
	Precision:        MediumPrecision,
	Crosswalk:        []string{"OWASP MCP Top 10: MCP07", "OWASP AISVS 1.0: 10.2.1, 10.3.1", "OWASP ASVS 5.0: 13.2.1"},
	Surfaces:         []string{"host config", GoSurface, ServerSurface, ManifestSurface},
	Absence:          true,
	Reach:            facts.OnPath,
	Listener:         checkUnauthenticated,
}

func checkUnauthenticated(c *Context, l *facts.Listener) {
	if l.Proxy {
		for _, r := range l.Routes {
			checkRouteUnauthenticated(c, l, r)
		}
		return
	}
	authenticates, ok := known(c, l.Authentication)
	if !ok || authenticates || l.Contains {
		return
	}
	f := c.Report(l.Entry, l.Span, "%s: %s takes calls from anyone who reaches it", subject(l.Entry), product(l)).
		At("nobody is checked").For(product(l)).
		Note("whoever can connect can call every tool").
		Advise("require a token, or let a proxy that does stand in front of it")
	lowerByReach(f, l)
	if l.Inner != nil {
		f.RelatedAt(l.Inner.Span, "the program listens here")
	}
	if l.Authentication.State == facts.Default {
		f.Confidence = facts.Medium
	}
	noteDefault(f, l.Authentication)
	f.vouched(declaration(l.Declared).AuthenticatedBy, "asks who calls")
}

// checkRouteUnauthenticated judges the way of a call through a proxy: the program behind it may ask who calls as well.
func checkRouteUnauthenticated(c *Context, l *facts.Listener, r *facts.Route) {
	kind, ok := known(c, r.Authentication)
	if !ok || kind != facts.NoAuthentication || !r.MCP || r.Redirect || r.Refuses || r.Upstream == nil || l.OnlyRedirects {
		return
	}
	var f *Finding
	switch asks, all := behind(c, r.Upstream); {
	case asks:
		return
	case all:
		f = c.Report(r.Entry, r.Span, "%s: neither %s nor the program behind it asks who calls", subject(r.Entry), l.Product)
		f.RelatedAt(r.Upstream.Serves[0].Span, "the program listens here")
		lowerByReach(f, l)
	default:
		f = c.Report(r.Entry, r.Span, "%s: %s does not ask who calls", subject(r.Entry), l.Product).As(Note, facts.Low)
		f.Note("the program behind it is not in these files, and may ask")
	}
	f.At("nobody is checked").For(r.Path).
		Note("whoever can connect can call every tool").
		Advise("let the proxy require a token or a client certificate, or the program behind it")
	f.vouched(declaration(r.Declared).AuthenticatedBy, "asks who calls")
	f.vouched(declaration(l.Declared).AuthenticatedBy, "asks who calls")
}

// behind says whether a program at the next hop asks who calls, and whether it is known that none does.
func behind(c *Context, u *facts.Upstream) (asks, none bool) {
	for _, l := range u.Serves {
		authenticates, ok := known(c, l.Authentication)
		if !ok {
			return false, false
		}
		if authenticates {
			return true, false
		}
	}
	return false, len(u.Serves) > 0
}

// lowerByReach lowers a finding about an endpoint that the internet does not reach, as far as is known.
func lowerByReach(f *Finding, l *facts.Listener) {
	switch {
	case l.Exposure == facts.Loopback:
		f.Severity = Note
		f.Note("it is bound to this machine; any local process can call it")
	case l.Exposure != facts.Public && l.NamesExposure != facts.Public:
		f.Severity = Warning
	}
}
