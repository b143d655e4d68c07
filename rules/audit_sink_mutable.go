package rules

import "github.com/wirevet/wirevet/facts"

// AuditSinkMutable flags a record of tool calls that the server itself, or whoever breaks into it, can change.
var AuditSinkMutable = &Rule{
	ID:               "audit-sink-mutable",
	Title:            "whoever writes the record of tool calls can change it",
	Severity:         Warning,
	Answers:          []Code{AuditLogging},
	CWE:              []int{778},
	SecuritySeverity: "4.3",
	Precision:        MediumPrecision,
	Crosswalk:        []string{"OWASP MCP Top 10: MCP08", "OWASP ASVS 5.0: 16.4.2, 16.4.3", "MCP specification 2026-07-28: server/tools"},
	Scope:            WholeSystem,
	Surfaces:         goSource,
	Reach:            facts.OnPath,
	System:           checkAuditSink,
}

func checkAuditSink(c *Context, s *facts.System) {
	programTrails(s, func(t *facts.AuditTrail) {
		mutable, ok := known(c, t.Mutable)
		if !ok || !mutable || declaredAudit(s).Store.Known() {
			return
		}
		entry, _ := recorder(t)
		f := c.Report(entry, t.Sink.Span, "%s records tool calls in %s", subject(entry), t.Sink.Value).
			At("can be changed later").For(t.Sink.Value).As(Note, facts.Medium).
			Note("whoever has the rights of the server can remove what it did").
			Advise("send the record to a collector, which the server cannot change, and name it in [audit] of wirevet.toml")
		if t.Truncates {
			f.Severity = Warning
			f.Message = subject(entry) + " overwrites its record of tool calls at each start: " + t.Sink.Value
		}
	})
}
