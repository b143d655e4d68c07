package haproxy

import (
	"strings"

	"github.com/wirevet/wirevet/facts"
)

// audit states what is recorded of the calls that a frontend answers: nothing, unless a log line says where to, and of a
// request only what its format has.
func (c *configuration) audit(p *proxy) *facts.AuditTrail {
	trail := &facts.AuditTrail{Entry: p.entry, Span: p.section.at(), Level: facts.NoAudit, Serves: facts.StreamableHTTP}
	sinks, off := c.logs(p)
	switch {
	case off != nil:
		trail.Span = off.span()
		trail.Off = stated(off, off.words[0], true, off.span(), p.section.at())
		if s := &trail.Off; s.State == facts.Inherited && off.file == p.section.header.file && contains(p.section.span(), off.span()) {
			s.State, s.Why = facts.Explicit, nil
		}
	case len(sinks) == 0:
		trail.Off = facts.ByDefault(true, p.section.at(), "HAProxy logs nothing unless a log line says where to (configuration.txt §4.2, log)")
	default:
		trail.Off = facts.ByDefault(false, p.section.at(), "requests are logged")
		l := sinks[0]
		trail.Span = l.span()
		at := min(1, len(l.args()))
		trail.Sink = stated(l, l.words[min(at+l.skip(), len(l.words)-1)], l.arg(1), l.from(min(1, len(l.words)-1), 1), p.section.at())
		c.format(trail, p)
	}
	if r := dropped(p); r != nil && len(sinks) > 0 {
		trail.Off = facts.Written(true, r.span())
		trail.Level = facts.NoAudit
	}
	c.out.Audits = append(c.out.Audits, trail)
	return trail
}

func contains(outer, inner facts.Span) bool {
	return outer.Source == inner.Source && outer.Start <= inner.Start && inner.End <= outer.End
}

// logs returns the lines that say where a proxy's log goes: its own and those of its defaults, and for `log global` those of the
// global sections above that line. `no log` takes away what stands before it.
func (c *configuration) logs(p *proxy) (sinks []*line, off *line) {
	if p.from != nil {
		sinks, off = c.logs(p.from)
	}
	for _, l := range p.section.lines {
		switch {
		case l.arg(0) != "log":
		case l.no:
			sinks, off = nil, l
		case l.arg(1) == "global":
			off = nil
			for _, g := range p.before {
				if g.arg(0) == "log" && !g.no {
					sinks = append(sinks, g)
				}
			}
		default:
			off = nil
			sinks = append(sinks, l)
		}
	}
	return sinks, off
}

// dropped returns the line by which a proxy logs none of the requests that went well.
func dropped(p *proxy) *line {
	if s := p.last("option", "dontlog-normal"); s.line != nil && !s.line.no && s.line.conditional == facts.NoReason {
		return s.line
	}
	for _, r := range p.readRules() {
		if r.action == "set-log-level" && r.condition == nil && len(r.args) > 0 && r.args[0].text == "silent" && r.line.conditional == facts.NoReason {
			return r.line
		}
	}
	return nil
}

// format states what of a request is in the log: the last of option httplog and log-format counts. The default is a line for each
// connection, which says nothing of the request.
func (c *configuration) format(trail *facts.AuditTrail, p *proxy) {
	var by *line
	p.all(func(l *line, _ bool) {
		switch {
		case l.no:
		case l.arg(0) == "log-format", l.arg(0) == "option" && (l.arg(1) == "httplog" || l.arg(1) == "httpslog" || l.arg(1) == "tcplog"):
			by = l
		}
	})
	if by == nil {
		return
	}
	captured := p.captures("mcp-name")
	switch {
	case by.arg(1) == "tcplog":
	case by.arg(0) == "option":
		trail.Level = facts.HTTPLevel
		c.secrets(p)
		if captured { // %hr, what was captured, is a part of these formats
			trail.Level, trail.NeedsToolHeader, trail.Fields = facts.ToolLevel, true, facts.ToolField
		}
	default:
		c.custom(trail, p, by, captured)
	}
}

// custom reads a log-format.
func (c *configuration) custom(trail *facts.AuditTrail, p *proxy, l *line, captured bool) {
	text := strings.ToLower(strings.Join(texts(l.args()), " "))
	if containsAny(text, "%r", "%{+q}r", "%hu", "%hp", "%hm", "path", "%[capture.req.uri") {
		trail.Level = facts.HTTPLevel
	}
	if captured && containsAny(text, "%hr", "%{+q}hr", "capture.req.hdr") || strings.Contains(text, "mcp-name") || strings.Contains(text, "mcp_name") {
		trail.Level, trail.NeedsToolHeader = facts.ToolLevel, true
		trail.Fields |= facts.ToolField
	}
	if containsAny(text, "%hr", "%{+q}hr", "capture.req.hdr") {
		c.secrets(p)
	}
	if containsAny(text, "ssl_c_s_dn", "http_auth_user", "jwt_payload_query", "txn.sub", "txn.user", "txn.client") {
		trail.Fields |= facts.ClientField
	}
	if containsAny(text, "req.body", "txn.body") {
		trail.Fields |= facts.ParametersField
	}
}

// secrets states which credentials a proxy captures of a request for its log.
func (c *configuration) secrets(p *proxy) {
	p.all(func(l *line, _ bool) {
		if l.arg(0) != "capture" && (l.arg(0) != "http-request" || l.arg(1) != "capture") || l.no {
			return
		}
		if at := l.span().Find("authorization"); !at.IsZero() {
			c.out.AddLogged(p.entry, at, facts.AuthorizationHeader, "HAProxy")
		}
		if at := l.span().Find("request header cookie"); !at.IsZero() {
			c.out.AddLogged(p.entry, at, facts.CookieHeader, "HAProxy")
		}
	})
}

func texts(words []word) []string {
	out := make([]string, len(words))
	for i, w := range words {
		out[i] = w.text
	}
	return out
}

func containsAny(text string, parts ...string) bool {
	for _, p := range parts {
		if strings.Contains(text, p) {
			return true
		}
	}
	return false
}
