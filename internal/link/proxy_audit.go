package link

import (
	"path"
	"slices"
	"strings"

	"github.com/wirevet/wirevet/facts"
)

// joinAudits makes one trail of what a program records and what the proxies record through which it is reached. A proxy that
// tells the tools apart stands in for the program only where every way leads through such a one.
func joinAudits(s *facts.System) {
	trails := map[*facts.Listener][]*facts.ProgramTrail{}
	for _, t := range s.ProgramTrails {
		for _, l := range t.Listeners {
			trails[l] = append(trails[l], t)
		}
	}
	if len(trails) == 0 {
		return
	}
	for _, r := range s.Routes {
		if !r.MCP || r.Redirect || r.Refuses || r.Audit == nil || r.Upstream == nil {
			continue
		}
		for _, l := range r.Upstream.Serves {
			for _, t := range trails[l] {
				if !slices.Contains(t.Front, r) {
					t.Front = append(t.Front, r)
				}
			}
		}
	}
	published := map[*facts.ProgramTrail]bool{} // in another way than by a proxy
	for _, l := range s.Listeners {
		for _, t := range trails[l.Inner] {
			published[t] = true
		}
	}
	for _, t := range s.ProgramTrails {
		if len(t.Front) > 0 {
			takeProxy(t, published[t])
		}
	}
}

// takeProxy lets the trail of a proxy count for a program that records less.
func takeProxy(t *facts.ProgramTrail, published bool) {
	most, least := t.Front[0].Audit, t.Front[0].Audit
	for _, r := range t.Front[1:] {
		if recorded(r.Audit) > recorded(most) {
			most = r.Audit
		}
		if recorded(r.Audit) < recorded(least) {
			least = r.Audit
		}
	}
	level := recorded(most)
	if level == facts.ToolLevel && (published || recorded(least) < facts.ToolLevel) {
		level = facts.HTTPLevel // of what comes another way nothing is known but that
	}
	if level > t.Level {
		t.Level, t.Fields, t.Proxy, t.NeedsToolHeader = level, most.Fields, most, most.NeedsToolHeader
	}
	if t.Proxy != nil && level == facts.ToolLevel { // then the record of the calls is where the proxy keeps it
		t.Sink, t.Retention, t.Truncates = most.Sink, facts.Stated[string]{}, false
		t.Mutable = facts.Undecided[bool](most.Sink.Span, facts.OutsideRepository)
		if most.Sink.Known() && isLocalFile(most.Sink.Value) {
			t.Mutable = facts.Written(true, most.Sink.Span)
		}
	}
}

// isLocalFile reports whether a proxy writes its log to a file of its own machine: not to syslog or a stream. A pipe counts by the
// file that the program behind it is given.
func isLocalFile(sink string) bool {
	switch {
	case strings.HasPrefix(sink, "/"):
		return !strings.HasPrefix(sink, "/dev/")
	case strings.Contains(sink, ":"):
		return false
	}
	return path.Ext(sink) == ".log" || path.Ext(sink) == ".json"
}

// recorded is how much of a call a proxy's log sees, if it is written at all.
func recorded(t *facts.AuditTrail) facts.AuditLevel {
	if t.Off.Known() && t.Off.Value {
		return facts.NoAudit
	}
	return t.Level
}
