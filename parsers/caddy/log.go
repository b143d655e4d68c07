package caddy

import (
	"slices"
	"strings"

	"github.com/wirevet/wirevet/facts"
)

// readLog reads a log directive.
func readLog(d *segment) *accessLog {
	l := &accessLog{span: d.written()}
	for _, in := range d.block {
		switch in.name() {
		case "output":
			l.output(in)
		case "level":
			// Access logs are of level INFO; only failures are logged as errors.
			if level := strings.ToUpper(in.arg(0).text); level == "WARN" || level == "ERROR" || level == "PANIC" || level == "FATAL" {
				l.off = in.written()
			}
		case "format":
			l.format(in)
		case "hostnames":
			for _, w := range in.args() {
				l.hosts = append(l.hosts, strings.ToLower(w.text))
			}
		case "no_hostname":
			l.unused = true
		}
	}
	return l
}

func (l *accessLog) output(in *segment) {
	switch kind := in.arg(0); kind.text {
	case "discard":
		l.off = in.written()
	case "file":
		l.sink = in.arg(1).stated()
	case "net":
		l.sink = facts.Written("net "+in.arg(1).text, in.arg(1).span)
	default:
		l.sink = kind.stated()
	}
}

// format reads whether headers are among what is logged: the formats json and console have all of them, except that the values
// of those that carry credentials are left out.
func (l *accessLog) format(in *segment) {
	switch in.arg(0).text {
	case "json", "console":
	case "filter", "append":
		l.filtered = dropsHeaders(in.block)
	default:
		l.filtered = true
	}
}

func dropsHeaders(list []*segment) bool {
	for _, s := range list {
		name := s.name()
		if (name == "request>headers" || name == "request" || name == "request>headers>Mcp-Name") && (s.arg(0).text == "delete" || s.arg(0).text == "") {
			return true
		}
		if dropsHeaders(s.block) {
			return true
		}
	}
	return false
}

// serves reports whether the log is that of a site: of all its names unless it says which.
func (l *accessLog) serves(hosts []string) bool {
	if l.unused {
		return false
	}
	return len(l.hosts) == 0 || slices.ContainsFunc(hosts, func(h string) bool { return slices.Contains(l.hosts, h) })
}

// log returns the log of a site's names, or nil.
func (s *site) log() *accessLog {
	for _, l := range s.logs {
		if l.serves(s.hosts) {
			return l
		}
	}
	return s.stray
}

// strayLogs finds the sites that are logged although they have no log: Caddy leaves out the names of such sites where another one
// of the server has a log, but compares them without their port, so that one that is written with a port is not left out
// (ServerLogConfig.SkipHosts, Server.shouldLogRequest).
func (v *server) strayLogs() {
	var other *accessLog
	for _, s := range v.sites {
		if len(s.logs) > 0 && other == nil {
			other = &accessLog{}
		}
	}
	for _, s := range v.sites {
		if len(s.hosts) > 0 || other == nil {
			continue
		}
		if len(s.logs) == 0 {
			return // then names that have no log are left out as well
		}
		other = s.logs[0]
	}
	for _, s := range v.sites {
		if other != nil && len(s.logs) == 0 && s.ported {
			stray := *other
			stray.span = s.span
			s.stray = &stray
		}
	}
}

// audit states what is recorded of the calls to a route.
func (e *emitter) audit(s *site, r *facts.Route, skips facts.Span) *facts.AuditTrail {
	o := e.options
	t := &facts.AuditTrail{Entry: r.Entry, Span: r.Span, Serves: facts.StreamableHTTP, Level: facts.NoAudit}
	defer func() { e.out.Audits = append(e.out.Audits, t) }()
	switch l := s.log(); {
	case l == nil && !e.open.IsZero():
		t.Off = facts.Undecided[bool](e.open, facts.OutsideRepository)
	case l == nil:
		t.Off = facts.ByDefault(true, r.Span, "Caddy logs no requests unless the site has a log directive")
	case !skips.IsZero():
		t.Span, t.Off = skips, facts.Written(true, skips)
	case !l.off.IsZero():
		t.Span, t.Off = l.span, facts.Stated[bool]{Value: true, Span: l.off, State: facts.Inherited, Why: &facts.Why{Effect: r.Span}}
	default:
		t.Span, t.Sink = l.span, l.sink
		if l.sink.State == facts.Unset {
			if !o.logOff.IsZero() {
				t.Off = facts.Stated[bool]{Value: true, Span: o.logOff, State: facts.Inherited, Why: &facts.Why{Effect: r.Span}}
				return t
			}
			t.Sink = o.logSink
			if o.logSink.State == facts.Unset {
				t.Sink = facts.ByDefault("stderr", l.span, sinkWhy)
			}
		}
		t.Level, t.Fields = facts.HTTPLevel, facts.ClientField // user_id, the name of Basic authentication
		if !l.filtered {
			// All headers are logged, and since the revision 2026-07-28 every tools/call carries the tool's name in one.
			t.Level, t.NeedsToolHeader = facts.ToolLevel, true
			t.Fields |= facts.ToolField
		}
	}
	return t
}
