package apache

import (
	"strings"

	"github.com/wirevet/wirevet/facts"
)

// Edit turns changes into edits. It drops versions below a floor from an SSLProtocol that leaves others, and takes them from
// what `all` brings in.
func Edit(src *facts.Source, data []byte, changes []facts.Change) [][]facts.TextEdit {
	out := make([][]facts.TextEdit, len(changes))
	for i, change := range changes {
		if floor, ok := change.(facts.RequireFloor); ok {
			out[i] = dropVersions(src, data, floor)
		}
	}
	return out
}

func dropVersions(src *facts.Source, data []byte, change facts.RequireFloor) []facts.TextEdit {
	p := change.Policy
	if p.GovernedBy != nil || len(p.Shadowed) > 0 {
		return nil
	}
	at := p.Lowest.Span
	if at.Source != src || at.Start < 0 || at.End > len(data) {
		return nil
	}
	var kept, dropped []facts.Stated[facts.TLSVersion]
	for _, v := range p.Versions {
		if v.State != facts.Explicit && v.State != facts.Inherited || v.Span.Source != src {
			return nil
		}
		if v.Value >= change.Floor {
			kept = append(kept, v)
		} else {
			dropped = append(dropped, v)
		}
	}
	if len(kept) == 0 {
		return nil // nothing would be left: which versions to offer is a decision
	}
	begin, end := line(data, at.Start)
	words := string(data[begin:end])
	if strings.ContainsAny(words, "\\\"'$") {
		return nil // a continued line, or words that a variable brings in
	}
	if i := strings.IndexAny(words, "\r"); i >= 0 {
		end = begin + i
	}
	for end > begin && isBlank(data[end-1]) {
		end--
	}
	var out []facts.TextEdit
	more := ""
	for _, v := range dropped {
		if word := string(data[v.Span.Start:v.Span.End]); strings.EqualFold(strings.TrimLeft(word, "+"), "all") {
			more += " -" + spelled[v.Value]
			continue
		}
		start := v.Span.Start
		for start > begin && isBlank(data[start-1]) {
			start--
		}
		out = append(out, facts.TextEdit{Span: facts.Span{Source: src, Start: start, End: v.Span.End}})
	}
	if more != "" {
		out = append(out, facts.TextEdit{Span: facts.Span{Source: src, Start: end, End: end}, Text: more})
	}
	if !leaves(string(data[begin:end]), out, begin, kept) {
		return nil
	}
	return out
}

var spelled = map[facts.TLSVersion]string{
	facts.SSL3: "SSLv3", facts.TLS10: "TLSv1", facts.TLS11: "TLSv1.1", facts.TLS12: "TLSv1.2", facts.TLS13: "TLSv1.3",
}

// line returns the bounds of the line that an offset is in.
func line(data []byte, at int) (begin, end int) {
	begin, end = at, at
	for begin > 0 && data[begin-1] != '\n' {
		begin--
	}
	for end < len(data) && data[end] != '\n' {
		end++
	}
	return begin, end
}

// leaves reports whether an edited directive accepts just the versions that were to stay: signs and gaps may have it otherwise.
func leaves(text string, edits []facts.TextEdit, shift int, kept []facts.Stated[facts.TLSVersion]) bool {
	for i := len(edits) - 1; i >= 0; i-- {
		e := edits[i]
		text = text[:e.Span.Start-shift] + e.Text + text[e.Span.End-shift:]
	}
	f := parse(facts.NewSource("", []byte(text)), []byte(text))
	if len(f.statements) != 1 {
		return false
	}
	e := &emitter{tree: newTree(nil, nil)}
	set := e.accepted(f.statements[0])
	for _, v := range kept {
		if _, has := set[v.Value]; !has {
			return false
		}
	}
	return len(set) == len(kept)
}
