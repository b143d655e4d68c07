package rules

import "github.com/wirevet/wirevet/facts"

// AuditRetentionUndeclared notes a record of tool calls of which nothing says how long it is kept.
var AuditRetentionUndeclared = &Rule{
	ID:               "audit-retention-undeclared",
	Title:            "nothing says how long the record of tool calls is kept",
	Severity:         Note,
	Answers:          []Code{AuditLogging},
	CWE:              []int{778},
	SecuritySeverity: "2.0",
	Precision:        HighPrecision,
	Crosswalk:        []string{"OWASP MCP Top 10: MCP08", "OWASP ASVS 5.0: 16.1.1"},
	Scope:            WholeSystem,
	Surfaces:         goSource,
	Reach:            facts.OnPath,
	System:           checkRetention,
}

func checkRetention(c *Context, s *facts.System) {
	for _, t := range s.ProgramTrails {
		if _, ok := known(c, t.Retention); ok || t.Level != facts.ToolLevel || declaredAudit(s).Retention.Known() {
			continue
		}
		entry, at := recorder(t)
		c.Report(entry, at, "%s records tool calls, and nothing says how long the record is kept", subject(entry)).
			At("kept for how long").For("retention").
			Note("an incident is often noticed months later").
			Advise("agree on a period, and set it where the record is stored, or in [audit] of wirevet.toml")
	}
}
