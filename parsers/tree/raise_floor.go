package tree

import "github.com/wirevet/wirevet/facts"

// RaiseFloor turns the changes that raise the lowest version of a policy into edits of the scalar that names it, in the format's own
// words. A version that something other than one scalar brings in, or that the highest one holds down, is left to a person.
func RaiseFloor(src *facts.Source, data []byte, syntax Syntax, words map[facts.TLSVersion]string, changes []facts.Change) [][]facts.TextEdit {
	out := make([][]facts.TextEdit, len(changes))
	var doc *Doc
	for i, change := range changes {
		floor, ok := change.(facts.RequireFloor)
		if !ok || !floor.Suffices(src) || words[floor.Floor] == "" {
			continue
		}
		lowest := floor.Policy.Lowest
		if doc == nil {
			doc = Parse(data, syntax)
		}
		at := Range{Start: lowest.Span.Start, End: lowest.Span.End}
		if n := doc.scalarAround(at); len(doc.Problems) > 0 || n == nil || n.Text != words[lowest.Value] {
			continue
		}
		edits, _ := doc.Replace(at, words[floor.Floor])
		for _, e := range edits {
			out[i] = append(out[i], facts.TextEdit{Span: facts.Span{Source: src, Start: e.Start, End: e.End}, Text: e.Text})
		}
	}
	return out
}
