package link

import (
	"math/bits"

	"github.com/wirevet/wirevet/facts"
)

// traceAudits makes one audit trail for each Go program that has an MCP server in it: of all records that are linked into
// the program. A library has none: who uses it decides what is recorded.
func traceAudits(s *facts.System) {
	if len(s.Servers) == 0 {
		return
	}
	byPath := packagesByPath(s)
	for _, main := range s.GoPackages {
		if main.Name != "main" || main.Test {
			continue
		}
		entries := map[*facts.Entry]bool{}
		for p := range withImports(main, byPath) {
			entries[p.Entry] = true
		}
		if t := trailOf(s, main, entries); t != nil {
			s.ProgramTrails = append(s.ProgramTrails, t)
		}
	}
}

// trailOf returns the trail of one program, or nil when it has no server.
func trailOf(s *facts.System, main *facts.GoPackage, entries map[*facts.Entry]bool) *facts.ProgramTrail {
	t := &facts.ProgramTrail{AuditTrail: facts.AuditTrail{Entry: main.Entry}}
	for _, server := range s.Servers {
		if entries[server.Entry] {
			t.Span, t.Made = server.Span, server.Span
			break
		}
	}
	if t.Span.IsZero() {
		return nil
	}
	for _, served := range s.Serving {
		// A server that can be reached over HTTP is judged as one, whatever else it can be started with.
		if entries[served.Entry] && (t.Serves == facts.TransportUnknown || t.Serves == facts.Stdio) {
			t.Serves = served.Transport
		}
	}
	fullest, traced := 0, false
	for _, record := range s.Records {
		if !entries[record.Entry] || record.Level < t.Level {
			continue
		}
		// The fullest record is the one to look at.
		if record.Level > t.Level || bits.OnesCount8(uint8(record.Fields)) > fullest {
			t.Level, t.Span, fullest = record.Level, record.Span, bits.OnesCount8(uint8(record.Fields))
			traced = record.Traced
		}
		t.Fields |= record.Fields
		if t.ClaimedIdentity.IsZero() {
			t.ClaimedIdentity = record.ClaimedIdentity
		}
	}
	if !traced { // spans do not go where the log goes
		sinkOf(s, t, entries)
	}
	for _, l := range s.Listeners {
		if entries[l.Entry] {
			t.Listeners = append(t.Listeners, l)
		}
	}
	return t
}

// sinkOf says where the records of a trail go, when the program has one sink alone. Of several it is not known which takes
// the record.
func sinkOf(s *facts.System, t *facts.ProgramTrail, entries map[*facts.Entry]bool) {
	if t.Level != facts.ToolLevel {
		return
	}
	var only *facts.LogSink
	for _, sink := range s.LogSinks {
		if !entries[sink.Entry] {
			continue
		}
		if only != nil {
			return
		}
		only = sink
	}
	if only == nil {
		return
	}
	t.Sink, t.Mutable, t.Truncates = facts.Written(only.Name, only.Span), only.Mutable, only.Truncates
	t.Retention, t.Path, t.Stream = only.Retention, only.Path, only.Stream
	t.Off = facts.Written(only.Off, only.Span)
}
