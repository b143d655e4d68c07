package haproxy

import "github.com/wirevet/wirevet/facts"

// Edit turns changes into edits. It raises the version behind ssl-min-ver where that alone is too low: one that ssl-max-ver or
// force-… holds down as well is left to a person.
func Edit(src *facts.Source, _ []byte, changes []facts.Change) [][]facts.TextEdit {
	out := make([][]facts.TextEdit, len(changes))
	for i, change := range changes {
		if floor, ok := change.(facts.RequireFloor); ok {
			out[i] = raiseFloor(src, floor)
		}
	}
	return out
}

func raiseFloor(src *facts.Source, change facts.RequireFloor) []facts.TextEdit {
	lowest := change.Policy.Lowest
	if !change.Suffices(src) {
		return nil
	}
	// Only the value of ssl-min-ver: of no-tlsv10 a part of the versions below is left, which is another line's to name.
	if protocols[lowest.Span.Text()] != lowest.Value {
		return nil
	}
	for name, version := range protocols {
		if version == change.Floor {
			return []facts.TextEdit{{Span: lowest.Span, Text: name}}
		}
	}
	return nil
}
