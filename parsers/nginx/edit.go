package nginx

import "github.com/wirevet/wirevet/facts"

// Edit turns changes into edits. It drops versions below a floor from a list that has others, where the list is what counts:
// a list that another server's takes the place of is left to a person.
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
	var out []facts.TextEdit
	kept := false
	for _, v := range p.Versions {
		if v.State != facts.Explicit && v.State != facts.Inherited || v.Span.Source != src {
			return nil
		}
		if v.Value >= change.Floor {
			kept = true
			continue
		}
		end := v.Span.End
		for end < len(data) && isBlank(data[end]) { // with the blanks behind it, so that the next word takes its place
			end++
		}
		start := v.Span.Start
		if end < len(data) && data[end] == ';' {
			end = v.Span.End
			for start > 0 && isBlank(data[start-1]) {
				start--
			}
		}
		out = append(out, facts.TextEdit{Span: facts.Span{Source: src, Start: start, End: end}})
	}
	if !kept {
		return nil // nothing would be left: which versions to offer is a decision
	}
	return out
}
