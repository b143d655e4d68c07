package nginx

import (
	"strings"

	"github.com/wirevet/wirevet/facts"
)

// audit states what is recorded of the calls to a location.
func (e *emitter) audit(at *location) *facts.AuditTrail {
	v := at.scope.lookup("access_log")
	d := v.last()
	trail := e.tree.reader.trails.Take()
	trail.Entry, trail.Span, trail.Level, trail.Serves = at.entry, at.span, facts.HTTPLevel, facts.StreamableHTTP
	switch {
	case d == nil && v.state == facts.Unresolved:
		trail.Sink = facts.Undecided[string](v.open, facts.OutsideRepository)
	case d == nil:
		// ngx_http_log_module: logs/access.log in the format combined, unless something is said.
		trail.Sink = facts.ByDefault("access.log", at.span, "nginx logs every request to access.log in its format `combined` unless access_log says otherwise")
		trail.Fields = facts.ClientField // $remote_user
	default:
		off := nowhere(v.directives)
		if off != nil {
			d = off
		}
		trail.Span = d.written()
		trail.Off = stated(v, off != nil, d.written(), at.span)
		if off != nil {
			trail.Level = facts.NoAudit
			break
		}
		trail.Sink = stated(v, d.arg(0), d.at(d.args[0]), at.span)
		for _, one := range v.directives {
			e.logged(trail, one)
		}
	}
	e.out.Audits = append(e.out.Audits, trail)
	return trail
}

// nowhere returns what keeps requests out of every log of a level: one `off` does (ngx_http_log_handler), or logs to /dev/null alone.
func nowhere(logs []*statement) *statement {
	null := 0
	for _, d := range logs {
		switch d.arg(0) {
		case "off":
			return d
		case "/dev/null":
			null++
		}
	}
	if null > 0 && null == len(logs) {
		return logs[0]
	}
	return nil
}

// logged adds what one log records.
func (e *emitter) logged(trail *facts.AuditTrail, d *statement) {
	format := "$remote_user" // what the format combined has of a caller
	if len(d.args) > 1 && !strings.Contains(d.args[1].text, "=") {
		format = ""
		if f := e.formats[d.args[1].text]; f != nil {
			for _, a := range f.args[1:] {
				format += a.text
				e.secrets(trail.Entry, a.text, f.at(a))
			}
		}
	}
	trail.Fields |= fieldsOf(format)
	// Since the revision 2026-07-28 every tools/call carries the tool's name in this header.
	if uses(format, "http_mcp_name") {
		trail.Level, trail.NeedsToolHeader = facts.ToolLevel, true
	}
}

// secrets states which credentials a part of a format writes into the log.
func (e *emitter) secrets(entry *facts.Entry, text string, part facts.Span) {
	for _, header := range [...]struct{ variable, what string }{
		{"http_authorization", facts.AuthorizationHeader}, {"http_cookie", facts.CookieHeader},
	} {
		if !uses(text, header.variable) {
			continue
		}
		at := part.Find("${" + header.variable + "}")
		if at.IsZero() {
			at = part.Find("$" + header.variable)
		}
		if at.IsZero() {
			at = part // part of it stands behind an escape
		}
		e.out.AddLogged(entry, at, header.what, "nginx")
	}
}

// fieldsOf returns the parts of a tool call that a format records.
func fieldsOf(format string) facts.AuditFields {
	var out facts.AuditFields
	for _, name := range []string{"remote_user", "ssl_client_s_dn", "ssl_client_s_dn_legacy", "jwt_claim_sub", "jwt_claim_client_id"} {
		if uses(format, name) {
			out |= facts.ClientField
		}
	}
	if uses(format, "http_mcp_name") {
		out |= facts.ToolField
	}
	if uses(format, "request_body") {
		out |= facts.ParametersField
	}
	return out
}
