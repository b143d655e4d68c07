package tree

import (
	"bytes"
	"errors"

	"github.com/pelletier/go-toml/v2/unstable"

	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/parsers/input"
)

// parseTOML reads a TOML file: go-toml's parser gives the places, BurntSushi's decoder judges what a parser alone
// does not see, such as a key or a table that stands twice. It takes ten times as long, and is not asked of a file in which there is
// nothing to judge.
func (d *Doc) parseTOML(body []byte, shift int) {
	r := tomlReader{doc: d, body: body, shift: shift, root: &Node{Kind: Object, Start: shift, End: shift + len(body)}, nodes: newNodes(1 + count(body, "\n,"))}
	r.read()
	if err := r.parser.Error(); err != nil {
		start, message := r.tomlError(err)
		d.problem(shift+start, min(shift+start+1, shift+len(body)), facts.Syntax, message)
	} else if err := r.judged(); err != nil {
		d.problem(shift+err.Position.Start, min(shift+err.Position.Start+max(err.Position.Len, 1), shift+len(body)), facts.Syntax, "expected valid TOML here: "+err.Message)
	}
	if len(r.root.Members) > 0 {
		d.Roots = append(d.Roots, r.root)
	}
}

// complete finds duplicate keys once all tables are read, and where each table ends: behind the last of its own.
func complete(d *Doc, n *Node) {
	d.shadow(n.Members)
	for _, m := range n.Members {
		if m.Value.Kind == Object || m.Value.Kind == Array {
			complete(d, m.Value)
		}
		grow(n, m.Value.End)
	}
	for _, item := range n.Items {
		if item.Kind == Object || item.Kind == Array {
			complete(d, item)
		}
		grow(n, item.End)
	}
}

type tomlReader struct {
	doc    *Doc
	body   []byte
	shift  int
	parser unstable.Parser
	root   *Node
	nodes  nodes
	// doubtful is true when there is something that the parser alone does not judge.
	doubtful bool
}

// read makes the tree of what the parser takes.
func (r *tomlReader) read() {
	r.parser.KeepComments = true
	r.parser.Reset(r.body)
	at := r.root
	for r.parser.NextExpression() {
		at = r.expression(r.parser.Expression(), at)
	}
	complete(r.doc, r.root)
}

func (r *tomlReader) tomlError(err error) (int, string) {
	var parse *unstable.ParserError
	if errors.As(err, &parse) && len(parse.Highlight) > 0 {
		return int(r.parser.Range(parse.Highlight).Offset), "expected TOML here: " + parse.Message
	}
	if judged := judgeTOML(r.body); judged != nil {
		return judged.Position.Start, "expected TOML here: " + judged.Message
	}
	return len(r.body), "expected TOML here: " + err.Error()
}

// expression adds one line of the file to the tree, and returns the table that the following lines belong to.
func (r *tomlReader) expression(e *unstable.Node, table *Node) *Node {
	if behind := e.Next(); behind != nil && behind.Kind == unstable.Comment { // on the same line
		r.doc.Comments = append(r.doc.Comments, r.rangeOf(behind))
	}
	switch e.Kind {
	case unstable.Comment:
		r.comments(e)
	case unstable.KeyValue:
		r.keyValue(e, table)
	case unstable.Table:
		return r.table(e, false)
	case unstable.ArrayTable:
		return r.table(e, true)
	}
	return table
}

// comments lists a comment and those below it: the parser hangs the later ones of several lines on the first.
func (r *tomlReader) comments(e *unstable.Node) {
	r.doc.Comments = append(r.doc.Comments, r.rangeOf(e))
	more := e.Children()
	for more.Next() {
		r.doc.Comments = append(r.doc.Comments, r.rangeOf(more.Node()))
	}
}

func (r *tomlReader) rangeOf(e *unstable.Node) Range {
	start := r.shift + int(e.Raw.Offset)
	return Range{start, start + int(e.Raw.Length)}
}

// table returns the node of a [header] or a [[header]].
func (r *tomlReader) table(e *unstable.Node, list bool) *Node {
	at := r.root
	keys := e.Key()
	for keys.Next() {
		last := keys.IsLast()
		made := tomlThrough
		switch {
		case last && list:
			made = tomlTables
		case last:
			made = tomlTable
		}
		at = r.step(at, keys.Node(), made)
	}
	return at
}

