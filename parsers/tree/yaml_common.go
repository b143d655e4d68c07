package tree

import (
	"bytes"
	"unicode/utf8"

	"github.com/wirevet/wirevet/parsers/input"
)

// commonDepth is how deep the nodes go that commonYAML reads.
const commonDepth = 100

// commonYAML reads a document as nearly all are written: maps and lists by their indentation, scalars on one line, block
// scalars, flow collections. The library takes twenty times as long. At whatever else stands in the text it gives up, and the
// library reads all of it: anchors, aliases, tags, directives, several documents, scalars over several lines, tabs, carriage
// returns, templates, and whatever is wrong. What it does read is, node by node, what the library makes of it: the tests hold that.
type commonYAML struct {
	doc   *Doc
	body  []byte
	shift int

	at     int // in body
	column int // of at, when a line's first value begins there; -1 at the end

	depth   int
	nodes   nodes
	members []Member // of the maps that are not yet complete
	items   []*Node  // of the lists that are not yet complete
	block   []byte   // the text of a block scalar
}

// parseCommonYAML reports false, and leaves the document as it was, when the text is for the library.
func (d *Doc) parseCommonYAML(body []byte, shift int) bool {
	if bytes.Contains(body, []byte("{%")) || !commonText(body) {
		return false
	}
	// Nearly each line has one, and each item between commas.
	s := commonYAML{doc: d, body: body, shift: shift, nodes: newNodes(1 + count(body, "\n,"))}
	root, ok := s.document()
	if !ok {
		d.Comments, d.Duplicates = nil, nil
		return false
	}
	d.Roots = append(d.Roots, root)
	return true
}

// commonText reports whether a text has only characters that mean nothing but themselves.
func commonText(body []byte) bool {
	for i := 0; i < len(body); i++ {
		c := body[i]
		if c >= 0x20 && c < 0x7f || c == '\n' {
			continue
		}
		if c < utf8.RuneSelf && c != '\t' {
			return false
		}
		switch c {
		case 0xc2: // control characters, the line break of EBCDIC among them
			if i+1 < len(body) && body[i+1] < 0xa0 {
				return false
			}
		case 0xe2: // separators of lines and paragraphs
			if i+2 < len(body) && body[i+1] == 0x80 && body[i+2]&^1 == 0xa8 {
				return false
			}
		case 0xef: // byte order marks, and what is no character
			if i+2 < len(body) && (body[i+1] == 0xbb && body[i+2] == 0xbf || body[i+1] == 0xbf && body[i+2] >= 0xbe) {
				return false
			}
		}
	}
	return true
}

func (s *commonYAML) document() (*Node, bool) {
	if bytes.HasPrefix(s.body, []byte("---")) && s.blank(3) {
		if s.at = 3; !s.endLine() {
			return nil, false
		}
	}
	if !s.nextLine() || s.column < 0 {
		return nil, false
	}
	n, ok := s.value(-1)
	return n, ok && s.column < 0 && n.Kind >= Object
}

// blank reports whether white space, or the end, stands at an offset.
func (s *commonYAML) blank(at int) bool {
	return at >= len(s.body) || s.body[at] == ' ' || s.body[at] == '\n' || s.body[at] == '\t'
}

func (s *commonYAML) spaces() {
	for s.at < len(s.body) && s.body[s.at] == ' ' {
		s.at++
	}
}

// endLine goes behind the line, in which nothing but a comment may follow.
func (s *commonYAML) endLine() bool {
	from := s.at
	s.spaces()
	if s.at < len(s.body) && s.body[s.at] == '#' && s.at > from {
		s.comment()
	}
	if s.at < len(s.body) {
		if s.body[s.at] != '\n' {
			return false
		}
		s.at++
	}
	return true
}

func (s *commonYAML) comment() {
	end := len(s.body)
	if i := bytes.IndexByte(s.body[s.at:], '\n'); i >= 0 {
		end = s.at + i
	}
	s.doc.Comments = append(s.doc.Comments, Range{s.shift + s.at, s.shift + end})
	s.at = end
}

// nextLine goes from the beginning of a line to the next one that holds a value.
func (s *commonYAML) nextLine() bool {
	for {
		from := s.at
		s.spaces()
		switch {
		case s.at >= len(s.body):
			s.column = -1
			return true
		case s.body[s.at] == '\n':
			s.at++
			continue
		case s.body[s.at] == '\t':
			return false
		case s.body[s.at] == '#':
			s.comment()
			continue
		}
		s.column = s.at - from
		marker := s.column == 0 && (bytes.HasPrefix(s.body[s.at:], []byte("---")) || bytes.HasPrefix(s.body[s.at:], []byte("...")))
		return !marker
	}
}

