package tree

import (
	"bytes"

	"github.com/tailscale/hujson"

	"github.com/wirevet/wirevet/parsers/input"
)

// commonJSON reads JSON as RFC 8259 has it, in one pass. At whatever else stands in the text it gives up, and the library reads all of
// it: comments, commas behind the last element, and whatever is wrong. What it does read is what the library makes of it: the
// tests hold that.
type commonJSON struct {
	doc   *Doc
	body  []byte
	shift int
	at    int

	nodes   nodes
	members []Member // of the objects that are not yet complete
	items   []*Node  // of the arrays that are not yet complete
}

// parseCommonJSON reports false, and leaves the document as it was, when the text is for the library. How deep it nests has been looked at.
func (d *Doc) parseCommonJSON(body []byte, shift int) bool {
	s := commonJSON{doc: d, body: body, shift: shift, nodes: newNodes(1 + count(body, "{[,"))}
	root := s.value()
	if s.space(); root == nil || s.at < len(body) {
		d.Duplicates = nil
		return false
	}
	d.Roots = append(d.Roots, root)
	return true
}

// count returns how many of some characters there are.
func count(body []byte, characters string) (n int) {
	for _, c := range []byte(characters) {
		n += bytes.Count(body, []byte{c})
	}
	return n
}

// space goes over white space, and returns the byte behind it; 0 at the end.
func (s *commonJSON) space() byte {
	for ; s.at < len(s.body); s.at++ {
		switch c := s.body[s.at]; c {
		case ' ', '\t', '\r', '\n':
		default:
			return c
		}
	}
	return 0
}

// value reads a value, with white space before it. It returns nil when the text is for the library.
func (s *commonJSON) value() *Node {
	switch s.space() {
	case '{':
		return s.object()
	case '[':
		return s.array()
	case '"':
		start := s.at
		escaped, ok := s.text()
		if !ok {
			return nil
		}
		n := s.nodes.node(String, s.shift+start)
		raw := s.body[start:s.at]
		n.Text = literalText(raw)
		if escaped {
			n.style, n.written = jsonQuoted, &written{raw: raw}
		}
		n.End = s.shift + s.at
		return n
	case 't':
		return s.word(Bool, "true")
	case 'f':
		return s.word(Bool, "false")
	case 'n':
		return s.word(Null, "null")
	}
	return s.number()
}

func (s *commonJSON) word(kind Kind, text string) *Node {
	if !bytes.HasPrefix(s.body[s.at:], []byte(text)) {
		return nil
	}
	n := s.nodes.node(kind, s.shift+s.at)
	s.at += len(text)
	n.End, n.Text = s.shift+s.at, text
	return n
}

// text goes over a string. escaped is true when there is a backslash in it; what it means has then been looked at.
func (s *commonJSON) text() (escaped, ok bool) {
	for i := s.at + 1; i < len(s.body); i++ {
		switch c := s.body[i]; {
		case c == '"':
			raw := s.body[s.at : i+1]
			s.at = i + 1
			return escaped, !escaped || hujson.Literal(raw).IsValid()
		case c == '\\':
			escaped = true
			i++
		case c < ' ':
			return false, false
		}
	}
	return false, false
}

func (s *commonJSON) number() *Node {
	start := s.at
	if s.is('-') {
		s.at++
	}
	if s.is('0') {
		s.at++
	} else if !s.digits() {
		return nil
	}
	if s.is('.') {
		if s.at++; !s.digits() {
			return nil
		}
	}
	if s.is('e') || s.is('E') {
		if s.at++; s.is('+') || s.is('-') {
			s.at++
		}
		if !s.digits() {
			return nil
		}
	}
	n := s.nodes.node(Number, s.shift+start)
	n.End, n.Text = s.shift+s.at, input.Text(s.body[start:s.at])
	return n
}

func (s *commonJSON) is(c byte) bool { return s.at < len(s.body) && s.body[s.at] == c }

func (s *commonJSON) digits() bool {
	from := s.at
	for s.at < len(s.body) && s.body[s.at] >= '0' && s.body[s.at] <= '9' {
		s.at++
	}
	return s.at > from
}

func (s *commonJSON) object() *Node {
	base, n := len(s.members), s.nodes.node(Object, s.shift+s.at)
	s.at++
	for c := s.space(); c != '}' || len(s.members) > base; c = s.space() {
		start := s.at
		if c != '"' {
			return nil
		}
		if _, ok := s.text(); !ok {
			return nil
		}
		end := s.at
		if s.space() != ':' {
			return nil
		}
		s.at++
		value := s.value()
		if value == nil {
			return nil
		}
		s.members = append(s.members, Member{
			Key: literalText(s.body[start:end]), KeyStart: s.shift + start, KeyEnd: s.shift + end, Value: value,
		})
		if c = s.space(); c == '}' {
			break
		}
		if c != ',' {
			return nil
		}
		s.at++
	}
	s.at++
	n.Members = append(make([]Member, 0, len(s.members)-base), s.members[base:]...)
	s.members = s.members[:base]
	s.doc.shadow(n.Members)
	n.End = s.shift + s.at
	return n
}

func (s *commonJSON) array() *Node {
	base, n := len(s.items), s.nodes.node(Array, s.shift+s.at)
	s.at++
	for c := s.space(); c != ']' || len(s.items) > base; c = s.space() {
		item := s.value()
		if item == nil {
			return nil
		}
		s.items = append(s.items, item)
		if c = s.space(); c == ']' {
			break
		}
		if c != ',' {
			return nil
		}
		s.at++
	}
	s.at++
	n.Items = append(make([]*Node, 0, len(s.items)-base), s.items[base:]...)
	s.items = s.items[:base]
	n.End = s.shift + s.at
	return n
}