// step returns the table below at that the key names, and makes it when it is not there.
func (r *tomlReader) step(at *Node, key *unstable.Node, made style) *Node {
	place := r.rangeOf(key)
	for i := range at.Members {
		m := &at.Members[i]
		if m.Key != string(key.Data) {
			continue
		}
		v := m.Value
		r.doubtful = r.doubtful || !again(v.style, made)
		switch {
		case v.Kind == Array && made == tomlTables:
			item := r.madeAt(Object, place, tomlTable)
			v.Items = append(v.Items, item)
			grow(v, place.End)
			return item
		case v.Kind == Array && len(v.Items) > 0:
			return v.Items[len(v.Items)-1]
		case v.Kind == Object:
			if made == tomlTable {
				v.style = made
			}
			grow(v, place.End)
			return v
		}
	}
	table := r.madeAt(Object, place, made)
	value := table
	if made == tomlTables {
		table.style = tomlTable
		value = r.madeAt(Array, place, made)
		value.Items = []*Node{table}
	}
	at.Members = append(at.Members, Member{Key: input.Text(key.Data), KeyStart: place.Start, KeyEnd: place.End, Value: value})
	grow(at, place.End)
	return table
}

// madeAt returns a table, or a list of some, that begins with its key.
func (r *tomlReader) madeAt(kind Kind, key Range, made style) *Node {
	n := r.nodes.node(kind, key.Start)
	n.End, n.style = key.End, made
	return n
}

func grow(n *Node, end int) { n.End = max(n.End, end) }

func (r *tomlReader) keyValue(e *unstable.Node, table *Node) {
	at, dotted := table, 0
	keys := e.Key()
	for keys.Next() {
		key := keys.Node()
		place := r.rangeOf(key)
		if !keys.IsLast() {
			if dotted == 0 {
				dotted = place.Start + 1
			}
			at, r.doubtful = r.step(at, key, tomlThrough), true
			continue
		}
		v := r.value(e.Value(), place.End)
		at.Members = append(at.Members, Member{Key: input.Text(key.Data), KeyStart: place.Start, KeyEnd: place.End, Value: v, dotted: dotted})
		grow(at, v.End)
	}
	grow(table, at.End)
}

// value returns the node of a value. from is an offset before it, for the kinds that carry no range.
func (r *tomlReader) value(e *unstable.Node, from int) *Node {
	place := r.rangeOf(e)
	n := r.nodes.node(Null, place.Start)
	n.End = place.End
	switch e.Kind {
	case unstable.Array:
		n.Kind = Array
		n.Start = r.find(from, '[')
		n.End = n.Start + 1
		items := e.Children()
		for items.Next() {
			if c := items.Node(); c.Kind != unstable.Comment {
				child := r.value(c, n.End)
				n.Items = append(n.Items, child)
				n.End = child.End
			} else {
				r.comments(c)
			}
		}
		n.End = r.find(n.End, ']') + 1
	case unstable.InlineTable:
		r.doubtful = true // nothing may be added to it
		n.Kind = Object
		n.Start = r.find(from, '{')
		n.End = n.Start + 1
		pairs := e.Children()
		for pairs.Next() {
			if c := pairs.Node(); c.Kind == unstable.KeyValue {
				r.keyValue(c, n)
			} else {
				r.comments(c)
			}
		}
		n.End = r.find(n.End, '}') + 1
	case unstable.String:
		r.stringValue(n, e)
	case unstable.Bool:
		n.Kind, n.Text = Bool, r.text(n)
	case unstable.Integer, unstable.Float:
		n.Kind, n.Text = Number, r.text(n)
		r.doubtful = r.doubtful || !plainInteger(n.Text)
	default: // dates and times
		n.Kind, n.Text = String, r.text(n)
		r.doubtful = true
	}
	return n
}

func (r *tomlReader) text(n *Node) string { return input.Text(r.body[n.Start-r.shift : n.End-r.shift]) }

func (r *tomlReader) stringValue(n *Node, e *unstable.Node) {
	n.Kind, n.Text = String, input.Text(e.Data)
	raw := r.body[n.Start-r.shift : n.End-r.shift]
	if len(raw) == len(n.Text)+2 && bytes.IndexByte(raw, '\\') < 0 {
		return
	}
	n.written, n.style = &written{raw: raw}, tomlBasic
	if len(raw) > 0 && raw[0] == '\'' {
		n.style = tomlLiteral
	}
}

// find returns the offset of the next c from an offset on, past comments.
func (r *tomlReader) find(from int, c byte) int {
	for at := from - r.shift; at < len(r.body); at++ {
		switch r.body[at] {
		case c:
			return at + r.shift
		case '#':
			at += max(bytes.IndexByte(r.body[at:], '\n'), 0)
		}
	}
	return r.shift + len(r.body)
}
