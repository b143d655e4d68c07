package rules

import "github.com/wirevet/wirevet/facts"

// overHTTP reports whether a server can be called by others than whoever started it.
func overHTTP(t *facts.ProgramTrail) bool {
	return t.Serves == facts.StreamableHTTP || t.Serves == facts.SSE || t.Serves == facts.WebSocket
}

// declaredAudit returns what wirevet.toml says of the store of records; nothing when it says nothing.
func declaredAudit(s *facts.System) facts.AuditDeclaration {
	for _, p := range s.Policies {
		if p.Audit.Store.Known() {
			return p.Audit
		}
	}
	return facts.AuditDeclaration{}
}

// auditedBy returns what wirevet.toml says records the calls outside of the repository: of a program that listens in several
// places only when it says so of each.
func auditedBy(t *facts.ProgramTrail) (who facts.Stated[string]) {
	for _, l := range t.Listeners {
		d := declaration(l.Declared)
		if !d.AuditedBy.Known() {
			return facts.Stated[string]{}
		}
		if !who.Known() {
			who = d.AuditedBy
		}
	}
	return who
}

// recorder returns what the finding about a trail is about: the program, or the proxy that records more than it does.
func recorder(t *facts.ProgramTrail) (*facts.Entry, facts.Span) {
	if t.Proxy != nil {
		return t.Proxy.Entry, t.Proxy.Span
	}
	return t.Entry, t.Span
}

// judgeAudit raises a finding about a record where the endpoint is known to be public or declared to matter, and lowers it where
// wirevet.toml says who else records the calls.
func judgeAudit(c *Context, f *Finding, t *facts.ProgramTrail) {
	heavy := false
	for _, l := range t.Listeners {
		d := declaration(l.Declared)
		sensitivity, _ := known(c, d.Sensitivity)
		heavy = heavy || l.Exposure == facts.Public && !l.Contains || sensitivity == facts.HighSensitivity
	}
	for _, r := range t.Front {
		d := declaration(r.Declared)
		sensitivity, _ := known(c, d.Sensitivity)
		public := r.Listener != nil && (r.Listener.Exposure == facts.Public || r.Listener.NamesExposure == facts.Public)
		heavy = heavy || public || sensitivity == facts.HighSensitivity
	}
	if heavy {
		f.Severity = Error
	}
	f.vouched(auditedBy(t), "records the calls")
	for _, r := range t.Front {
		f.vouched(declaration(r.Declared).AuditedBy, "records the calls")
	}
}

// recordAdvice is how a record of tool calls is set up.
const recordAdvice = "record each call in one place that sees them all: Server.AddReceivingMiddleware of the official Go SDK, server.WithToolHandlerMiddleware of mcp-go"
