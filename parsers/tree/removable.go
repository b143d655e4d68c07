package tree

import (
	"bytes"
	"strings"
)

// removable reports whether the children stand where their container is written: a table of TOML with a header of its
// own does not, nor does what an alias brings in.
func (d *Doc) removable(c container, i, j int) bool {
	if c.flow && d.syntax == YAML && d.marksKeys(c) || j+1 < len(c.children) && c.children[j+1].Start < c.children[j].End {
		return false // the second: where one ends is not understood
	}
	for _, k := range c.children[i : j+1] {
		v := k.value
		if k.Start < c.node.Start || k.End > c.node.End || v.Start < k.Start {
			return false
		}
		nested := (v.Kind == Object || v.Kind == Array) && !d.isFlow(v)
		if nested && (d.syntax == TOML || c.flow) || v.Kind == Null && !d.saysNull(v) {
			return false // a table with a header; a pair without braces; no value at all
		}
	}
	return true
}

// marksKeys reports whether a question mark stands between the children, or begins a key or a value: what it means depends on all that
// stands around it (YAML 1.2.2 §7.4.2).
func (d *Doc) marksKeys(c container) bool {
	at, question := c.node.Start, []byte("?")
	for _, k := range c.children {
		if bytes.Contains(d.data[min(at, k.Start):k.Start], question) || bytes.HasPrefix(d.data[k.Start:k.End], question) ||
			bytes.HasPrefix(d.data[k.value.Start:k.value.End], question) {
			return true
		}
		at = k.End
	}
	return false
}

// saysNull reports whether a null is written out. The place of one that is not is a matter of taste.
func (d *Doc) saysNull(n *Node) bool {
	text := string(d.data[n.Start:n.End])
	return text == "~" || strings.EqualFold(text, "null")
}

// endsInBlock reports whether a block scalar of YAML is the last thing in a value.
func (d *Doc) endsInBlock(n *Node) bool {
	for {
		switch {
		case len(n.Members) > 0:
			n = n.Members[len(n.Members)-1].Value
		case len(n.Items) > 0:
			n = n.Items[len(n.Items)-1]
		default:
			return n.style == yamlFolded && (d.data[n.Start] == '|' || d.data[n.Start] == '>')
		}
	}
}

// blankLine reports whether a line of blanks begins at an offset.
func (d *Doc) blankLine(at int) bool {
	line, _, _ := bytes.Cut(d.data[at:], []byte("\n"))
	return at < len(d.data) && len(bytes.TrimSpace(line)) == 0
}
