package rules

import "github.com/wirevet/wirevet/facts"

// AuditMissing flags a server that records nothing of the calls to its tools. One that logs requests of HTTP is the business
// of [AuditHTTPOnly].
var AuditMissing = &Rule{
	ID:               "audit-missing",
	Title:            "a server does not record tool calls",
	Severity:         Warning,
	Answers:          []Code{AuditLogging},
	CWE:              []int{778},
	SecuritySeverity: "5.5",
	Precision:        MediumPrecision,
	Crosswalk:        []string{"OWASP MCP Top 10: MCP08", "OWASP ASVS 5.0: 16.3.3", "MCP specification 2026-07-28: server/tools"},
	Scope:            WholeSystem,
	Surfaces:         goSource,
	Reach:            facts.OnPath,
	System:           checkAuditMissing,
}

func checkAuditMissing(c *Context, s *facts.System) {
	for _, t := range s.ProgramTrails {
		if t.Level != facts.NoAudit {
			continue
		}
		f := c.Report(t.Entry, t.Span, "%s does not record which tools are called", subject(t.Entry)).
			At("calls leave no record").For("no record").As(Warning, facts.Medium).
			Note("nobody can tell afterwards which tool was called by whom, and with what").
			Advise(recordAdvice)
		if !overHTTP(t) {
			f.Severity = Note // the host that starts it may record the calls
		}
		f.vouched(auditedBy(t), "records the calls")
		for _, r := range t.Front {
			f.vouched(declaration(r.Declared).AuditedBy, "records the calls")
		}
	}
}
