package dockerfile

import (
	"encoding/json"
	"strings"
	"unicode/utf8"

	"github.com/wirevet/wirevet/facts"
)

// list reads the exec form, a JSON list of strings. It reports false for a text that is none; the builder then takes it for
// a shell command.
func list(w facts.Word) ([]facts.Word, bool) {
	if !strings.HasPrefix(w.Text, "[") || !json.Valid([]byte(w.Text)) {
		return nil, false
	}
	out := []facts.Word{}
	for i := 1; i < len(w.Text); i++ {
		if w.Text[i] != '"' {
			if strings.IndexByte(" \t\r\n,]", w.Text[i]) < 0 {
				return nil, false // a number, a list: the builder refuses it
			}
			continue
		}
		end := i + 1
		for end < len(w.Text) && w.Text[end] != '"' {
			if w.Text[end] == '\\' {
				end++
			}
			end++
		}
		out = append(out, decoded(w, i, min(end+1, len(w.Text))))
		i = end
	}
	return out, true
}

// decoded returns the JSON string that stands quoted in the word from byte i up to byte j.
func decoded(w facts.Word, i, j int) facts.Word {
	quoted, content := cut(w, i, j), cut(w, i+1, j-1)
	content.Quoted = quoted.Span()
	if !strings.Contains(content.Text, `\`) {
		return content
	}
	var text string
	if json.Unmarshal([]byte(w.Text[i:j]), &text) != nil {
		return content
	}
	var offsets []int
	for k := i + 1; k < j-1; {
		var n int
		var piece string
		switch {
		case w.Text[k] != '\\':
			_, n = utf8.DecodeRuneInString(w.Text[k:])
			piece = w.Text[k : k+n]
		case w.Text[k+1] == 'u':
			n = 6
			if k+12 < j && w.Text[k+6] == '\\' && json.Unmarshal([]byte(`"`+w.Text[k:k+12]+`"`), &piece) == nil && utf8.RuneCountInString(piece) == 1 {
				n = 12
				break
			}
			_ = json.Unmarshal([]byte(`"`+w.Text[k:k+6]+`"`), &piece)
		default:
			n, piece = 2, "?"
		}
		for b := range len(piece) {
			at := k
			if w.Text[k] != '\\' {
				at += b
			}
			offsets = append(offsets, w.Offset(at))
		}
		k += n
	}
	if len(offsets) != len(text) {
		for len(offsets) < len(text) {
			offsets = append(offsets, content.Start)
		}
		offsets = offsets[:len(text)]
	}
	content.Text, content.Offsets = text, offsets
	return content
}
