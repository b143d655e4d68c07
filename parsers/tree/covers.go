package tree

import "bytes"

// Covers returns what a comment in the file is about, for whoever asks that something be passed over there:
//
//   - behind a member or an item on the same line: that one, or those, of the line;
//   - behind the bracket or the key that opens a block: the block;
//   - on a line of its own: the next member or item of the same block, or, when none follows, the block itself.
//
// It returns false when nothing follows at the end of the file, or when it cannot be told what the comment belongs to.
func (d *Doc) Covers(comment Range) (Range, bool) {
	data := d.data
	line := bytes.LastIndexByte(data[:comment.Start], '\n') + 1
	around, depth, inside := part{}, 0, d.parts()
	for descend := true; descend; {
		descend = false
		for _, p := range inside {
			// A block whose last line is the comment's holds the comment too: it began before.
			ends := p.Start < line && line < p.End && p.End <= comment.Start
			if p.Start <= comment.Start && comment.End <= p.End || ends && p.node.Kind >= Object {
				around, depth, inside, descend = p, depth+1, p.parts(), true
				break
			}
		}
	}
	if trimmed := bytes.TrimPrefix(data[line:comment.Start], byteOrderMark); len(bytes.TrimSpace(trimmed)) > 0 {
		if r, ok := onLine(inside, line, comment.Start); ok {
			return r, true
		}
		if depth > 0 && (comment.End <= around.node.Start || around.node.Start >= line) {
			return around.Range, true // between a key and its value, or behind a bracket
		}
	}
	if next, ok := d.following(inside, depth, comment.End); ok {
		if d.syntax == YAML && comment.Start-line > columnOf(data, next.Start) {
			return Range{}, false // indented like what stands before it
		}
		return next.Range, true
	}
	if depth > 1 || depth == 1 && around.member {
		return around.Range, true
	}
	return Range{}, false
}

// part is a member, an item or the root of a document, with its key.
type part struct {
	Range
	node   *Node
	member bool
}

func (d *Doc) parts() []part {
	out := make([]part, 0, len(d.Roots))
	for _, root := range d.Roots {
		out = append(out, part{Range{root.Start, root.End}, root, false})
	}
	return out
}

func (p part) parts() []part {
	var out []part
	for _, m := range p.node.Members {
		if !m.Merged {
			out = append(out, part{Range{m.KeyStart, max(m.KeyEnd, m.Value.End)}, m.Value, true})
		}
	}
	for _, item := range p.node.Items {
		out = append(out, part{Range{item.Start, item.End}, item, false})
	}
	return out
}

// onLine returns the parts that end on the line before an offset.
func onLine(parts []part, line, before int) (out Range, ok bool) {
	for _, p := range parts {
		if p.End > line && p.End <= before {
			if !ok {
				out, ok = p.Range, true
			}
			out.Start, out.End = min(out.Start, p.Start), max(out.End, p.End)
		}
	}
	return out, ok
}

// following returns the first of the parts behind an offset. The header [a.b] of a TOML file opens b, not all of a; and
// what stands at the top of a file without an outer bracket is about the first key.
func (d *Doc) following(parts []part, depth, from int) (part, bool) {
	next, ok := first(parts, from)
	for ok && (d.syntax == TOML && next.node.Start == next.Start || d.syntax == YAML && depth == 0) {
		below, has := first(next.parts(), next.Start)
		if !has || d.syntax == TOML && bytes.IndexByte(d.data[next.Start:below.Start], '\n') >= 0 || d.syntax == YAML && below.Start != next.Start {
			break
		}
		next, depth = below, depth+1
	}
	return next, ok
}

func first(parts []part, from int) (out part, ok bool) {
	for _, p := range parts {
		if p.Start >= from && (!ok || p.Start < out.Start) {
			out, ok = p, true
		}
	}
	return out, ok
}

func columnOf(data []byte, at int) int { return at - bytes.LastIndexByte(data[:at], '\n') - 1 }
