package devcontainer

import (
	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/parsers/tree"
)

// Edit turns changes to what the file says of its container into edits; those of its hosts are the business of package
// hostconfig.
func Edit(src *facts.Source, data []byte, changes []facts.Change) [][]facts.TextEdit {
	out := make([][]facts.TextEdit, len(changes))
	doc := tree.Parse(data, tree.JSON)
	if len(doc.Problems) > 0 {
		return out
	}
	copied := facts.NewSource(src.Path, data)
	parsed := &facts.Facts{}
	Parse(copied, data, parsed)
	for i, change := range changes {
		c, ok := change.(facts.Remove)
		if !ok {
			continue
		}
		for _, p := range parsed.Parts {
			if p.Of.Start != c.What.Start || p.Of.End != c.What.End || p.Whole.IsZero() {
				continue
			}
			edits, _ := doc.Remove(tree.Range{Start: p.Whole.Start, End: p.Whole.End})
			for _, e := range edits {
				out[i] = append(out[i], facts.TextEdit{Span: facts.Span{Source: src, Start: e.Start, End: e.End}, Text: e.Text})
			}
			break
		}
	}
	return out
}
