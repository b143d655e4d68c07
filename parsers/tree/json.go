package tree

import (
	"bytes"
	"errors"
	"fmt"
	"strings"

	"github.com/tailscale/hujson"

	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/parsers/input"
)

// parseJSON reads JSON with comments and trailing commas.
func (d *Doc) parseJSON(body []byte, shift int) {
	if !d.parseCommonJSON(body, shift) {
		d.loadJSON(body, shift)
	}
}

// loadJSON reads JSON with the library. After a syntax error the complete members before it are kept: the text is cut there and its
// open brackets are closed.
func (d *Doc) loadJSON(body []byte, shift int) {
	if len(bytes.TrimSpace(body)) == 0 || onlyComments(body) {
		return
	}
	kept := len(body)
	value, err := hujson.Parse(body)
	if err != nil {
		at, message := jsonError(body, err)
		d.problem(shift+at, min(shift+at+1, shift+len(body)), facts.Syntax, message)
		var repaired []byte
		repaired, kept = repair(body, at)
		if value, err = hujson.Parse(repaired); err != nil {
			return
		}
	}
	r := jsonReader{doc: d, body: body, shift: shift, limit: shift + kept}
	r.extra(value.BeforeExtra, 0)
	d.Roots = append(d.Roots, r.value(&value))
	r.extra(value.AfterExtra, value.EndOffset)
}

// onlyComments reports whether there is no value at all, which hujson calls an error.
func onlyComments(body []byte) bool {
	if bytes.TrimSpace(body)[0] != '/' {
		return false
	}
	_, err := hujson.Parse(append(bytes.Clone(bytes.TrimSpace(body)), "\nnull"...))
	return err == nil
}

// jsonError returns the offset of a syntax error, and what is wrong there in words.
func jsonError(body []byte, err error) (int, string) {
	message := err.Error()
	var line, column int
	text := strings.TrimPrefix(message, "hujson: ")
	if _, scanErr := fmt.Sscanf(text, "line %d, column %d:", &line, &column); scanErr == nil {
		if _, rest, ok := strings.Cut(text, ": "); ok {
			text = rest
		}
	}
	if errors.Unwrap(err) != nil && text == "" {
		text = errors.Unwrap(err).Error()
	}
	at := offsetOf(body, line, column)
	switch {
	case strings.Contains(text, "unexpected EOF"):
		return len(body), "expected the rest of the file; it ends in the middle of a value"
	case at < len(body) && body[at] == '\'':
		return at, "expected a double quote; JSON has no single-quoted strings"
	}
	return at, "expected JSON here: " + text
}

// offsetOf returns the byte offset of a line and column as hujson counts them, in bytes from 1.
func offsetOf(body []byte, line, column int) int {
	at := 0
	for ; line > 1; line-- {
		next := bytes.IndexByte(body[at:], '\n')
		if next < 0 {
			break
		}
		at += next + 1
	}
	return min(max(at+column-1, 0), len(body))
}

// repair returns the text before a break with its open brackets closed, so that everything complete before the
// break can be read, and how many bytes of it are the file's own. Offsets of what is kept do not change.
func repair(body []byte, at int) ([]byte, int) {
	kept := bytes.Clone(body[:at])
	end, closers := lastComplete(kept)
	return append(kept[:end], closers...), end
}

// lastComplete returns how much of a broken prefix ends with a complete value, and the brackets to close behind it.
func lastComplete(text []byte) (int, []byte) {
	type open struct {
		bracket byte
		safe    int // the text up to here is complete inside this bracket
	}
	var stack []open
	last := byte(0) // the last byte that is neither blank nor part of a string or comment
	for i := 0; i < len(text); i++ {
		switch c := text[i]; c {
		case '"':
			end := stringEnd(text, i)
			if end < 0 {
				i = len(text)
				break
			}
			i = end
			if n := len(stack); n > 0 && (last == ':' || stack[n-1].bracket == '[') {
				stack[n-1].safe = end + 1 // a value, not a key
			}
			last = c
		case '/':
			if i+1 < len(text) && text[i+1] == '/' {
				i += max(bytes.IndexByte(text[i:], '\n'), 0)
			} else if i+1 < len(text) && text[i+1] == '*' {
				if n := bytes.Index(text[i+2:], []byte("*/")); n >= 0 {
					i += n + 3
				}
			}
		case ' ', '\t', '\r', '\n':
		case '{', '[':
			last = c
			stack = append(stack, open{c, i + 1})
		case '}', ']':
			last = c
			if len(stack) > 0 {
				stack = stack[:len(stack)-1]
			}
			if len(stack) > 0 {
				stack[len(stack)-1].safe = i + 1
			} else {
				return i + 1, nil
			}
		case ',':
			last = c
			if len(stack) > 0 {
				stack[len(stack)-1].safe = i
			}
		default:
			last = c
		}
	}
	if len(stack) == 0 {
		return 0, []byte("null")
	}
	closers := make([]byte, 0, len(stack))
	for i := len(stack) - 1; i >= 0; i-- {
		if stack[i].bracket == '{' {
			closers = append(closers, '}')
		} else {
			closers = append(closers, ']')
		}
	}
	// An inner bracket that holds nothing complete, opened as the value of a key, stays as an empty value.
	return stack[len(stack)-1].safe, closers
}

