package rules

import "github.com/wirevet/wirevet/facts"

// AuditFieldsMissing flags a record of tool calls that lacks one of the four parts without which it answers no question: who
// called, which tool, with what, and what came of it.
var AuditFieldsMissing = &Rule{
	ID:               "audit-fields-missing",
	Title:            "a record of tool calls lacks a part",
	Severity:         Warning,
	Answers:          []Code{AuditLogging},
	CWE:              []int{223},
	SecuritySeverity: "4.5",
	Precision:        MediumPrecision,
	Crosswalk:        []string{"OWASP MCP Top 10: MCP08", "OWASP ASVS 5.0: 16.2.1", "MCP specification 2026-07-28: server/tools"},
	Scope:            WholeSystem,
	Surfaces:         goSource,
	Reach:            facts.OnPath,
	System:           checkAuditFields,
}

func checkAuditFields(c *Context, s *facts.System) {
	const all = facts.ClientField | facts.ToolField | facts.ParametersField | facts.ResultField
	for _, t := range s.ProgramTrails {
		if t.Level != facts.ToolLevel {
			continue
		}
		missing := all &^ t.Fields
		if !overHTTP(t) {
			missing &^= facts.ClientField // it is whoever started the server
		}
		if missing == 0 {
			continue
		}
		entry, at := recorder(t)
		f := c.Report(entry, at, "%s records tool calls without %s", subject(entry), describeFields(missing)).
			At("an incomplete record").For(missing.String()).As(Warning, facts.Medium).
			Note("what it holds: %s", t.Fields).
			Advise("add it; a digest or a redacted form of the parameters, and the size and error flag of the result, are enough")
		if t.Proxy != nil {
			f.RelatedAt(t.Made, "the server behind it records no calls")
		}
		if t.NeedsToolHeader {
			f.Note("the tool's name comes from the header Mcp-Name: clients of revisions before 2026-07-28 do not send it, and their calls have none")
		}
		f.RelatedAt(t.ClaimedIdentity, "the client's own claim, not a verified name")
		f.vouched(auditedBy(t), "records the calls")
	}
}

// describeFields names parts of a record in a sentence.
func describeFields(f facts.AuditFields) string {
	out := ""
	for _, part := range [...]struct {
		field facts.AuditFields
		words string
	}{
		{facts.ClientField, "who called"}, {facts.ToolField, "the tool"}, {facts.ParametersField, "the parameters"}, {facts.ResultField, "the outcome"},
	} {
		if f.Has(part.field) {
			if out != "" {
				out += ", and without "
			}
			out += part.words
		}
	}
	return out
}
