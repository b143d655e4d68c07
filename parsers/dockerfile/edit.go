package dockerfile

import (
	"bytes"
	"slices"

	"github.com/wirevet/wirevet/facts"
)

// Edit turns changes into edits: an account is replaced, or named on a line of its own; an instruction that only says what
// is to go goes.
func Edit(src *facts.Source, data []byte, changes []facts.Change) [][]facts.TextEdit {
	copied := facts.NewSource(src.Path, data)
	parsed := Parse(copied, data)
	l := lex(copied, data)
	out := make([][]facts.TextEdit, len(changes))
	for i, change := range changes {
		switch c := change.(type) {
		case facts.Replace:
			out[i] = l.replace(c)
		case facts.RunAs:
			out[i] = l.runAs(c)
		case facts.Remove:
			out[i] = l.remove(c, parsed.Parts)
		}
		for j := range out[i] {
			out[i][j].Span.Source = src
		}
	}
	return out
}

// replace writes a value in the place of one that stands in a line as it is.
func (l *lexer) replace(c facts.Replace) []facts.TextEdit {
	if old := l.data[c.Value.Start:c.Value.End]; len(old) == 0 || bytes.ContainsAny(old, "\n\"'$\\`") {
		return nil
	}
	return []facts.TextEdit{{Span: c.Value, Text: c.By}}
}

// runAs adds a USER before what the stage starts, or at its end. The place of the change is in the stage's FROM.
func (l *lexer) runAs(c facts.RunAs) []facts.TextEdit {
	at := c.Place()
	first := slices.IndexFunc(l.list, func(in *instruction) bool { return in.start <= at.Start && at.End <= in.end })
	if first < 0 || l.list[first].name != "FROM" {
		return nil
	}
	newline := "\n"
	if bytes.Contains(l.data, []byte("\r\n")) {
		newline = "\r\n"
	}
	last := l.list[first]
	for _, in := range l.list[first+1:] {
		switch in.name {
		case "FROM":
			return nil // a stage that is not the last
		case "ENTRYPOINT", "CMD":
			return []facts.TextEdit{{Span: l.span(in.start, in.start), Text: "USER " + c.Account + newline}}
		}
		last = in
	}
	return []facts.TextEdit{{Span: l.span(last.end, last.end), Text: newline + "USER " + c.Account}}
}

// remove takes out an option of a command, or an instruction of which nothing would be left.
func (l *lexer) remove(c facts.Remove, parts []facts.Part) []facts.TextEdit {
	whole := c.What
	for _, p := range parts {
		if p.Of.Start == c.What.Start && p.Of.End == c.What.End {
			whole = p.Whole
			break
		}
	}
	if whole.IsZero() {
		return nil
	}
	for _, in := range l.list {
		if whole.Start < in.start || whole.End > in.end {
			continue
		}
		switch in.name {
		case "ENV", "ARG":
			if words := l.words(in.args); len(words) != 1 || in.args.Offsets != nil {
				return nil
			}
			_, _, next := l.line(in.end)
			start := in.start
			for start > 0 && l.data[start-1] != '\n' {
				start--
			}
			return []facts.TextEdit{{Span: l.span(start, next)}}
		case "RUN", "HEALTHCHECK":
			if _, isList := list(in.args); isList {
				return nil
			}
			text := string(l.data[whole.Start:whole.End])
			if len(text) < 2 || text[0] != '-' { // one letter of several, or a setting of another form
				return nil
			}
			end := whole.End
			for end < len(l.data) && l.data[end] == ' ' {
				end++
			}
			return []facts.TextEdit{{Span: l.span(whole.Start, end)}}
		}
	}
	return nil
}