func stringEnd(text []byte, start int) int {
	for i := start + 1; i < len(text); i++ {
		switch text[i] {
		case '\\':
			i++
		case '"':
			return i
		}
	}
	return -1
}

// jsonReader turns hujson's values into nodes.
type jsonReader struct {
	doc   *Doc
	body  []byte
	shift int
	limit int // no value ends behind this offset: what follows was added to close brackets
}

func (r *jsonReader) value(v *hujson.Value) *Node {
	n := &Node{Start: r.shift + v.StartOffset, End: min(r.shift+v.EndOffset, r.limit)}
	switch t := v.Value.(type) {
	case *hujson.Object:
		n.Kind = Object
		n.Members = make([]Member, 0, len(t.Members))
		for i := range t.Members {
			m := &t.Members[i]
			r.extras(&m.Name)
			name, _ := m.Name.Value.(hujson.Literal)
			n.Members = append(n.Members, Member{
				Key: literalText(name), KeyStart: r.shift + m.Name.StartOffset, KeyEnd: r.shift + m.Name.EndOffset,
				Value: r.value(&m.Value),
			})
			r.extras(&m.Value)
		}
		r.doc.shadow(n.Members)
		r.comments(t.AfterExtra, v.EndOffset-1-len(t.AfterExtra))
		if len(t.Members) > 0 && t.AfterExtra != nil {
			r.trailingComma(t.Members[len(t.Members)-1].Value.EndOffset)
		}
	case *hujson.Array:
		n.Kind = Array
		n.Items = make([]*Node, 0, len(t.Elements))
		for i := range t.Elements {
			n.Items = append(n.Items, r.value(&t.Elements[i]))
			r.extras(&t.Elements[i])
		}
		r.comments(t.AfterExtra, v.EndOffset-1-len(t.AfterExtra))
		if len(t.Elements) > 0 && t.AfterExtra != nil {
			r.trailingComma(t.Elements[len(t.Elements)-1].EndOffset)
		}
	case hujson.Literal:
		r.literal(n, t)
	}
	return n
}

func (r *jsonReader) literal(n *Node, t hujson.Literal) {
	switch t.Kind() {
	case 'n':
		n.Kind, n.Text = Null, "null"
	case 't', 'f':
		n.Kind, n.Text = Bool, string(t)
	case '0':
		n.Kind, n.Text = Number, string(t)
	default:
		n.Kind, n.Text = String, literalText(t)
		if bytes.IndexByte(t, '\\') >= 0 {
			n.style, n.written = jsonQuoted, &written{raw: r.body[n.Start-r.shift : n.End-r.shift]}
		}
	}
}

// literalText decodes a JSON string; one without escapes is only unquoted.
func literalText(t hujson.Literal) string {
	if bytes.IndexByte(t, '\\') < 0 && len(t) >= 2 {
		return input.Text(t[1 : len(t)-1])
	}
	return t.String()
}

func (r *jsonReader) extras(v *hujson.Value) {
	r.comments(v.BeforeExtra, v.StartOffset-len(v.BeforeExtra))
	r.comments(v.AfterExtra, v.EndOffset)
}

func (r *jsonReader) extra(e hujson.Extra, at int) { r.comments(e, at) }

// comments lists the comments in white space that begins at an offset of the body.
func (r *jsonReader) comments(extra hujson.Extra, at int) {
	for i := 0; i+1 < len(extra); i++ {
		if extra[i] != '/' {
			continue
		}
		end := len(extra)
		if extra[i+1] == '*' {
			if n := bytes.Index(extra[i+2:], []byte("*/")); n >= 0 {
				end = i + 2 + n + 2
			}
		} else if n := bytes.IndexByte(extra[i:], '\n'); n >= 0 {
			end = i + n
		}
		r.doc.Comments = append(r.doc.Comments, Range{r.shift + at + i, r.shift + at + end})
		i = end - 1
	}
}

// trailingComma records the comma behind the last element, which hujson marks by an AfterExtra that is not nil.
func (r *jsonReader) trailingComma(from int) {
	for at := from; at < len(r.body); at++ {
		switch r.body[at] {
		case ',':
			r.doc.TrailingCommas = append(r.doc.TrailingCommas, Range{r.shift + at, r.shift + at + 1})
			return
		case '}', ']':
			return
		case '/': // a comment between the value and its comma
			if at+1 < len(r.body) && r.body[at+1] == '*' {
				at += max(bytes.Index(r.body[at+2:], []byte("*/"))+3, 0)
			} else {
				at += max(bytes.IndexByte(r.body[at:], '\n'), 0)
			}
		}
	}
}

// shadow marks all but the last of equal keys, and lists them.
func (d *Doc) shadow(members []Member) {
	if len(members) <= 16 {
		for i := range members {
			for j := len(members) - 1; j > i; j-- {
				if members[i].Key == members[j].Key {
					d.duplicate(&members[i], &members[j])
					break
				}
			}
		}
		return
	}
	last := make(map[string]int, len(members))
	for i := range members {
		last[members[i].Key] = i
	}
	for i := range members {
		if j := last[members[i].Key]; j != i {
			d.duplicate(&members[i], &members[j])
		}
	}
}

func (d *Doc) duplicate(loser, winner *Member) {
	loser.Shadowed = true
	d.Duplicates = append(d.Duplicates, Duplicate{Range{loser.KeyStart, loser.KeyEnd}, Range{winner.KeyStart, winner.KeyEnd}})
}
