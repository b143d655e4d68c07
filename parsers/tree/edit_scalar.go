package tree

import (
	"bytes"
	"encoding/json"
	"strings"
	"unicode/utf8"

	"github.com/wirevet/wirevet/facts"
)

// scalarAround returns the innermost string that holds a range, or nil.
func (d *Doc) scalarAround(at Range) *Node {
	var found *Node
	d.find(at, func(c container) bool {
		for _, k := range c.children {
			if k.value.Kind == String && k.value.Start <= at.Start && at.End <= k.value.End {
				found = k.value
				return true
			}
		}
		return false
	})
	return found
}

// removeWord takes a word out of a string that is a command line: with the blanks behind it, or else before it. One
// letter is taken out of options that are written together, -sk.
func (d *Doc) removeWord(n *Node, at Range) ([]Edit, bool) {
	w := n.Word(nil)
	if at.Start == w.Start && at.End == w.End {
		return d.Remove(Range{n.Start, n.End})
	}
	if n.style == yamlFolded || at.Start < w.Start || at.End > w.End || at.Start >= at.End {
		return nil, false
	}
	if bytes.ContainsAny(d.data[at.Start:at.End], "\"'\\$`;|&<>()\r\n\t") {
		return nil, false
	}
	if at.End == at.Start+1 && d.inCluster(w, at.Start) {
		return []Edit{{at, ""}}, true
	}
	before, behind := at.Start, at.End
	for before > w.Start && d.data[before-1] == ' ' {
		before--
	}
	for behind < w.End && d.data[behind] == ' ' {
		behind++
	}
	switch {
	case before == at.Start && at.Start > w.Start, behind == at.End && at.End < w.End:
		return nil, false // a part of a longer word
	case behind > at.End:
		return []Edit{{Range{at.Start, behind}, ""}}, true
	}
	return []Edit{{Range{before, at.End}, ""}}, true
}

// inCluster reports whether the byte at an offset is one of several letters behind a single dash.
func (d *Doc) inCluster(w facts.Word, at int) bool {
	start, end := at, at+1
	for start > w.Start && isLetter(d.data[start-1]) {
		start--
	}
	for end < w.End && isLetter(d.data[end]) {
		end++
	}
	alone := start-1 == w.Start || start-1 > w.Start && d.data[start-2] == ' '
	ends := end == w.End || d.data[end] == ' '
	return isLetter(d.data[at]) && end-start > 1 && start > w.Start && d.data[start-1] == '-' && alone && ends
}

func isLetter(c byte) bool { return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' }

// Replace writes text in the place of a string, or of a part of one, in the way in which that string is written. It
// returns false where that way cannot hold the text.
func (d *Doc) Replace(at Range, text string) ([]Edit, bool) {
	n := d.scalarAround(at)
	if n == nil || n.style == yamlFolded || d.fixed {
		return nil, false
	}
	w := n.Word(nil)
	if at.Start == n.Start && at.End == n.End {
		at = Range{w.Start, w.End}
	}
	raw := d.data[n.Start:n.End]
	from, to := indexOf(w, at.Start), indexOf(w, at.End)
	if from < 0 || to < from || bytes.HasPrefix(raw, []byte(`"""`)) || bytes.HasPrefix(raw, []byte(`'''`)) {
		return nil, false
	}
	if w.Start == n.Start { // not quoted
		if !plainYAML(w.Text[:from]+text+w.Text[to:]) || d.inFlow(n) && strings.ContainsAny(text, ",[]{}") {
			if from > 0 || to < len(w.Text) || d.syntax != YAML {
				return nil, false
			}
			return []Edit{{at, quoteJSON(text)}}, true
		}
		return []Edit{{at, text}}, true
	}
	written, ok := escape(d.data[n.Start], d.syntax, text)
	return []Edit{{at, written}}, ok
}

// SetTrue writes true in the place of a boolean.
func (d *Doc) SetTrue(n *Node) ([]Edit, bool) {
	if n == nil || n.Kind != Bool || d.fixed {
		return nil, false
	}
	return []Edit{{Range{n.Start, n.End}, "true"}}, true
}

// indexOf returns the byte of the word's text that stands at an offset, or -1.
func indexOf(w facts.Word, offset int) int {
	for i := 0; i <= len(w.Text); i++ {
		if w.Offset(i) == offset {
			return i
		}
	}
	return -1
}

// inFlow reports whether a node stands within brackets.
func (d *Doc) inFlow(n *Node) bool {
	flow := false
	d.find(Range{n.Start, n.End}, func(c container) bool {
		flow = c.flow
		return true
	})
	return flow
}

// plainYAML reports whether a text is a YAML string without quotes that no reader takes for anything else (YAML 1.2.2
// §7.3.3; the words are those of YAML 1.1, which many readers still know).
func plainYAML(text string) bool {
	if text == "" || text != strings.TrimSpace(text) || strings.ContainsAny(text[:1], "-?:,[]{}#&*!|>'\"%@`") {
		return false
	}
	if strings.Contains(text, ": ") || strings.Contains(text, " #") || strings.HasSuffix(text, ":") || strings.Trim(text, "0123456789.+-eExX_") == "" {
		return false
	}
	switch strings.ToLower(text) {
	case "true", "false", "yes", "no", "on", "off", "null", "~", "y", "n":
		return false
	}
	return printable(text)
}

func printable(text string) bool {
	for _, r := range text {
		if r < ' ' || r == 0x7f || r == utf8.RuneError || r == 0x85 || r == 0x2028 || r == 0x2029 {
			return false
		}
	}
	return true
}

// escape returns text as it stands between the quotes of a syntax.
func escape(quote byte, syntax Syntax, text string) (string, bool) {
	switch {
	case quote == '\'' && syntax == TOML:
		return text, printable(text) && !strings.Contains(text, "'")
	case quote == '\'' && syntax == YAML:
		return strings.ReplaceAll(text, "'", "''"), printable(text)
	case quote == '"':
		return trimQuotes(quoteJSON(text)), printable(text)
	}
	return "", false
}

// quoteJSON returns text as a JSON string, which is one of YAML and TOML as well as long as it is printable.
func quoteJSON(text string) string {
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	_ = encoder.Encode(text) // a string is always encoded
	return strings.TrimSuffix(b.String(), "\n")
}

// Plain returns text as a value in a syntax.
func Plain(text string, syntax Syntax) string {
	if syntax == YAML && plainYAML(text) && !strings.ContainsAny(text, ",[]{}") {
		return text
	}
	return quoteJSON(text)
}

func trimQuotes(text string) string { return text[1 : len(text)-1] }
