package kubernetes

import (
	"bytes"
	"sort"
	"strings"

	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/parsers/tree"
)

// blankTemplates replaces the expressions of a template language by text of the same length that leaves YAML as it is, so
// that offsets stay: those that have lines to themselves, or that write several lines (nindent), by spaces; those within a
// value by letters.
func blankTemplates(data []byte) ([]byte, []tree.Range) {
	if !bytes.Contains(data, []byte("{{")) && !bytes.Contains(data, []byte("{%")) {
		return data, nil
	}
	text := bytes.Clone(data)
	var ranges []tree.Range
	for at := 0; at < len(data); {
		open, closing := bytes.Index(data[at:], []byte("{{")), "}}"
		if i := bytes.Index(data[at:], []byte("{%")); i >= 0 && (open < 0 || i < open) {
			open, closing = i, "%}"
		}
		if open < 0 {
			break
		}
		start := at + open
		n := bytes.Index(data[start:], []byte(closing))
		if n < 0 {
			break
		}
		end := start + n + len(closing)
		for end < len(data) && data[end] == '}' { // {{{ … }}}
			end++
		}
		ranges = append(ranges, tree.Range{Start: start, End: end})
		at = end
	}
	for _, t := range ranges {
		by := byte('z')
		if alone(data, t, ranges) || bytes.Contains(data[t.Start:t.End], []byte("nindent")) || bytes.HasPrefix(data[t.Start:], []byte("{%")) {
			by = ' '
		}
		for i := t.Start; i < t.End; i++ {
			if text[i] != '\n' && text[i] != '\r' {
				text[i] = by
			} else if by != ' ' {
				text[i] = 'z' // within a value it stays one line
			}
		}
	}
	return text, ranges
}

// alone reports whether nothing but templates stands on the lines of a template.
func alone(data []byte, t tree.Range, ranges []tree.Range) bool {
	from := bytes.LastIndexByte(data[:t.Start], '\n') + 1
	to := len(data)
	if i := bytes.IndexByte(data[t.End:], '\n'); i >= 0 {
		to = t.End + i
	}
	i := sort.Search(len(ranges), func(i int) bool { return ranges[i].End > from })
	for at := from; at < to; {
		if i < len(ranges) && at >= ranges[i].Start {
			at = max(at+1, ranges[i].End)
			i++
			continue
		}
		if strings.IndexByte(" \t\r", data[at]) < 0 {
			return data[at] == '#' // a comment may follow
		}
		at++
	}
	return true
}

// templated reports whether a template stands in [start, end).
func (r *reader) templated(start, end int) bool {
	i := sort.Search(len(r.templates), func(i int) bool { return r.templates[i].End > start })
	return i < len(r.templates) && r.templates[i].Start < max(end, start+1)
}

// decides reports whether a template writes the value of a member, or a part of it: inside of a value, or behind a key
// without one.
func (r *reader) decides(m tree.Member) bool {
	if len(r.templates) == 0 || m.Value == nil {
		return false
	}
	if m.Value.Kind != tree.Null {
		return r.templated(m.Value.Start, m.Value.End)
	}
	rest := bytes.TrimLeft(r.data[m.KeyEnd:], ": \t\r\n")
	return bytes.HasPrefix(rest, []byte("{{")) || bytes.HasPrefix(rest, []byte("{%"))
}

// fallback returns the literal that an expression falls back to when no value is given: {{ .Values.x | default "y" }}.
func (r *reader) fallback(n *tree.Node) (string, facts.Span, bool) {
	i := sort.Search(len(r.templates), func(i int) bool { return r.templates[i].End > n.Start })
	if i >= len(r.templates) {
		return "", facts.Span{}, false
	}
	t := r.templates[i]
	if outer := bytes.Trim(r.data[n.Start:n.End], `"' `); !bytes.Equal(outer, r.data[t.Start:t.End]) {
		return "", facts.Span{}, false // only a part of the value
	}
	at := bytes.Index(r.data[t.Start:t.End], []byte("default "))
	if at < 0 {
		return "", facts.Span{}, false
	}
	start := t.Start + at + len("default ")
	for start < t.End && r.data[start] == ' ' {
		start++
	}
	if c := r.data[start]; c == '"' || c == '`' {
		if n := bytes.IndexByte(r.data[start+1:t.End], c); n >= 0 {
			return string(r.data[start+1 : start+1+n]), facts.Span{Source: r.src, Start: start, End: start + n + 2}, true
		}
		return "", facts.Span{}, false
	}
	end := start
	for end < t.End && strings.IndexByte(" }|)", r.data[end]) < 0 {
		end++
	}
	word := string(r.data[start:end])
	if word == "true" || word == "false" || word != "" && strings.Trim(word, "0123456789") == "" {
		return word, facts.Span{Source: r.src, Start: start, End: end}, true
	}
	return "", facts.Span{}, false
}
