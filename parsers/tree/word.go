package tree

import (
	"bytes"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/wirevet/wirevet/facts"
)

// Word returns the scalar with the place of each of its bytes. The words of objects and arrays are empty.
func (n *Node) Word(src *facts.Source) facts.Word {
	w := facts.Word{Text: n.Text, Source: src, Start: n.Start, End: n.End, Quoted: n.Span(src)}
	if n.written != nil && n.written.full != "" {
		whole, as := *n, *n.written
		as.full = ""
		whole.Text, whole.written = n.written.full, &as
		tail := whole.Word(src).Sub(len(whole.Text)-len(n.Text), len(whole.Text))
		tail.Quoted = facts.Span{}
		return tail
	}
	if n.Kind != String {
		return w
	}
	if n.written == nil || n.written.raw == nil {
		if n.End-n.Start == len(n.Text)+2 { // quoted, without escapes
			w.Start, w.End = n.Start+1, n.End-1
		}
		return w
	}
	w.Start, w.End, w.Offsets = n.offsets()
	return w
}

// Tail returns a node for the text of a String from byte i on: a part of the same scalar.
func (n *Node) Tail(i int) *Node {
	tail, as := *n, written{}
	if n.written != nil {
		as = *n.written
	}
	if as.full == "" {
		as.full = n.Text
	}
	tail.Text, tail.written = n.Text[i:], &as
	return &tail
}

// offsets maps each byte of the text to the byte of the source from which it was decoded.
func (n *Node) offsets() (start, end int, offsets []int) {
	switch n.style {
	case jsonQuoted, yamlDouble, tomlBasic:
		open := 1
		if n.style == tomlBasic && bytes.HasPrefix(n.written.raw, []byte(`"""`)) {
			open = 3
		}
		start, end = n.Start+open, n.End-open
		offsets = escaped(n.written.raw[open:len(n.written.raw)-open], start, len(n.Text))
	case yamlSingle:
		start, end = n.Start+1, n.End-1
		offsets = doubled(n.written.raw[1:len(n.written.raw)-1], start)
	case tomlLiteral:
		open := 1
		if bytes.HasPrefix(n.written.raw, []byte(`'''`)) {
			open = 3
		}
		start, end = n.Start+open, n.End-open
	default:
		start, end = n.Start, n.End
	}
	if n.style == yamlFolded && n.written.raw[0] == '|' {
		if exact, ok := literal(n.written.raw, n.Text, n.Start); ok {
			return start, end, exact
		}
	}
	if len(offsets) != len(n.Text) || n.style == yamlFolded {
		// Line folding and the like: align the text with the source by what both have in common.
		offsets = aligned(n.written.raw[start-n.Start:end-n.Start], n.Text, start)
	}
	return start, end, offsets
}

// escaped maps a string with backslash escapes; each decoded byte points at the first byte of its escape.
func escaped(raw []byte, base, size int) []int {
	out := make([]int, 0, size)
	for i := 0; i < len(raw); {
		length, decoded := 1, 1
		if raw[i] == '\\' && i+1 < len(raw) {
			length, decoded = escapeLength(raw[i:])
		}
		for range decoded {
			out = append(out, base+i)
		}
		i += length
	}
	return out
}

// escapeLength returns the bytes that the escape at the start of raw takes, and the bytes that it decodes to.
func escapeLength(raw []byte) (length, decoded int) {
	digits := map[byte]int{'x': 2, 'u': 4, 'U': 8}[raw[1]]
	if digits == 0 || len(raw) < 2+digits {
		return 2, 1
	}
	code, err := strconv.ParseUint(string(raw[2:2+digits]), 16, 32)
	if err != nil {
		return 2, 1
	}
	length = 2 + digits
	r := rune(code)
	if 0xd800 <= r && r < 0xdc00 && len(raw) >= 12 && raw[6] == '\\' && raw[7] == 'u' { // a surrogate pair
		return 12, 4
	}
	return length, len(string(r))
}

// doubled maps a YAML single-quoted string, in which two quotes stand for one.
func doubled(raw []byte, base int) []int {
	out := make([]int, 0, len(raw))
	for i := 0; i < len(raw); i++ {
		out = append(out, base+i)
		if raw[i] == '\'' {
			i++
		}
	}
	return out
}

// literal maps a YAML block scalar of the style |, whose lines are those of the text behind their indentation. It reports
// false when they are not.
func literal(raw []byte, text string, base int) ([]int, bool) {
	at := bytes.IndexByte(raw, '\n') + 1
	if at == 0 {
		return nil, false
	}
	out := make([]int, 0, len(text))
	for rest := text; rest != ""; {
		if at >= len(raw) && strings.TrimSpace(rest) == "" { // blank lines behind the last one
			for range len(rest) {
				out = append(out, base+len(raw))
			}
			break
		}
		line, more, broken := strings.Cut(rest, "\n")
		end := len(raw)
		if i := bytes.IndexByte(raw[at:], '\n'); i >= 0 {
			end = at + i
		}
		content := bytes.TrimSuffix(raw[at:end], []byte("\r"))
		indent := len(content) - len(line)
		if indent < 0 || string(content[indent:]) != line || len(bytes.TrimLeft(content[:indent], " ")) > 0 {
			return nil, false
		}
		for i := range len(line) {
			out = append(out, base+at+indent+i)
		}
		if broken {
			out = append(out, base+at+len(content)) // the line break, or the end of the value
		}
		at, rest = min(end+1, len(raw)), more
	}
	return out, true
}

// aligned maps text onto raw where lines are folded or indentation is removed: equal characters are matched in
// order, white space that folding made points at the line break it stands for.
func aligned(raw []byte, text string, base int) []int {
	out := make([]int, 0, len(text))
	at := 0
	for i := 0; i < len(text); {
		r, size := utf8.DecodeRuneInString(text[i:])
		next := at
		for next < len(raw) {
			found, width := utf8.DecodeRune(raw[next:])
			if found == r || (r == ' ' || r == '\n') && (found == '\n' || found == '\r') {
				break
			}
			next += width
		}
		if next < len(raw) {
			at = next
		}
		for range size {
			out = append(out, base+min(at, len(raw)))
		}
		if at < len(raw) {
			_, width := utf8.DecodeRune(raw[at:])
			at += width
		}
		i += size
	}
	return out
}
