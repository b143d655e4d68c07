package rules

import (
	"slices"

	"github.com/wirevet/wirevet/facts"
)

// OriginUnchecked flags an MCP endpoint that a web page can call, because nobody looks at where a request comes from. The
// MCP specification (2026-07-28, Streamable HTTP) says that servers MUST validate Origin; against DNS rebinding, which
// turns a page's own name into 127.0.0.1, the Host header decides.
var OriginUnchecked = &Rule{
	ID:               "origin-unchecked",
	Title:            "an MCP endpoint does not check where a request comes from",
	Severity:         Warning,
	Answers:          []Code{Authentication, AuthenticationTest},
	CWE:              []int{346},
	SecuritySeverity: "6.5",
	Precision:        MediumPrecision,
	Crosswalk:        []string{"OWASP MCP Top 10: MCP07", "OWASP AISVS 1.0: 10.3.3", "MCP specification 2026-07-28: Streamable HTTP, security"},
	Surfaces:         []string{GoSurface},
	Reach:            facts.OnPath,
	Absence:          true,
	Route:            checkOriginCheck,
}

func checkOriginCheck(c *Context, r *facts.Route) {
	origin, ok := known(c, r.OriginCheck)
	host, hostOK := known(c, r.HostCheck)
	if !r.MCP || !ok || !hostOK || origin {
		return
	}
	if front := inFront(c, r.Listener); front.origin {
		return
	} else if front.host {
		host = true
	}
	missing, label := "Origin", "Origin is not looked at"
	if !host {
		missing, label = "Origin or Host", "neither is looked at"
	}
	f := c.Report(r.Entry, r.Transport.Span, "%s: the MCP endpoint does not check %s", subject(r.Entry), missing).
		At(label).For(missing).
		Advise("refuse requests with a foreign Origin, and on loopback those with a foreign Host")
	transport, _ := known(c, r.Transport)
	switch {
	case transport == facts.WebSocket:
		f.Note("a page of any website can connect to it, call tools and read the answers: browsers leave the check to the server")
	case host:
		f.Note("a page of any website can send requests to it; foreign Host headers are refused, which stops DNS rebinding")
	default:
		f.Note("a page of any website can send requests to it, and, by DNS rebinding, read the answers")
	}
	if at := r.OriginCheck.Span; r.OriginCheck.State == facts.Explicit && at != r.Transport.Span {
		f.RelatedAt(at, "every origin is accepted")
	}
	if auth, ok := known(c, r.Authentication); ok {
		switch auth {
		case facts.TokenAuthentication, facts.OpaqueAuthentication:
			f.As(Note, facts.Medium)
			f.Note("requests are authenticated by something that a foreign page does not have")
		}
	}
	noteDefault(f, r.OriginCheck)
}

// frontChecks are what every proxy refuses through which a program is reached: foreign origins, foreign hosts.
type frontChecks struct{ origin, host bool }

// inFront says what is refused in front of a program that only proxies reach, as far as the files show.
func inFront(c *Context, l *facts.Listener) frontChecks {
	var out frontChecks
	found := false
	for _, r := range c.System.Routes {
		if l == nil || !r.MCP || r.Redirect || r.Refuses || r.Upstream == nil || !slices.Contains(r.Upstream.Serves, l) {
			continue
		}
		origin, ok1 := known(c, r.OriginCheck)
		host, ok2 := known(c, r.HostCheck)
		origin, host = ok1 && origin, ok2 && host
		if !found {
			out, found = frontChecks{origin, host}, true
		}
		out.origin, out.host = out.origin && origin, out.host && host
	}
	for _, other := range c.System.Listeners {
		if l != nil && other.Inner == l {
			return frontChecks{} // it is published as well
		}
	}
	return out
}
