package systemd

import "github.com/wirevet/wirevet/facts"

// Edit turns changes into edits. Only whole assignments are taken out, and only values of one word are replaced: an account,
// a switch.
func Edit(src *facts.Source, data []byte, changes []facts.Change) [][]facts.TextEdit {
	out := make([][]facts.TextEdit, len(changes))
	list, _ := settings(src, string(data))
	for i, change := range changes {
		for _, s := range list {
			if s.section != "Service" || s.value.Text == "" {
				continue
			}
			switch c := change.(type) {
			case facts.Remove:
				if c.What.Start == s.value.Start && c.What.End == s.value.End && s.name != "ExecStart" {
					out[i] = []facts.TextEdit{{Span: facts.Span{Source: src, Start: s.line.Start, End: lineEnd(string(data), s.line.End)}}}
				}
			case facts.Replace:
				if s.name == "User" && c.Value.Start == s.value.Start && c.Value.End == s.value.End {
					out[i] = []facts.TextEdit{{Span: s.value.Content(), Text: c.By}}
				}
			}
		}
	}
	return out
}
