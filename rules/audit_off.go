package rules

import "github.com/wirevet/wirevet/facts"

// AuditOff flags a switch by which tool calls are no longer recorded.
var AuditOff = &Rule{
	ID:               "audit-off",
	Title:            "the record of tool calls is switched off",
	Severity:         Error,
	Answers:          []Code{AuditLogging},
	CWE:              []int{778},
	SecuritySeverity: "7.0",
	Precision:        HighPrecision,
	Crosswalk:        []string{"OWASP MCP Top 10: MCP08", "OWASP AISVS 1.0: 12.1.1", "OWASP ASVS 5.0: 16.1.1", "MCP specification 2026-07-28: server/tools"},
	Surfaces:         []string{"host config", GoSurface, ServerSurface, ManifestSurface},
	Reach:            facts.OnPath,
	Fix:              UnsafeFix,
	Scope:            WholeSystem,
	System:           checkAuditOff,
}

func checkAuditOff(c *Context, s *facts.System) {
	for _, l := range s.Listeners {
		checkToolLog(c, l)
	}
	said := map[facts.Span]*Finding{}
	for _, r := range s.Routes {
		checkRouteLog(c, r, said)
	}
	for _, t := range s.ProgramTrails {
		for _, k := range t.Kept {
			if k.Store != facts.NoStore {
				continue
			}
			f := c.Report(k.Workload.Entry, k.Span, "%s throws away what the server records of tool calls", subject(k.Workload.Entry)).
				At("goes nowhere").For("discarded").RelatedAt(t.Sink.Span, "written here").
				Note("nobody can tell afterwards which tool was called by whom, and with what").
				Advise("remove it, or name a driver that sends the lines to a collector")
			f.vouched(auditedBy(t), "records the calls")
		}
		if off, ok := known(c, t.Off); !ok || !off {
			continue
		}
		f := c.Report(t.Entry, t.Off.Span, "%s throws its record of tool calls away", subject(t.Entry)).
			At("goes nowhere").For("discarded").RelatedAt(t.Span, "recorded here").
			Note("nobody can tell afterwards which tool was called by whom, and with what").
			Advise("write it to standard error, or to a collector")
		f.vouched(auditedBy(t), "records the calls")
	}
}

func checkToolLog(c *Context, l *facts.Listener) {
	recorded, ok := known(c, l.ToolLog)
	if !ok || recorded {
		return
	}
	f := c.Report(l.Entry, l.ToolLog.Span, "%s: %s does not record tool calls", subject(l.Entry), product(l)).
		At("record switched off").For(product(l)).
		Note("nobody can tell afterwards which tool was called by whom, and with what").
		Propose("remove the switch", false, facts.Remove{What: l.ToolLog.Span}).
		Advise("remove it: calls are recorded unless this says otherwise")
	f.vouched(declaration(l.Declared).AuditedBy, "records the calls")
}

// checkRouteLog judges what a proxy says of one path. A route of a health check may well be left out of the log. One switch
// for several routes is said once.
func checkRouteLog(c *Context, r *facts.Route, said map[facts.Span]*Finding) {
	if !r.MCP || r.Redirect || r.Audit == nil {
		return
	}
	if off, ok := known(c, r.Audit.Off); !ok || !off {
		return
	}
	if f := said[r.Audit.Off.Span]; f != nil {
		f.RelatedAt(r.Span, "nor are these")
		return
	}
	f := c.Report(r.Entry, r.Audit.Off.Span, "%s does not log the requests to %s", subject(r.Entry), r.Path).
		At("log switched off").For(quoted(r.Audit.Off.Span)).
		Note("nobody can tell afterwards who called the endpoint, and when").
		Advise("remove it, or name a file")
	said[r.Audit.Off.Span] = f
	if r.Audit.Off.State == facts.Default {
		// Nobody has chosen it, and the program behind may log.
		f.As(Note, facts.Medium).At("nothing is logged").For(r.Path)
		noteDefault(f, r.Audit.Off)
		f.Advise("switch the log on")
	}
	if r.Audit.Off.State == facts.Inherited && r.Audit.Off.Why != nil {
		f.RelatedAt(r.Audit.Off.Why.Effect, "takes effect here")
	}
	f.vouched(declaration(r.Declared).AuditedBy, "records the calls")
}
