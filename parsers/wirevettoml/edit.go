package wirevettoml

import (
	"bytes"

	"github.com/wirevet/wirevet/facts"
)

// Edit takes whole entries out of a wirevet.toml: a change that removes the block of one. It makes no other change.
func Edit(src *facts.Source, data []byte, changes []facts.Change) [][]facts.TextEdit {
	out := make([][]facts.TextEdit, len(changes))
	for i, change := range changes {
		if remove, ok := change.(facts.Remove); ok && remove.What.Source == src {
			if edit, ok := entryLines(src, data, remove.What); ok {
				out[i] = []facts.TextEdit{edit}
			}
		}
	}
	return out
}

// entryLines returns the edit that removes the lines of the entry whose block is given, from its header on. Of the blank
// lines around it one side goes too. Comments above the header stay: nobody knows what they are about.
func entryLines(src *facts.Source, data []byte, block facts.Span) (facts.TextEdit, bool) {
	start := bytes.LastIndexByte(data[:block.Start], '\n') + 1
	if string(bytes.TrimSpace(data[start:block.Start])) != "[[" {
		return facts.TextEdit{}, false
	}
	end := lineEnd(data, block.End)
	before := bytes.LastIndexByte(data[:max(start-1, 0)], '\n') + 1
	if next := lineEnd(data, end); next > end && blank(data[end:next]) && (start == 0 || blank(data[before:start])) {
		end = next
	} else if end == len(data) && start > 0 && blank(data[before:start]) {
		start = before
	}
	return facts.TextEdit{Span: facts.Span{Source: src, Start: start, End: end}}, true
}

// lineEnd returns the offset after the line that at is in.
func lineEnd(data []byte, at int) int {
	if n := bytes.IndexByte(data[at:], '\n'); n >= 0 {
		return at + n + 1
	}
	return len(data)
}

func blank(line []byte) bool { return len(bytes.TrimSpace(line)) == 0 }