func (s *commonYAML) dash() bool { return s.body[s.at] == '-' && s.blank(s.at+1) }

// value reads what begins at the column, within a block of the indentation parent, and goes to the next line.
func (s *commonYAML) value(parent int) (n *Node, ok bool) {
	if s.depth++; s.depth > commonDepth {
		return nil, false
	}
	if s.dash() {
		n, ok = s.list(s.column)
	} else if key, is := s.key(); is {
		n, ok = s.object(key)
	} else {
		n, ok = s.scalar(parent)
	}
	s.depth--
	return n, ok
}

// object reads a map, of which the first key has been read.
func (s *commonYAML) object(key commonKey) (*Node, bool) {
	column, base := s.column, len(s.members)
	n := s.nodes.node(Object, s.shift+key.start)
	for {
		value, ok := s.member(column)
		if !ok {
			return nil, false
		}
		n.End = value.End
		s.members = append(s.members, Member{
			Key: key.text, KeyStart: s.shift + key.start, KeyEnd: s.shift + key.end, Value: value,
		})
		if s.column < column {
			break
		}
		if s.column > column { // a scalar goes on, or the text is broken
			return nil, false
		}
		if key, ok = s.key(); !ok {
			return nil, false
		}
	}
	n.Members = append(make([]Member, 0, len(s.members)-base), s.members[base:]...)
	s.members = s.members[:base]
	s.doc.shadow(n.Members)
	return n, true
}

// member reads what stands behind the colon of a key.
func (s *commonYAML) member(column int) (*Node, bool) {
	behind := s.at
	if s.spaces(); s.at < len(s.body) && s.body[s.at] != '\n' && s.body[s.at] != '#' {
		return s.scalar(column)
	}
	s.at = behind
	if !s.endLine() || !s.nextLine() {
		return nil, false
	}
	switch {
	case s.column > column:
		return s.value(column)
	case s.column == column && s.dash(): // the list of a key may stand under the key
		return s.list(column)
	}
	return s.null(behind), true
}

func (s *commonYAML) null(at int) *Node {
	n := s.nodes.node(Null, s.shift+at)
	n.End, n.Text = n.Start, "null"
	return n
}

func (s *commonYAML) list(column int) (*Node, bool) {
	base := len(s.items)
	n := s.nodes.node(Array, s.shift+s.at)
	for s.column == column && s.dash() {
		item, ok := s.item(column)
		if !ok {
			return nil, false
		}
		n.End = item.End
		s.items = append(s.items, item)
	}
	if s.column > column {
		return nil, false
	}
	n.Items = append(make([]*Node, 0, len(s.items)-base), s.items[base:]...)
	s.items = s.items[:base]
	return n, true
}

// item reads what stands behind a dash.
func (s *commonYAML) item(column int) (*Node, bool) {
	dash := s.at
	s.at++
	if s.spaces(); s.at < len(s.body) && s.body[s.at] != '\n' && s.body[s.at] != '#' {
		s.column = column + s.at - dash
		return s.value(column)
	}
	s.at = dash + 1
	if !s.endLine() || !s.nextLine() {
		return nil, false
	}
	if s.column > column {
		return s.value(column)
	}
	return s.null(dash + 1), true
}

// commonKey is a key with its place in the body.
type commonKey struct {
	text       string
	start, end int
}

// longestKey is how far a key may reach (YAML 1.2.2, section 7.4.2: 1024 characters).
const longestKey = 1000

// key reads a key and its colon. It reports false, and stays where it is, when none stands there.
func (s *commonYAML) key() (commonKey, bool) {
	start := s.at
	k := commonKey{start: start}
	switch c := s.body[start]; {
	case c == '"' || c == '\'':
		text, end, ok := s.quoted(start)
		if !ok {
			return k, false
		}
		k.text, k.end = text, end
		for s.at = end; s.at < len(s.body) && s.body[s.at] == ' '; {
			s.at++
		}
	case s.plainStart(start):
		for s.at = start; s.at < len(s.body); s.at++ {
			switch s.body[s.at] {
			case ':':
				if !s.blank(s.at + 1) {
					continue
				}
			case '\n', '\t':
				s.at = start
				return k, false
			case '#':
				if s.body[s.at-1] == ' ' {
					s.at = start
					return k, false
				}
				continue
			default:
				continue
			}
			break
		}
		k.end = s.at
		for k.end > start && s.body[k.end-1] == ' ' {
			k.end--
		}
		k.text = input.Text(s.body[start:k.end])
	}
	colon := s.at
	if k.end == 0 || colon >= len(s.body) || s.body[colon] != ':' || !s.blank(colon+1) || k.end-start > longestKey || k.text == "<<" {
		s.at = start
		return k, false
	}
	s.at = colon + 1
	return k, true
}
