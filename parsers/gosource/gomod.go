package gosource

import (
	"bytes"
	"strconv"
	"strings"

	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/parsers/input"
)

// modLine is one directive of a go.mod or go.work, which share their grammar (go.dev/ref/mod#go-mod-file-grammar). It is
// read here, and not by a library, because one bad line must not hide the others and each word needs its place.
type modLine struct {
	verb  string
	words []facts.Word // what follows the verb
	note  string       // the comment at its end
}

func (l modLine) span() facts.Span {
	first, last := l.words[0].Span(), l.words[len(l.words)-1].Span()
	return facts.Span{Source: first.Source, Start: first.Start, End: last.End}
}

// modLines splits a go.mod or go.work into its directives.
func modLines(f input.File) ([]modLine, []*facts.Problem) {
	var lines []modLine
	var problems []*facts.Problem
	block := "" // the verb of the block we are in
	at := 0
	for line := range bytes.Lines(f.Data) {
		words, note, bad := modWords(f.Source, line, at)
		if bad >= 0 {
			problems = append(problems, &facts.Problem{
				Span: facts.Span{Source: f.Source, Start: bad, End: at + len(bytes.TrimRight(line, "\r\n"))}, Kind: facts.Syntax,
				Message: "expected the end of this quoted text on its line; close the quotes",
			})
		}
		at += len(line)
		switch {
		case len(words) == 0:
		case block != "" && words[0].Text == ")":
			block = ""
		case block != "":
			lines = append(lines, modLine{block, words, note})
		case len(words) == 2 && words[1].Text == "(":
			block = words[0].Text
		case len(words) > 1:
			lines = append(lines, modLine{words[0].Text, words[1:], note})
		}
	}
	return lines, problems
}

// modWords splits a line into words. bad is the offset of a quoted word that does not end, or negative.
func modWords(source *facts.Source, line []byte, at int) (words []facts.Word, note string, bad int) {
	for i := 0; i < len(line); {
		c := line[i]
		switch {
		case c == ' ' || c == '\t' || c == '\r' || c == '\n':
			i++
		case c == '/' && bytes.HasPrefix(line[i:], []byte("//")):
			return words, strings.TrimSpace(string(line[i+2:])), -1
		case c == '"' || c == '`':
			end := i + 1
			for end < len(line) && line[end] != c && line[end] != '\n' {
				if c == '"' && line[end] == '\\' {
					end++
				}
				end++
			}
			if end >= len(line) || line[end] != c {
				return words, "", at + i
			}
			text, err := strconv.Unquote(string(line[i : end+1]))
			if err != nil {
				return words, "", at + i
			}
			words = append(words, facts.Word{
				Text: text, Source: source, Start: at + i + 1, End: at + end,
				Quoted: facts.Span{Source: source, Start: at + i, End: at + end + 1},
			})
			i = end + 1
		case c == '(' || c == ')':
			words = append(words, facts.Word{Text: string(c), Source: source, Start: at + i, End: at + i + 1})
			i++
		default:
			end := i
			for end < len(line) && !bytes.ContainsRune([]byte(" \t\r\n()"), rune(line[end])) && !bytes.HasPrefix(line[end:], []byte("//")) {
				end++
			}
			words = append(words, facts.Word{Text: string(line[i:end]), Source: source, Start: at + i, End: at + end})
			i = end
		}
	}
	return words, note, -1
}
