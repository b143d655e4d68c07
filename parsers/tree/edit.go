package tree

import (
	"bytes"
	"slices"
	"sort"
)

// Edit replaces a range of bytes by a text.
type Edit struct {
	Range
	Text string
}

// child is a member of an object or an item of a list, as an edit sees it.
type child struct {
	Range       // key and value of a member
	value *Node // never nil
}

// container is a node whose children can be taken out and added to.
type container struct {
	node     *Node
	children []child
	// flow is true where brackets and commas stand around the children, and not lines.
	flow bool
	// owner is the member whose value the container is; its Value is nil for a root and for an item of a list.
	owner Member
	root  bool
}

// isFlow reports whether an object or list is written with brackets.
func (d *Doc) isFlow(n *Node) bool {
	return n.Start < len(d.data) && (d.data[n.Start] == '{' || d.data[n.Start] == '[') && n.End > n.Start
}

func (d *Doc) containerOf(n *Node, owner Member, root bool) container {
	c := container{node: n, owner: owner, root: root, flow: d.isFlow(n)}
	for _, m := range n.Members {
		if !m.Merged {
			c.children = append(c.children, child{m.whole(), m.Value})
		}
	}
	for _, item := range n.Items {
		c.children = append(c.children, child{Range{item.Start, item.End}, item})
	}
	return c
}

// whole returns the range of the key, with the keys before it when it is dotted, and the value.
func (m Member) whole() Range {
	start := m.KeyStart
	if m.dotted > 0 {
		start = m.dotted - 1
	}
	return Range{start, m.Value.End}
}

// Remove takes out the members, or the items, that at covers exactly, with their commas and their lines. A range within
// one string is taken out when it is a word between blanks. It returns false when at is anything else.
func (d *Doc) Remove(at Range) ([]Edit, bool) {
	if d.fixed {
		return nil, false
	}
	var edits []Edit
	ok := d.find(at, func(c container) bool {
		for i, first := range c.children {
			if !covers(c, i, first, at.Start) {
				continue
			}
			for j := i; j < len(c.children) && c.children[j].Start < at.End; j++ {
				if c.children[j].End == at.End { // the innermost is what is meant
					if d.removable(c, i, j) {
						edits, _ = d.removeChildren(c, i, j)
					}
					return true
				}
			}
		}
		return false
	})
	if !ok {
		if n := d.scalarAround(at); n != nil {
			return d.removeWord(n, at)
		}
	}
	return edits, len(edits) > 0
}

// covers reports whether a range that begins at start begins with the child: at its key, or, when it is the value that
// is named, at its value.
func covers(c container, i int, first child, start int) bool {
	return first.Start == start || c.node.Kind == Object && c.children[i].value.Start == start
}

func (d *Doc) removeChildren(c container, i, j int) ([]Edit, bool) {
	if c.flow {
		return d.removeFlow(c, i, j), true
	}
	return d.removeLines(c, i, j)
}

// find calls f for the containers around a range, from the inside out, until f returns true.
func (d *Doc) find(at Range, f func(container) bool) bool {
	var around []container
	var walk func(n *Node, owner Member, root bool)
	walk = func(n *Node, owner Member, root bool) {
		if n.Kind != Object && n.Kind != Array {
			return
		}
		around = append(around, d.containerOf(n, owner, root))
		for _, m := range n.Members {
			if !m.Merged && m.whole().Start <= at.Start && at.End <= max(m.Value.End, d.tableEnd(m.Value)) {
				walk(m.Value, m, false)
			}
		}
		for _, item := range n.Items {
			if item.Start <= at.Start && at.End <= max(item.End, d.tableEnd(item)) {
				walk(item, Member{}, false)
			}
		}
	}
	for _, root := range d.Roots {
		walk(root, Member{}, true)
	}
	for _, c := range slices.Backward(around) {
		if f(c) {
			return true
		}
	}
	return false
}

// tableEnd is where something of a TOML table may still stand: its parts may be spread over the file.
func (d *Doc) tableEnd(n *Node) int {
	if d.syntax == TOML && (n.Kind == Object || n.Kind == Array) && !d.isFlow(n) {
		return len(d.data)
	}
	return 0
}

// removeFlow takes children out of brackets.
func (d *Doc) removeFlow(c container, i, j int) []Edit {
	first, last := c.children[i], c.children[j]
	end := last.End
	if after := d.skip(last.End); after < len(d.data) && d.data[after] == ',' {
		end = after + 1
	}
	hasComma := end > last.End
	inner := Range{c.node.Start + 1, c.node.End - 1}
	hasPrev, hasNext := i > 0, j+1 < len(c.children)
	switch {
	case !hasPrev && !hasNext && d.blank(Range{inner.Start, first.Start}) && d.blank(Range{end, inner.End}):
		return []Edit{{inner, ""}}
	case d.ownLines(first.Start, end):
		out := []Edit{{d.lines(first.Start, end), ""}}
		if hasPrev && !hasNext && !hasComma {
			comma := d.skip(c.children[i-1].End)
			out = []Edit{{Range{comma, comma + 1}, ""}, out[0]}
		}
		return out
	case hasNext:
		next := c.children[j+1].Start
		if d.blank(Range{end, next}) {
			end = next
		}
		return []Edit{{Range{first.Start, end}, ""}}
	case hasPrev:
		comma := d.skip(c.children[i-1].End)
		from := comma
		if hasComma {
			from++
		}
		if d.blank(Range{comma + 1, first.Start}) {
			return []Edit{{Range{from, end}, ""}}
		}
		if hasComma {
			return []Edit{{Range{first.Start, end}, ""}}
		}
		return []Edit{{Range{comma, comma + 1}, ""}, {Range{first.Start, end}, ""}}
	}
	return []Edit{{Range{first.Start, end}, ""}}
}

