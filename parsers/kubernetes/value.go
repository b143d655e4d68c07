package kubernetes

import (
	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/parsers/tree"
)

// fallbackSource is what a finding says about a value that a template falls back to.
const fallbackSource = "the template falls back to it when no value is given"

// stated returns what a member states as a string.
func (r *reader) stated(n *tree.Node, key string) facts.Stated[string] {
	m, ok := n.Member(key)
	if !ok {
		return facts.Stated[string]{}
	}
	if r.decides(m) || r.twice(n, key) {
		if m.Value.Kind != tree.Null && !r.twice(n, key) {
			if value, span, ok := r.fallback(m.Value); ok {
				return facts.ByDefault(value, span, fallbackSource)
			}
		}
		return facts.Undecided[string](r.memberSpan(m), facts.UnrenderedTemplate)
	}
	switch m.Value.Kind {
	case tree.String, tree.Number, tree.Bool:
		return facts.Written(m.Value.Text, m.Value.Span(r.src))
	}
	return facts.Stated[string]{}
}

// flag returns what a member states as a boolean.
func (r *reader) flag(n *tree.Node, key string) facts.Stated[bool] {
	s := r.stated(n, key)
	out := facts.Stated[bool]{Span: s.Span, State: s.State, Why: s.Why, Value: s.Value == "true"}
	if s.Known() && s.Value != "true" && s.Value != "false" {
		return facts.Stated[bool]{}
	}
	return out
}

// plain returns the text of a member when it is certain, "" otherwise.
func (r *reader) plain(n *tree.Node, key string) string {
	if s := r.stated(n, key); s.State == facts.Explicit {
		return s.Value
	}
	return ""
}

// memberSpan is the value of a member, or its key when a template writes the value.
func (r *reader) memberSpan(m tree.Member) facts.Span {
	if m.Value.Kind == tree.Null || m.Value.Start == m.Value.End {
		return m.KeySpan(r.src)
	}
	return m.Value.Span(r.src)
}

// twice reports whether a template has a key in both branches of a condition: which one counts is not known.
func (r *reader) twice(n *tree.Node, key string) bool {
	if len(r.templates) == 0 || n == nil {
		return false
	}
	seen := 0
	for _, m := range n.Members {
		if m.Key == key {
			seen++
		}
	}
	return seen > 1
}

// word returns a scalar with its places. What templates stand in it is as the file has it.
func (r *reader) word(n *tree.Node) facts.Word {
	w := n.Word(r.src)
	if len(r.templates) > 0 && w.Text != "" && r.templated(n.Start, n.End) {
		raw := []byte(w.Text)
		for i := range raw {
			if at := w.Offset(i); r.templated(at, at+1) && at < len(r.data) {
				raw[i] = r.data[at]
			}
		}
		w.Text = string(raw)
	}
	return w
}

// words returns the scalars of a list.
func (r *reader) words(n *tree.Node) []facts.Word {
	var out []facts.Word
	if n == nil || n.Kind != tree.Array {
		return nil
	}
	for _, item := range n.Items {
		switch item.Kind {
		case tree.Object, tree.Array, tree.Null:
		default:
			out = append(out, r.word(item))
		}
	}
	return out
}

// items returns the objects of a list.
func items(n *tree.Node) []*tree.Node {
	if n == nil || n.Kind != tree.Array {
		return nil
	}
	out := make([]*tree.Node, 0, len(n.Items))
	for _, item := range n.Items {
		if item.Kind == tree.Object {
			out = append(out, item)
		}
	}
	return out
}

// members returns the winning members of an object.
func members(n *tree.Node) []tree.Member {
	if n == nil || n.Kind != tree.Object {
		return nil
	}
	out := make([]tree.Member, 0, len(n.Members))
	for _, m := range n.Members {
		if !m.Shadowed {
			out = append(out, m)
		}
	}
	return out
}

// literals returns a map of literal strings.
func (r *reader) literals(n *tree.Node) map[string]string {
	out := map[string]string{}
	for _, m := range members(n) {
		if m.Value.Kind != tree.Object && m.Value.Kind != tree.Array && !r.decides(m) && !r.templated(m.KeyStart, m.KeyEnd) {
			out[m.Key] = m.Value.Text
		}
	}
	if len(out) == 0 {
		return nil
	}
	return out
}

// at follows keys down from a node.
func at(n *tree.Node, keys ...string) *tree.Node {
	for _, key := range keys {
		n = n.Get(key)
	}
	return n
}
