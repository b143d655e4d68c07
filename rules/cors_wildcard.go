package rules

import "github.com/wirevet/wirevet/facts"

// CORSWildcard flags an endpoint that lets the pages of every website call it from a browser.
var CORSWildcard = &Rule{
	ID:               "cors-wildcard",
	Title:            "pages of every website may call the endpoint",
	Severity:         Warning,
	Answers:          []Code{Authentication, AuthenticationTest},
	CWE:              []int{942},
	SecuritySeverity: "6.1",
	Precision:        VeryHigh,
	Crosswalk:        []string{"OWASP MCP Top 10: MCP07", "OWASP AISVS 1.0: 10.3.3", "OWASP ASVS 5.0: 3.4.2"},
	Surfaces:         []string{"host config", GoSurface, ServerSurface, ManifestSurface},
	Reach:            facts.OnPath,
	Fix:              UnsafeFix,
	Listener:         checkOrigins,
}

func checkOrigins(c *Context, l *facts.Listener) {
	said := map[facts.Span]*Finding{}
	for _, r := range l.Routes {
		checkRouteOrigins(c, l, r, said)
	}
	origins, ok := known(c, l.Origins)
	if !ok || origins != "*" {
		return
	}
	f := c.Report(l.Entry, l.Origins.Span, "%s: %s lets the pages of every website call it", subject(l.Entry), product(l)).
		At("every origin").For(product(l)).
		Note("a page that somebody here opens can call the tools, even when the endpoint is bound to 127.0.0.1").
		Advise("name the origins that need it, or none")
	if l.Origins.State == facts.Explicit {
		f.Propose("allow no other origins", false, facts.Remove{What: l.Origins.Span})
	}
	if l.Origins.State == facts.Default {
		f.Confidence = facts.Medium
	}
	tokens, cookies := len(l.Routes) > 0, false
	guarded := tokens // as far as it can be seen
	for _, r := range l.Routes {
		kind, ok := known(c, r.Authentication)
		tokens = tokens && ok && kind == facts.TokenAuthentication
		guarded = guarded && ok && kind != facts.NoAuthentication
		with, ok := known(c, r.AnyOriginWithCredentials)
		cookies = cookies || ok && with
	}
	switch {
	case cookies:
		f.Severity = Error
		f.Note("the browser sends its cookies along")
	case tokens:
		f.Severity = Note
		f.Note("every request needs a token, which a foreign page does not have")
	case guarded:
		f.As(Note, facts.Medium)
		f.Note("something asks, or may ask, who calls; a foreign page has no token, and the browser sends no cookies along")
	}
	noteDefault(f, l.Origins)
}

// checkRouteOrigins judges what a proxy says of one path. One header for several paths is said once.
func checkRouteOrigins(c *Context, l *facts.Listener, r *facts.Route, said map[facts.Span]*Finding) {
	origins, ok := known(c, r.Origins)
	if !ok || origins != "*" || !r.MCP || r.Origins.Span == l.Origins.Span {
		return
	}
	if f := said[r.Origins.Span]; f != nil {
		f.RelatedAt(r.Span, "and this")
		return
	}
	f := c.Report(r.Entry, r.Origins.Span, "%s lets the pages of every website call %s", subject(r.Entry), r.Path).
		At("every origin").For(r.Path).
		Note("a page that somebody opens can call the tools and read the answers").
		Advise("name the origins that need it, or none")
	said[r.Origins.Span] = f
	if r.Origins.State == facts.Inherited && r.Origins.Why != nil {
		f.RelatedAt(r.Origins.Why.Effect, "takes effect here")
	}
	kind, ok := known(c, r.Authentication)
	cookies, stated := known(c, r.AnyOriginWithCredentials)
	switch {
	case stated && cookies:
		f.Severity = Error
		f.Note("the browser sends its cookies along")
	case ok && kind == facts.TokenAuthentication:
		f.Severity = Note
		f.Note("every request needs a token, which a foreign page does not have")
	}
}
