package rules

import "github.com/wirevet/wirevet/facts"

// CleartextRemote flags a connection to a server beyond this machine that is not encrypted.
var CleartextRemote = &Rule{
	ID:               "cleartext-remote",
	Title:            "a server is called without TLS",
	Severity:         Error,
	Answers:          []Code{TLSEnforced, TLSExcerpt},
	CWE:              []int{319},
	SecuritySeverity: "7.5",
	Precision:        VeryHigh,
	Crosswalk:        []string{"OWASP MCP Top 10: MCP07", "OWASP AISVS 1.0: 10.3.1", "OWASP ASVS 5.0: 12.2.1"},
	Surfaces:         []string{"host config", GoSurface},
	Reach:            facts.OnPath,
	Fix:              SafeFix,
	Remote:           checkCleartextRemote,
}

func checkCleartextRemote(c *Context, r *facts.Remote) {
	scheme, ok := known(c, r.Scheme)
	if !ok || r.Exposure == facts.Loopback {
		return
	}
	if scheme != "http" && scheme != "ws" && scheme != "grpc" {
		if !r.AllowsClear.IsZero() {
			c.Report(r.Entry, r.AllowsClear, "%s allows %s to fall back to http", subject(r.Entry), r.Via).
				At("http is allowed").For("allow-http").As(Note, facts.High).
				Propose("remove the option: the URL is https", true, facts.Remove{What: r.AllowsClear}).
				Advise("remove it: the URL is https")
		}
		return
	}
	f := c.Report(r.Entry, r.Span, "%s is called without TLS at %s", callee(r.Entry), address(r)).
		At("not encrypted").For(address(r))
	if len(r.Credentials) > 0 {
		f.Message += ", and its credential travels in clear"
		f.RelatedAt(r.Credentials[0].Span, "sent with every request")
	}
	switch r.Exposure {
	case facts.LocalContainer:
		// A bridge network of this machine: nobody listens there who is not already on the machine.
		f.Severity = Note
		if len(r.Credentials) > 0 {
			f.Severity = Warning
		}
	case facts.ExposureUnknown:
		f.Severity = Note
		f.Note("where the address leads is not known from the files")
	}
	f.Note("everyone on the path reads and changes tool calls and their results")
	if !r.AllowsClear.IsZero() {
		f.RelatedAt(r.AllowsClear, "http is allowed here")
	}
	if scheme == "grpc" { // the address does not say so
		f.RelatedAt(r.Scheme.Span, "not encrypted")
		noteDefault(f, r.Scheme)
		f.Advise("use credentials of TLS, and a certificate on the server or on a proxy in front of it")
		return
	}
	secure := map[string]string{"http": "https", "ws": "wss"}[scheme]
	if r.Port != "80" { // which is never TLS
		f.Propose("call it by "+secure+"://", false, facts.Replace{Value: r.Scheme.Span, By: secure})
	}
	f.Advise("use %s://, with a certificate on the server or on a proxy in front of it", secure)
}
