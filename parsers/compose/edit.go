package compose

import (
	"strings"

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
		case facts.MountReadOnly:
			edits = readOnly(doc, tree.Range{Start: c.Place().Start, End: c.Place().End})
		case facts.ForbidEscalation:
			edits = forbidEscalation(doc, c)
		}
		for _, e := range edits {
			out[i] = append(out[i], facts.TextEdit{Span: facts.Span{Source: src, Start: e.Start, End: e.End}, Text: e.Text})
		}
	}
	return out
}

// runAs adds user to the service whose name is the place of the change.
func runAs(doc *tree.Doc, c facts.RunAs) []tree.Edit {
	service := serviceAt(doc, c.Place())
	if service == nil || service.Get("user") != nil {
		return nil
	}
	edits, _ := doc.InsertMember(service, "user", doc.Quote(c.Account))
	return edits
}

// serviceAt returns the service whose name stands at the place, or nil.
func serviceAt(doc *tree.Doc, at facts.Span) *tree.Node {
	if len(doc.Roots) == 0 {
		return nil
	}
	services := doc.Roots[0].Get("services")
	if services == nil {
		return nil
	}
	for _, m := range services.Members {
		if m.KeyStart == at.Start && m.KeyEnd == at.End {
			return m.Value
		}
	}
	return nil
}

// forbidEscalation adds no-new-privileges to the options of the service whose name is the place of the change.
func forbidEscalation(doc *tree.Doc, c facts.ForbidEscalation) []tree.Edit {
	const option = "no-new-privileges:true"
	service := serviceAt(doc, c.Place())
	if service == nil {
		return nil
	}
	var edits []tree.Edit
	switch options := service.Get("security_opt"); {
	case options == nil:
		edits, _ = doc.InsertMember(service, "security_opt", "["+doc.Quote(option)+"]")
	case options.Kind == tree.Array:
		edits, _ = doc.InsertItem(options, doc.Quote(option))
	}
	return edits
}

// readOnly takes the right to write from a mount: of the short form the whole text stands at the place, of the long form the
// map, or the value of read_only.
func readOnly(doc *tree.Doc, at tree.Range) []tree.Edit {
	var edits []tree.Edit
	for _, root := range doc.Roots {
		services := root.Get("services")
		if services == nil {
			continue
		}
		for _, service := range services.Members {
			volumes := service.Value.Get("volumes")
			if volumes == nil {
				continue
			}
			for _, item := range volumes.Items {
				inside := item.Start <= at.Start && at.End <= item.End
				switch says := item.Get("read_only"); {
				case !inside:
				case item.Kind == tree.Object && says != nil:
					edits, _ = doc.SetTrue(says)
				case item.Kind == tree.Object:
					edits, _ = doc.InsertMember(item, "read_only", "true")
				case item.Kind == tree.String:
					edits, _ = doc.Replace(tree.Range{Start: item.Start, End: item.End}, readOnlyVolume(item.Text))
				}
			}
		}
	}
	return edits
}

// readOnlyVolume returns the short form of a volume with ro among its options: SOURCE:TARGET[:OPTIONS].
func readOnlyVolume(text string) string {
	parts := splitOutside(text)
	options := len(parts) - 1
	if len(parts[0]) == 1 && len(parts) > 2 { // a drive of Windows
		options--
	}
	if options < 2 {
		return text + ":ro"
	}
	list := strings.Split(parts[len(parts)-1], ",")
	for i, option := range list {
		if option == "rw" {
			list[i] = "ro"
			return strings.TrimSuffix(text, parts[len(parts)-1]) + strings.Join(list, ",")
		}
	}
	return text + ",ro"
}
