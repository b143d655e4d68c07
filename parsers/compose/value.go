package compose

import (
	"bytes"
	"strings"

	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/parsers/tree"
)

// file is one file that takes part in a project.
type file struct {
	src    *facts.Source
	data   []byte
	doc    *tree.Doc
	dir    string // what its relative paths are relative to, as shown
	parsed bool
}

func (f *file) span(start, end int) facts.Span {
	return facts.Span{Source: f.src, Start: start, End: end}
}

// value is a part of a file, or of several that were put together. It knows which file states it.
type value struct {
	in      *file
	node    *tree.Node
	kind    tree.Kind
	members []member
	items   []*value
	resets  bool // !reset: what other files say of it does not count, and there is nothing in its place
	instead bool // !override: it takes the place of what other files say
}

// member is one key with its value.
type member struct {
	key   string
	at    facts.Span // the key as written
	value *value
}

// valueOf returns what a node of a file says.
func valueOf(in *file, n *tree.Node) *value {
	v := &value{in: in, node: n, kind: n.Kind}
	for _, m := range n.Members {
		if m.Shadowed {
			continue
		}
		child := valueOf(in, m.Value)
		child.tagged(m)
		v.members = append(v.members, member{m.Key, m.KeySpan(in.src), child})
	}
	for _, item := range n.Items {
		v.items = append(v.items, valueOf(in, item))
	}
	return v
}

// tagged reads the tags by which a file drops what others say.
func (v *value) tagged(m tree.Member) {
	if m.KeyEnd >= len(v.in.data) || m.Merged {
		return
	}
	end := m.Value.Start
	if m.Value.Kind == tree.Null || end <= m.KeyEnd {
		end = m.KeyEnd + max(0, bytes.IndexByte(append(v.in.data[m.KeyEnd:len(v.in.data):len(v.in.data)], '\n'), '\n'))
	}
	between := v.in.data[m.KeyEnd:min(end, len(v.in.data))]
	v.resets, v.instead = bytes.Contains(between, []byte("!reset")), bytes.Contains(between, []byte("!override"))
}

// get returns the value of a key, or nil. It may be called on nil.
func (v *value) get(keys ...string) *value {
	for _, key := range keys {
		if v == nil {
			return nil
		}
		var found *value
		for _, m := range v.members {
			if m.key == key {
				found = m.value
			}
		}
		v = found
	}
	return v
}

// key returns where a key stands.
func (v *value) key(name string) facts.Span {
	var at facts.Span
	for _, m := range v.members {
		if m.key == name {
			at = m.at
		}
	}
	return at
}

func (v *value) span() facts.Span { return v.node.Span(v.in.src) }

func (v *value) word() facts.Word { return v.node.Word(v.in.src) }

func (v *value) isScalar() bool {
	return v != nil && (v.kind == tree.String || v.kind == tree.Number || v.kind == tree.Bool)
}

// scalars returns the scalars of a list, or the one that stands in the place of a list.
func (v *value) scalars() []*value {
	switch {
	case v.isScalar():
		return []*value{v}
	case v == nil || v.kind != tree.Array:
		return nil
	}
	var out []*value
	for _, item := range v.items {
		if item.isScalar() {
			out = append(out, item)
		}
	}
	return out
}

// asPairs turns a list of K=V into a map: compose takes either.
func asPairs(v *value) *value {
	if v == nil || v.kind != tree.Array {
		return v
	}
	out := &value{in: v.in, node: v.node, kind: tree.Object, instead: v.instead}
	for _, item := range v.items {
		if !item.isScalar() {
			continue
		}
		word := item.word()
		name, _, has := strings.Cut(word.Text, "=")
		m := member{name, word.Span(), &value{in: v.in, node: &tree.Node{Kind: tree.Null, Start: item.node.End, End: item.node.End}, kind: tree.Null}}
		if has {
			m.at = word.Sub(0, len(name)).Span()
			tail := item.node.Tail(len(name) + 1)
			m.value = &value{in: v.in, node: tail, kind: tail.Kind}
		}
		out.members = append(out.members, m)
	}
	return out
}

// asNames turns a list of names into a map without values.
func asNames(v *value) *value {
	if v == nil || v.kind != tree.Array {
		return v
	}
	out := &value{in: v.in, node: v.node, kind: tree.Object, instead: v.instead}
	for _, item := range v.items {
		if item.isScalar() {
			out.members = append(out.members, member{item.node.Text, item.span(), &value{in: v.in, node: &tree.Node{Kind: tree.Null}, kind: tree.Null}})
		}
	}
	return out
}
