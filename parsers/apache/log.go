package apache

import (
	"strings"

	"github.com/wirevet/wirevet/facts"
)

// audit states what is recorded of the calls to a route. The logs of a virtual host take the place of the server's; where
// neither has any, httpd records nothing (open_multi_logs in mod_log_config.c).
func (e *emitter) audit(v *server, at *route, l levels) *facts.AuditTrail {
	if at.audit != nil {
		return at.audit
	}
	trail := &facts.AuditTrail{Entry: at.entry, Span: at.span, Level: facts.HTTPLevel, Serves: facts.StreamableHTTP}
	at.audit = trail
	e.out.Audits = append(e.out.Audits, trail)
	logs, state := e.logs(v)
	open := v.levels.openInclude()
	switch {
	case len(logs) == 0 && !open.IsZero():
		trail.Sink = facts.Undecided[string](open, facts.OutsideRepository)
		return trail
	case len(logs) == 0 && !e.tree.main:
		// The logs of a fragment may well be the server's.
		trail.Sink = facts.Undecided[string](at.span, facts.OutsideRepository)
		return trail
	case len(logs) == 0:
		trail.Level = facts.NoAudit
		trail.Off = facts.ByDefault(true, v.entry.Name, "Apache records no requests unless CustomLog or TransferLog says where to (mod_log_config)")
		return trail
	}
	trail.Level = facts.NoAudit
	for _, d := range logs {
		e.logged(trail, d, state, at, l)
	}
	if trail.Level == facts.NoAudit && trail.Off.State == facts.Unset && trail.Sink.State == facts.Unset {
		trail.Level = facts.HTTPLevel
	}
	return trail
}

// logs returns the log directives that count for a server.
func (e *emitter) logs(v *server) ([]*statement, facts.State) {
	for i := len(v.levels) - 1; i >= 0; i-- {
		var out []*statement
		for _, d := range v.levels[i].section.block {
			if (d.name == "customlog" || d.name == "transferlog") && len(d.args) > 0 {
				out = append(out, d)
			}
		}
		if len(out) > 0 {
			return append(out, v.levels[0].named("globallog")...), v.levels.stateOf(i)
		}
	}
	return v.levels[0].named("globallog"), facts.Inherited
}

// logged adds what one log records.
func (e *emitter) logged(trail *facts.AuditTrail, d *statement, state facts.State, at *route, l levels) {
	v := setting{directive: &statement{file: d.file, word: d.word, conditional: d.conditional}, state: state}
	condition := yes
	format, written := "", facts.Span{}
	for _, a := range d.args[1:] {
		switch {
		case strings.HasPrefix(a.text, "env="):
			condition = e.loggedIf(strings.TrimPrefix(a.text, "env="), at, l)
		case strings.HasPrefix(a.text, "expr="):
			condition = unknown
		default:
			format, written = e.formatOf(a)
		}
	}
	if format == "" {
		format = "%u" // what the default format has of a caller
	}
	nowhere := d.arg(0) == "/dev/null" || condition == no
	switch {
	case nowhere && trail.Level == facts.NoAudit && trail.Sink.State == facts.Unset:
		trail.Span = d.written()
		trail.Off = stated(v, true, d.written(), at.span)
		return
	case nowhere:
		return
	case condition == unknown && trail.Level != facts.NoAudit:
		return
	}
	if trail.Level == facts.NoAudit {
		trail.Level, trail.Span = facts.HTTPLevel, d.written()
		trail.Off = stated(v, false, d.written(), at.span)
		if condition == unknown {
			trail.Off = facts.Undecided[bool](d.written(), facts.SeveralValues)
		}
		trail.Sink = stated(setting{directive: d, state: state}, d.arg(0), d.args[0].span(), at.span)
	}
	trail.Fields |= fieldsOf(format)
	e.secrets(trail.Entry, written)
	// Since the revision 2026-07-28 every tools/call carries the tool's name in this header.
	if strings.Contains(strings.ToLower(format), "%{mcp-name}i") {
		trail.Level, trail.NeedsToolHeader = facts.ToolLevel, true
	}
}

// formatOf returns the format of a nickname and where it is written, or the text itself where httpd takes it for one.
func (e *emitter) formatOf(a arg) (string, facts.Span) {
	if f := e.formats[a.text]; f != nil && len(f.args) > 0 {
		return f.arg(0), f.args[0].span()
	}
	switch a.text {
	case "combined", "common", "vhost_combined", "combinedio", "CLF":
		return "%u", facts.Span{} // as packages define them
	}
	return a.text, a.span()
}

// secrets states which credentials a format writes into the log.
func (e *emitter) secrets(entry *facts.Entry, format facts.Span) {
	if at := format.Find("%{authorization}i"); !at.IsZero() {
		e.out.AddLogged(entry, at, facts.AuthorizationHeader, "Apache")
	}
	if at := format.Find("%{cookie}i"); !at.IsZero() {
		e.out.AddLogged(entry, at, facts.CookieHeader, "Apache")
	}
}

// loggedIf says whether the variable of a log's condition has the value that it asks for: where a SetEnvIf sets it by the path.
func (e *emitter) loggedIf(name string, at *route, l levels) answer {
	name, unless := strings.CutPrefix(name, "!")
	set := no
	for _, d := range l.all("setenv") {
		if d.arg(0) == name {
			set = yes
		}
	}
	for _, directive := range []string{"setenvif", "setenvifnocase"} {
		for _, d := range l.all(directive) {
			if len(d.args) < 3 || !setsVariable(d, name) {
				continue
			}
			one := unknown
			switch strings.ToLower(d.arg(0)) {
			case "request_uri":
				one = e.match(at.sample(), d.arg(1), directive == "setenvifnocase")
			case "remote_addr", "user-agent", "remote_host":
				one = no // some callers, and not all
			}
			set = set.or(one)
		}
	}
	if unless {
		return set.not()
	}
	if set == no {
		return unknown // set by something else
	}
	return set
}

// fieldsOf returns the parts of a tool call that a format records.
func fieldsOf(format string) facts.AuditFields {
	var out facts.AuditFields
	lower := strings.ToLower(format)
	for _, name := range []string{"%u", "%>u", "%<u", "ssl_client_s_dn", "remote_user", "oidc_claim_sub", "oidc_claim_client_id"} {
		if strings.Contains(lower, name) {
			out |= facts.ClientField
		}
	}
	if strings.Contains(lower, "%{mcp-name}i") {
		out |= facts.ToolField
	}
	return out
}
