package rules

import "github.com/wirevet/wirevet/facts"

// TLSVersionObsolete flags a client or an endpoint that still speaks a version older than TLS 1.2 (RFC 8996).
var TLSVersionObsolete = &Rule{
	ID:               "tls-version-obsolete",
	Title:            "a TLS version older than 1.2 is accepted",
	Severity:         Error,
	Answers:          []Code{ProtocolVersions, TLSExcerpt},
	CWE:              []int{326, 757},
	SecuritySeverity: "7.4",
	Precision:        VeryHigh,
	Crosswalk:        []string{"OWASP MCP Top 10: MCP07", "OWASP AISVS 1.0: 10.3.1", "OWASP ASVS 5.0: 12.1.1", "RFC 8996", "RFC 9325 §3.1.1"},
	Surfaces:         []string{"host config", GoSurface, ServerSurface, ManifestSurface},
	Reach:            facts.OnPath,
	Fix:              SafeFix,
	TLS:              checkObsoleteVersion,
}

func checkObsoleteVersion(c *Context, p *facts.TLSPolicy) {
	lowest, ok := known(c, p.Lowest)
	if !ok || lowest >= facts.TLS12 {
		return
	}
	f := c.Report(p.Entry, p.Lowest.Span, "%s accepts %s: %s", p.Subject, lowest, quoted(p.Lowest.Span)).
		At("floor below TLS 1.2").For(lowest.String()).usedAt(p).
		Note("whoever is on the path can make both sides fall back to it").
		Propose("raise the floor to TLS 1.2", true, facts.RequireFloor{Policy: p, Floor: facts.TLS12}).
		Advise("remove it: TLS 1.2 is the least that current programs accept")
	if highest := p.Highest; highest.Known() && highest.Value < facts.TLS12 {
		f.Advise("take TLS 1.2 and 1.3 in its place: current clients speak nothing older")
	}
	if p.Lowest.State != facts.Default {
		if p.Lowest.Why != nil && p.Lowest.Why.Reason != facts.NoReason {
			f.As(Warning, facts.Medium) // an alias brings it in, and the library has the last word
			f.Note("%s", p.Lowest.Why.Text)
		}
		return
	}
	f.Message = p.Subject + " accepts " + lowest.String() + ", because nothing says otherwise"
	f.Confidence = facts.Medium
	f.At("no floor is set").Advise("set the lowest version to TLS 1.2")
	if p.Lowest.Why != nil && p.Lowest.Why.Reason != facts.NoReason {
		f.Severity = Warning // something that is not in the files can make up for it
	}
	if p.Lowest.Why != nil {
		f.RelatedAt(p.Lowest.Why.Effect, "decides it")
	}
	noteDefault(f, p.Lowest)
}