// removeLines takes children out that stand on lines of their own: of a YAML block, of a TOML table.
func (d *Doc) removeLines(c container, i, j int) ([]Edit, bool) {
	start, end := c.children[i].Start, c.children[j].End
	if d.syntax == YAML && c.node.Kind == Array {
		dash := bytes.LastIndexByte(d.data[:start], '-')
		if dash < 0 || !d.blank(Range{dash + 1, start}) || !d.sameLine(dash, start) {
			return nil, false
		}
		start = dash
	}
	if !d.ownLines(start, end) {
		return nil, false
	}
	out := []Edit{{d.lines(start, end), ""}}
	if i > 0 && d.endsInBlock(c.children[i-1].value) && d.blankLine(out[0].End) {
		return nil, false // the blank line would become a part of the text above
	}
	if d.syntax != YAML || j-i+1 < len(c.children) || c.root {
		return out, true
	}
	// A block without children is null, which no reader expects here.
	if c.owner.Value == nil || c.owner.KeyEnd >= start {
		return nil, false
	}
	colon := c.owner.KeyEnd
	for colon < start && d.data[colon] == ' ' {
		colon++
	}
	if d.data[colon] != ':' || !d.restIsBlank(colon+1) {
		return nil, false
	}
	empty := " {}"
	if c.node.Kind == Array {
		empty = " []"
	}
	return []Edit{{Range{colon + 1, colon + 1}, empty}, out[0]}, true
}

// ownLines reports whether nothing but blanks stands before start on its line, and nothing but blanks and a comment
// behind end on its line.
func (d *Doc) ownLines(start, end int) bool {
	return d.blank(Range{d.lineStart(start), start}) && d.restIsBlank(end)
}

// restIsBlank reports whether nothing but blanks and a comment stands behind at on its line.
func (d *Doc) restIsBlank(at int) bool {
	end := d.lineEnd(at)
	for at < end {
		if c, ok := d.commentAt(at); ok && c.End <= end {
			at = c.End
			continue
		}
		if !isSpace(d.data[at]) {
			return false
		}
		at++
	}
	return true
}

// lines returns the whole lines from start to end with their line endings. Where the last line of the file goes, and it
// has no ending, that of the line before goes with it, so that the file ends as it did; it may belong to a block scalar.
func (d *Doc) lines(start, end int) Range {
	r := Range{d.lineStart(start), d.lineEnd(end)}
	switch {
	case bytes.HasPrefix(d.data[r.End:], []byte("\r\n")):
		r.End += 2
	case r.End < len(d.data):
		r.End++
	case r.Start > 0 && d.data[r.Start-1] == '\n' && (d.syntax != YAML || !bytes.ContainsAny(d.data, "|>")):
		r.Start--
		if r.Start > 0 && d.data[r.Start-1] == '\r' {
			r.Start--
		}
	}
	return r
}

// lineStart returns the offset behind the line ending before at, or behind the byte order mark.
func (d *Doc) lineStart(at int) int {
	start := bytes.LastIndexAny(d.data[:at], "\r\n") + 1
	if start == 0 && d.BOM {
		start = len(byteOrderMark)
	}
	return start
}

// lineEnd returns the offset of the line ending behind at.
func (d *Doc) lineEnd(at int) int {
	if i := bytes.IndexAny(d.data[at:], "\r\n"); i >= 0 {
		return at + i
	}
	return len(d.data)
}

func (d *Doc) sameLine(a, b int) bool { return !bytes.ContainsAny(d.data[a:b], "\r\n") }

// blank reports whether only white space stands in a range.
func (d *Doc) blank(r Range) bool {
	return r.Start <= r.End && len(bytes.TrimSpace(d.data[r.Start:r.End])) == 0
}

// skip returns the offset of the first byte from at on that is neither white space nor part of a comment.
func (d *Doc) skip(at int) int {
	for at < len(d.data) {
		if c, ok := d.commentAt(at); ok {
			at = c.End
			continue
		}
		if !isSpace(d.data[at]) {
			break
		}
		at++
	}
	return at
}

// commentAt returns the comment that begins at an offset.
func (d *Doc) commentAt(at int) (Range, bool) {
	if !d.sorted {
		slices.SortFunc(d.Comments, func(a, b Range) int { return a.Start - b.Start })
		d.sorted = true
	}
	i := sort.Search(len(d.Comments), func(i int) bool { return d.Comments[i].Start >= at })
	if i < len(d.Comments) && d.Comments[i].Start == at {
		return d.Comments[i], true
	}
	return Range{}, false
}
