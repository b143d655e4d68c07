package hostconfig

import (
	"slices"

	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/parsers/tree"
)

// Edit turns changes to the host file src into edits. The result has one list for each change, nil where the change
// cannot be made. data are the bytes of src.
func Edit(src *facts.Source, data []byte, changes []facts.Change) [][]facts.TextEdit {
	out := make([][]facts.TextEdit, len(changes))
	e := newEditor(src, data)
	if e == nil {
		return out
	}
	for i, change := range changes {
		if edits, ok := e.edit(change); ok {
			for _, at := range edits {
				out[i] = append(out[i], facts.TextEdit{Span: facts.Span{Source: src, Start: at.Start, End: at.End}, Text: at.Text})
			}
		}
	}
	return out
}

// editor makes the edits of one file.
type editor struct {
	src   *facts.Source
	data  []byte
	doc   *tree.Doc
	facts *facts.Facts
	parts map[tree.Range]tree.Range
}

// newEditor returns nil for a file that is not edited: one that does not parse as it is, because it is broken or a
// template.
func newEditor(src *facts.Source, data []byte) *editor {
	kind := syntaxOf(src.Path, placesOf(src.Path))
	doc := readTree(data, kind)
	if kind != yamlSyntax && kind != tomlSyntax && kind != frontMatter {
		doc = tree.Parse(data, tree.JSON) // with nothing blanked out
	}
	if len(doc.Problems) > 0 {
		return nil
	}
	copied := facts.NewSource(src.Path, data)
	copied.Owner, copied.Below = src.Owner, src.Below
	e := &editor{src: src, data: data, doc: doc, facts: Parse(copied, data), parts: map[tree.Range]tree.Range{}}
	for _, p := range slices.Backward(e.facts.Parts) { // of two, the first one knows more
		e.parts[rangeOf(p.Of)] = rangeOf(p.Whole)
	}
	return e
}

func rangeOf(s facts.Span) tree.Range { return tree.Range{Start: s.Start, End: s.End} }

func (e *editor) edit(change facts.Change) ([]tree.Edit, bool) {
	switch c := change.(type) {
	case facts.Remove:
		at := rangeOf(c.What)
		if whole, ok := e.parts[at]; ok {
			at = whole
		}
		return e.doc.Remove(at)
	case facts.RequireFloor:
		// The only statements of a host config are options of Node.js, whose default is TLS 1.2 since version 12.
		return e.edit(facts.Remove{What: c.Policy.Lowest.Span})
	case facts.Refer:
		return e.refer(c.Credential)
	case facts.Replace:
		return e.doc.Replace(rangeOf(c.Value), c.By)
	}
	return nil, false
}
