package rules

import "github.com/wirevet/wirevet/facts"

// AuditHTTPOnly flags a server that logs requests of HTTP and nothing of what they ask for: every tool call is the same POST.
var AuditHTTPOnly = &Rule{
	ID:               "audit-http-only",
	Title:            "only HTTP requests are logged, not the tools that they call",
	Severity:         Warning,
	Answers:          []Code{AuditLogging},
	CWE:              []int{778},
	SecuritySeverity: "5.5",
	Precision:        MediumPrecision,
	Crosswalk:        []string{"OWASP MCP Top 10: MCP08", "OWASP ASVS 5.0: 16.2.1", "MCP specification 2026-07-28: server/tools"},
	Scope:            WholeSystem,
	Surfaces:         goSource,
	Reach:            facts.OnPath,
	System:           checkAuditHTTPOnly,
}

func checkAuditHTTPOnly(c *Context, s *facts.System) {
	for _, t := range s.ProgramTrails {
		if t.Level != facts.HTTPLevel {
			continue
		}
		entry, at := recorder(t)
		f := c.Report(entry, at, "%s logs the requests that it gets, and not the tools that they call", subject(entry)).
			At("method, path and status").For("HTTP only").As(Warning, facts.Medium).
			Note("every tool call is a POST to one path: such a log does not tell one from another").
			Advise(recordAdvice)
		if t.Proxy != nil {
			f.RelatedAt(t.Made, "the server behind it records no calls either")
		}
		judgeAudit(c, f, t)
	}
}
