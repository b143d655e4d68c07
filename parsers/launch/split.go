package launch

import (
	"strings"

	"mvdan.cc/sh/v3/syntax"

	"github.com/wirevet/wirevet/facts"
)

// Split returns the words of a command line as a POSIX shell would split it, each with its place. Words that a
// shell would expand stay as they are written.
func Split(line facts.Word) []facts.Word {
	var words []facts.Word
	parser := syntax.NewParser(syntax.Variant(syntax.LangBash))
	file, err := parser.Parse(strings.NewReader(line.Text), "")
	if err == nil && len(file.Stmts) == 1 {
		if call, ok := file.Stmts[0].Cmd.(*syntax.CallExpr); ok && len(call.Assigns) == 0 {
			for _, arg := range call.Args {
				words = append(words, shellWord(line, arg))
			}
			return words
		}
	}
	for i := 0; i < len(line.Text); { // what is no shell command is split at blanks
		if line.Text[i] == ' ' || line.Text[i] == '\t' || line.Text[i] == '\n' {
			i++
			continue
		}
		end := i
		for end < len(line.Text) && !strings.ContainsRune(" \t\n", rune(line.Text[end])) {
			end++
		}
		words = append(words, line.Sub(i, end))
		i = end
	}
	return words
}

// shellWord returns a word of a shell command. Where quotes are only around the whole, they are taken off; other
// quoting is resolved without a map of places, so that parts of such a word point at the whole.
func shellWord(line facts.Word, w *syntax.Word) facts.Word {
	start, end := int(w.Pos().Offset()), int(w.End().Offset())
	if end > len(line.Text) || start > end {
		return facts.Word{Source: line.Source, Start: line.Start, End: line.End}
	}
	if len(w.Parts) == 1 {
		switch part := w.Parts[0].(type) {
		case *syntax.SglQuoted:
			if !part.Dollar && end-start >= 2 {
				return line.Sub(start+1, end-1)
			}
		case *syntax.DblQuoted:
			if !part.Dollar && end-start >= 2 && !strings.Contains(line.Text[start:end], `\`) {
				return line.Sub(start+1, end-1)
			}
		case *syntax.Lit:
			if !strings.Contains(part.Value, `\`) {
				return line.Sub(start, end)
			}
		}
	}
	whole := line.Sub(start, end)
	text := unquoted(line.Text, w)
	if text == whole.Text {
		return whole
	}
	offsets := make([]int, len(text))
	for i := range offsets {
		offsets[i] = whole.Start
	}
	return facts.Word{Text: text, Source: whole.Source, Start: whole.Start, End: whole.End, Offsets: offsets}
}

// unquoted returns the text of a shell word with its quotes resolved and its expansions as written.
func unquoted(text string, w *syntax.Word) string {
	var b strings.Builder
	var add func(parts []syntax.WordPart)
	add = func(parts []syntax.WordPart) {
		for _, part := range parts {
			switch p := part.(type) {
			case *syntax.Lit:
				b.WriteString(strings.ReplaceAll(p.Value, `\`, ""))
			case *syntax.SglQuoted:
				b.WriteString(p.Value)
			case *syntax.DblQuoted:
				add(p.Parts)
			default:
				start, end := int(part.Pos().Offset()), int(part.End().Offset())
				if end <= len(text) && start < end {
					b.WriteString(text[start:end])
				}
			}
		}
	}
	add(w.Parts)
	return b.String()
}
