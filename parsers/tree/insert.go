package tree

import (
	"bytes"
	"strings"
)

// Around returns the members whose values hold a string that holds a range, from the outside in.
func (d *Doc) Around(at Range) []Member {
	for _, root := range d.Roots {
		if path, ok := around(root, at); ok {
			return path
		}
	}
	return nil
}

func around(n *Node, at Range) ([]Member, bool) {
	for _, m := range n.Members {
		if !m.Merged {
			if path, ok := around(m.Value, at); ok {
				return append([]Member{m}, path...), true
			}
		}
	}
	for _, item := range n.Items {
		if path, ok := around(item, at); ok {
			return path, true
		}
	}
	return nil, n.Kind == String && n.Start <= at.Start && at.End <= n.End
}

// InsertMember adds a member behind the last one of an object, laid out as that one is. The value is text of the
// syntax. It returns false where there is no place for it.
func (d *Doc) InsertMember(into *Node, key, value string) ([]Edit, bool) {
	if into == nil || into.Kind != Object || d.fixed {
		return nil, false
	}
	return d.insert(d.containerOf(into, Member{}, false), d.Pair(key, value))
}

// InsertItem adds an item behind the last one of a list.
func (d *Doc) InsertItem(into *Node, value string) ([]Edit, bool) {
	if into == nil || into.Kind != Array || d.fixed {
		return nil, false
	}
	c := d.containerOf(into, Member{}, false)
	if !c.flow {
		value = "- " + value
	}
	return d.insert(c, value)
}

func (d *Doc) insert(c container, text string) ([]Edit, bool) {
	if c.flow && len(c.children) == 0 {
		inner := Range{c.node.Start + 1, c.node.End - 1}
		return []Edit{{inner, text}}, d.blank(inner)
	}
	last, ok := d.lastWritten(c)
	if !ok {
		return nil, false
	}
	start := last.Start
	if !c.flow && c.node.Kind == Array {
		start = bytes.LastIndexByte(d.data[:start], '-')
	}
	line := d.lineStart(start)
	if !c.flow {
		at := d.lineEnd(last.End)
		if !d.restIsBlank(last.End) || start < line {
			return nil, false
		}
		// A key behind the dash of an item is indented as if the dash were a blank.
		indent := strings.ReplaceAll(string(d.data[line:start]), "-", " ")
		return []Edit{{Range{at, at}, d.newline() + indent + text}}, strings.TrimSpace(indent) == ""
	}
	space := " "
	if d.blank(Range{line, start}) {
		space = d.newline() + string(d.data[line:start])
	}
	if comma := d.skip(last.End); comma < len(d.data) && d.data[comma] == ',' {
		return []Edit{{Range{comma + 1, comma + 1}, space + text + ","}}, true
	}
	return []Edit{{Range{last.End, last.End}, "," + space + text}}, true
}

// lastWritten returns the last child that stands where its container does: not a table of TOML with its own header.
func (d *Doc) lastWritten(c container) (child, bool) {
	for i := len(c.children) - 1; i >= 0; i-- {
		if d.removable(c, i, i) || c.children[i].value.Kind == Null {
			return c.children[i], true
		}
	}
	return child{}, false
}

func (d *Doc) newline() string {
	if bytes.Contains(d.data, []byte("\r\n")) {
		return "\r\n"
	}
	return "\n"
}

var bareKey = regexpOnce(`^[A-Za-z0-9_-]+$`)

func (d *Doc) key(key string) string {
	if d.syntax != JSON && bareKey().MatchString(key) && (d.syntax == TOML || plainYAML(key)) {
		return key
	}
	return quoteJSON(key)
}

// Quote returns text as a string of the document's syntax, in double quotes.
func (d *Doc) Quote(text string) string { return quoteJSON(text) }

// Pair returns a key with its value, which is text of the document's syntax.
func (d *Doc) Pair(key, value string) string {
	if d.syntax == TOML {
		return d.key(key) + " = " + value
	}
	return d.key(key) + ": " + value
}
