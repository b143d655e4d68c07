package tree

import (
	"bytes"
	"slices"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v4"
)

// skipProperties returns the offset behind the anchor and the tag at at: the library places an anchored node at
// its anchor.
func (r *yamlReader) skipProperties(at int) int {
	for at < len(r.body) && (r.body[at] == '&' || r.body[at] == '!') {
		r.doc.fixed = true
		for at < len(r.body) && !isSpace(r.body[at]) {
			at++
		}
		for at < len(r.body) && isSpace(r.body[at]) {
			at++
		}
	}
	return min(at, len(r.body))
}

func isSpace(c byte) bool { return c == ' ' || c == '\t' || c == '\n' || c == '\r' }

// scalar fills in kind, text and end of a scalar that begins at n.Start.
func (r *yamlReader) scalar(n *Node, y *yaml.Node) {
	n.Text = y.Value
	at := n.Start
	switch {
	case y.Style&(yaml.DoubleQuotedStyle) != 0:
		n.Kind, n.style, n.End = String, yamlDouble, doubleQuotedEnd(r.body, at)
	case y.Style&yaml.SingleQuotedStyle != 0:
		n.Kind, n.style, n.End = String, yamlSingle, singleQuotedEnd(r.body, at)
	case y.Style&(yaml.LiteralStyle|yaml.FoldedStyle) != 0:
		n.Kind, n.style, n.End = String, yamlFolded, blockEnd(r.body, at)
	default:
		n.Kind = kindOf(y)
		n.End = plainEnd(r.body, at, y.Value)
	}
	raw := r.body[n.Start:min(max(n.End, n.Start), len(r.body))]
	r.scanned = insertRange(r.scanned, Range{n.Start, n.End})
	for _, b := range r.blanked {
		if b.Start < n.End && n.Start < b.End || b.Start <= n.Start && b.End > n.Start || n.Text == "" && nextTo(r.body, n.Start, b.Start) {
			n.Templated = true
		}
	}
	if n.Kind != String {
		n.Text = string(raw)
		if n.Kind == Null && n.Text == "" {
			n.Text = "null"
		}
		return
	}
	inner := raw
	if n.style == yamlDouble || n.style == yamlSingle {
		inner = raw[min(1, len(raw)):max(len(raw)-1, min(1, len(raw)))]
	}
	if string(inner) == n.Text {
		return // as it stands: Word needs no map
	}
	n.written = &written{raw: raw}
	if bytes.IndexByte(raw, '\n') >= 0 || bytes.IndexByte(raw, '\r') >= 0 {
		n.style = yamlFolded
	}
}

// nextTo reports whether only white space stands between two offsets.
func nextTo(body []byte, a, b int) bool {
	if b < a {
		a, b = b, a
	}
	return len(bytes.TrimSpace(body[a:min(b, len(body))])) == 0 && bytes.IndexByte(body[a:min(b, len(body))], '\n') < 0
}

// insertRange keeps the ranges sorted; scalars come nearly in order.
func insertRange(ranges []Range, r Range) []Range {
	if n := len(ranges); n == 0 || ranges[n-1].Start <= r.Start {
		return append(ranges, r)
	}
	i, _ := slices.BinarySearchFunc(ranges, r, func(a, b Range) int { return a.Start - b.Start })
	return slices.Insert(ranges, i, r)
}

func kindOf(y *yaml.Node) Kind {
	switch y.ShortTag() {
	case "!!null":
		return Null
	case "!!bool":
		return Bool
	case "!!int", "!!float":
		return Number
	}
	return String
}

func doubleQuotedEnd(body []byte, at int) int {
	for i := at + 1; i < len(body); i++ {
		switch body[i] {
		case '\\':
			i++
		case '"':
			return i + 1
		}
	}
	return len(body)
}

func singleQuotedEnd(body []byte, at int) int {
	for i := at + 1; i < len(body); i++ {
		if body[i] != '\'' {
			continue
		}
		if i+1 < len(body) && body[i+1] == '\'' {
			i++
			continue
		}
		return i + 1
	}
	return len(body)
}

// plainEnd returns the end of a plain scalar: its text, in which one line break of the source may stand for a space
// and several for line feeds.
func plainEnd(body []byte, at int, text string) int {
	if strings.HasPrefix(string(body[at:min(at+len(text), len(body))]), text) {
		return at + len(text)
	}
	for i := 0; i < len(text) && at < len(body); i++ {
		if text[i] == ' ' || text[i] == '\n' {
			for width := spaceWidth(body, at); width > 0; width = spaceWidth(body, at) {
				at += width
			}
			for i+1 < len(text) && (text[i+1] == ' ' || text[i+1] == '\n') {
				i++
			}
			continue
		}
		at++
	}
	for at < len(body) && !utf8.RuneStart(body[at]) {
		at++
	}
	return min(at, len(body))
}

// spaceWidth returns how many bytes the white space at an offset has, 0 for anything else. The breaks of YAML 1.1 that
// are no ASCII, which the library folds too, are among it: next line, line and paragraph separator.
func spaceWidth(body []byte, at int) int {
	switch {
	case at >= len(body):
		return 0
	case isSpace(body[at]):
		return 1
	case bytes.HasPrefix(body[at:], []byte("\u0085")):
		return 2
	case bytes.HasPrefix(body[at:], []byte("\u2028")), bytes.HasPrefix(body[at:], []byte("\u2029")):
		return 3
	}
	return 0
}

// blockEnd returns the end of a block scalar whose | or > stands at at: behind its last line that is not blank.
func blockEnd(body []byte, at int) int {
	next := bytes.IndexByte(body[at:], '\n')
	if next < 0 {
		return len(body)
	}
	end := at + next
	parent := blockParent(body, at)
	indent := -1
	if digit := bytes.IndexAny(body[at:min(at+3, end)], "123456789"); digit > 0 {
		indent = max(parent, 0) + int(body[at+digit]-'0')
	}
	for pos := end + 1; pos < len(body); {
		lineEnd := len(body)
		if i := bytes.IndexByte(body[pos:], '\n'); i >= 0 {
			lineEnd = pos + i
		}
		line := bytes.TrimRight(body[pos:lineEnd], "\r")
		spaces := 0
		for spaces < len(line) && line[spaces] == ' ' {
			spaces++
		}
		if spaces < len(line) && len(bytes.TrimSpace(line[spaces:])) > 0 {
			if indent < 0 && spaces > parent {
				indent = spaces
			}
			if spaces < indent || indent < 0 {
				break
			}
			end = pos + len(line)
		}
		pos = lineEnd + 1
	}
	for end > at && (body[end-1] == '\r' || body[end-1] == '\n') {
		end--
	}
	return end
}

// blockParent returns the column of the key or the dash whose value stands at an offset of its line; -1 when it has the line
// to itself. The lines of a block scalar are indented deeper (YAML 1.2.2, section 8.1.1).
func blockParent(body []byte, at int) int {
	line := bytes.LastIndexByte(body[:at], '\n') + 1
	parent, pos := -1, line
	for ; pos < at; pos++ {
		switch c := body[pos]; {
		case c == ' ':
		case (c == '-' || c == '?' || c == ':') && isSpace(body[pos+1]):
			parent = pos - line
		case c == '!' || c == '&':
			return parent // of the value
		default:
			return pos - line
		}
	}
	return parent
}
