package rules

import "github.com/wirevet/wirevet/facts"

// HSTSMissing flags an endpoint with a public name that does not tell browsers to come back over TLS only (RFC 6797).
var HSTSMissing = &Rule{
	ID:               "hsts-missing",
	Title:            "browsers are not told to use TLS only",
	Severity:         Note,
	Answers:          []Code{TLSEnforced},
	CWE:              []int{319},
	SecuritySeverity: "3.1",
	Precision:        HighPrecision,
	Crosswalk:        []string{"OWASP MCP Top 10: MCP07", "OWASP AISVS 1.0: 10.3.1", "OWASP ASVS 5.0: 3.4.1", "RFC 6797"},
	Surfaces:         serverConfig,
	Reach:            facts.OnPath,
	Route:            checkHSTS,
}

func checkHSTS(c *Context, r *facts.Route) {
	l := r.Listener
	if !r.MCP || l == nil || l.Exposure != facts.Public && (l.Exposure != facts.ExposureUnknown || l.NamesExposure != facts.Public) {
		return
	}
	encrypted, known1 := known(c, l.TLS)
	sent, known2 := known(c, r.HSTS)
	if !known1 || !known2 || !encrypted || sent || !firstWithout(r) {
		return
	}
	f := c.Report(r.Entry, r.Span, "%s answers without Strict-Transport-Security", subject(r.Entry)).
		At("no such header").For(r.Path).
		Note("a browser that is sent to http:// first can be kept there").
		Advise("add the header to every answer: Strict-Transport-Security: max-age=31536000")
	if r.HSTS.State != facts.Default {
		f.RelatedAt(r.HSTS.Span, "switched off here")
	}
}

// firstWithout reports whether no route of the listener before this one lacks the header: once for each is enough.
func firstWithout(r *facts.Route) bool {
	for _, other := range r.Listener.Routes {
		if other == r {
			return true
		}
		if other.MCP && other.HSTS.Known() && !other.HSTS.Value {
			return false
		}
	}
	return true
}
