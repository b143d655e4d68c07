package rules

import "github.com/wirevet/wirevet/facts"

// CleartextRoute flags an endpoint that is served over TLS, and on a port without TLS as well. Where there is no TLS at all
// it is [CleartextListener].
var CleartextRoute = &Rule{
	ID:               "cleartext-route",
	Title:            "an endpoint with TLS is served without TLS as well",
	Severity:         Warning,
	Answers:          []Code{TLSEnforced, TLSExcerpt},
	CWE:              []int{319},
	SecuritySeverity: "6.5",
	Precision:        HighPrecision,
	Crosswalk:        []string{"OWASP MCP Top 10: MCP07", "OWASP AISVS 1.0: 10.3.1", "OWASP ASVS 5.0: 12.2.1"},
	Surfaces:         serverOrManifest,
	Reach:            facts.OnPath,
	Route:            checkCleartextRoute,
}

func checkCleartextRoute(c *Context, r *facts.Route) {
	l := r.Listener
	if !r.MCP && r.Takes == nil || r.Redirect || r.Refuses || l == nil || l.Encrypted == nil || l.Exposure == facts.Loopback {
		return
	}
	if encrypted, ok := known(c, l.TLS); !ok || encrypted {
		return
	}
	what := "is served"
	if r.Takes != nil {
		what = "takes what is for " + r.Takes.Path
	}
	f := c.Report(r.Entry, r.Span, "%s %s without TLS on %s as well", subject(r.Entry), what, place(l)).
		At("reachable without TLS").For(r.Path).
		RelatedAt(l.Span, "without TLS").
		RelatedAt(l.Encrypted.Span, "the same name with TLS").
		Note("a client that is configured with http:// works, and sends its token for everyone on the path to read").
		Advise("answer it there with a redirect to https:// or not at all")
	if r.Takes != nil {
		f.RelatedAt(r.Takes.Span, "carries MCP")
	}
}
