package compose

import (
	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/parsers/input"
	"github.com/wirevet/wirevet/parsers/tree"
)

// Edit turns changes into edits.
func Edit(src *facts.Source, data []byte, changes []facts.Change) [][]facts.TextEdit {
	out := make([][]facts.TextEdit, len(changes))
	doc := tree.Parse(data, tree.YAML)
	if len(doc.Problems) > 0 {
		return out
	}
	copied := facts.NewSource(src.Path, data)
	parts := map[facts.Span]facts.Span{}
	for _, f := range Parse(&input.Unit{Files: []input.File{{Source: copied, Data: data}}}, nil) {
		for _, p := range f.Parts {
			parts[p.Of] = p.Whole
		}
	}
	for i, change := range changes {
		var edits []tree.Edit
		switch c := change.(type) {
		case facts.Remove:
			what := c.What
			if whole, ok := parts[facts.Span{Source: copied, Start: what.Start, End: what.End}]; ok {
				what = whole
			}
			edits, _ = doc.Remove(tree.Range{Start: what.Start, End: what.End})
		case facts.Replace:
			edits, _ = doc.Replace(tree.Range{Start: c.Value.Start, End: c.Value.End}, c.By)
		case facts.RunAs:
			edits = runAs(doc, c)
		}
		for _, e := range edits {
			out[i] = append(out[i], facts.TextEdit{Span: facts.Span{Source: src, Start: e.Start, End: e.End}, Text: e.Text})
		}
	}
	return out
}

// runAs adds user to the service whose name is the place of the change.
func runAs(doc *tree.Doc, c facts.RunAs) []tree.Edit {
	if len(doc.Roots) == 0 {
		return nil
	}
	services := doc.Roots[0].Get("services")
	if services == nil {
		return nil
	}
	for _, m := range services.Members {
		if m.KeyStart == c.Place().Start && m.KeyEnd == c.Place().End && m.Value.Get("user") == nil {
			edits, _ := doc.InsertMember(m.Value, "user", doc.Quote(c.Account))
			return edits
		}
	}
	return nil
}
