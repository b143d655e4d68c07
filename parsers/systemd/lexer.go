package systemd

import (
	"strings"

	"github.com/wirevet/wirevet/facts"
)

// setting is one assignment of a unit.
type setting struct {
	section, name string
	key           facts.Span
	value         facts.Word
	line          facts.Span // the assignment as a whole
}

// settings reads the assignments of a unit, and the comments between them. A line that ends with a backslash goes on in the
// next one; comments between the two are passed over.
func settings(src *facts.Source, text string) (out []setting, comments []facts.Span) {
	section := ""
	for at := 0; at < len(text); {
		end := lineEnd(text, at)
		line := strings.TrimRight(text[at:end], "\r\n")
		trimmed := strings.TrimSpace(strings.TrimPrefix(line, "\ufeff"))
		switch {
		case trimmed == "":
		case trimmed[0] == '#' || trimmed[0] == ';':
			start := at + strings.Index(line, trimmed)
			comments = append(comments, facts.Span{Source: src, Start: start, End: start + len(trimmed)})
		case trimmed[0] == '[' && strings.HasSuffix(trimmed, "]"):
			section = trimmed[1 : len(trimmed)-1]
		default:
			var s setting
			s, end = assignment(src, text, at)
			if s.section = section; s.name != "" {
				out = append(out, s)
			}
		}
		at = end
	}
	return out, comments
}

func lineEnd(text string, at int) int {
	if i := strings.IndexByte(text[at:], '\n'); i >= 0 {
		return at + i + 1
	}
	return len(text)
}

// assignment reads the one that begins at an offset, and returns where the next line begins.
func assignment(src *facts.Source, text string, at int) (setting, int) {
	end := lineEnd(text, at)
	equals := strings.IndexByte(text[at:end], '=')
	if equals < 0 {
		return setting{}, end
	}
	keyStart := at
	for keyStart < at+equals && isBlank(text[keyStart]) {
		keyStart++
	}
	keyEnd := at + equals
	for keyEnd > keyStart && isBlank(text[keyEnd-1]) {
		keyEnd--
	}
	s := setting{name: text[keyStart:keyEnd], key: facts.Span{Source: src, Start: keyStart, End: keyEnd}}
	var b strings.Builder
	var offsets []int
	add := func(from, to int) {
		for i := from; i < to; i++ {
			b.WriteByte(text[i])
			offsets = append(offsets, i)
		}
	}
	start := at + equals + 1
	for start < end && isBlank(text[start]) {
		start++
	}
	last := start
	for {
		stop := start + len(strings.TrimRight(text[start:end], " \t\r\n"))
		if stop == start || text[stop-1] != '\\' || end >= len(text) {
			add(start, stop)
			last = max(last, stop)
			break
		}
		add(start, stop-1)
		b.WriteByte(' ') // the backslash and the line break are a blank
		offsets = append(offsets, stop-1)
		last = stop
		start = end
		end = lineEnd(text, start)
		for strings.HasPrefix(strings.TrimLeft(text[start:end], " \t"), "#") || strings.HasPrefix(strings.TrimLeft(text[start:end], " \t"), ";") {
			if start = end; start >= len(text) {
				break
			}
			end = lineEnd(text, start)
		}
		if start >= len(text) {
			break
		}
	}
	first := keyEnd
	if len(offsets) > 0 {
		first = offsets[0]
	}
	s.value = facts.Word{Text: b.String(), Source: src, Start: first, End: max(first, last), Offsets: offsets}
	if len(offsets) == 0 {
		s.value.Offsets = nil
		s.value.Start, s.value.End = keyEnd, keyEnd
	}
	s.line = facts.Span{Source: src, Start: keyStart, End: max(keyEnd, s.value.End)}
	return s, end
}

func isBlank(c byte) bool { return c == ' ' || c == '\t' }
