package kubernetes

import (
	"bytes"

	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/parsers/tree"
)

// Edit turns changes into edits. Templates are left alone: what a line of one means is known when it is rendered.
func Edit(src *facts.Source, data []byte, changes []facts.Change) [][]facts.TextEdit {
	out := make([][]facts.TextEdit, len(changes))
	if _, templates := blankTemplates(data); len(templates) > 0 {
		return out
	}
	syntax := tree.YAML
	for _, c := range data {
		if c != ' ' && c != '\n' && c != '\r' && c != '\t' {
			if c == '{' {
				syntax = tree.JSON
			}
			break
		}
	}
	doc := tree.Parse(data, syntax)
	if len(doc.Problems) > 0 {
		return out
	}
	copied := facts.NewSource(src.Path, data)
	parts := map[facts.Span]facts.Span{}
	stated, _, _ := Parse(copied, data)
	for _, p := range stated.Parts {
		parts[p.Of] = p.Whole
	}
	for i, change := range changes {
		var edits []tree.Edit
		switch change := change.(type) {
		case facts.Remove:
			what := change.What
			line := data[bytes.LastIndexByte(data[:what.Start], '\n')+1 : what.Start]
			if bytes.Contains(line, []byte(nginxPrefix+"proxy-ssl-verify")) {
				continue // ingress-nginx verifies nothing without it either
			}
			if whole, ok := parts[facts.Span{Source: copied, Start: what.Start, End: what.End}]; ok {
				what = whole
			}
			edits, _ = doc.Remove(tree.Range{Start: what.Start, End: what.End})
		case facts.Replace:
			edits, _ = doc.Replace(tree.Range{Start: change.Value.Start, End: change.Value.End}, change.By)
		}
		for _, e := range edits {
			out[i] = append(out[i], facts.TextEdit{Span: facts.Span{Source: src, Start: e.Start, End: e.End}, Text: e.Text})
		}
	}
	return out
}
