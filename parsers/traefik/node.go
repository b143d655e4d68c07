package traefik

import (
	"strings"
	"unicode/utf8"

	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/parsers/input"
	"github.com/wirevet/wirevet/parsers/tree"
)

// node is one key of a configuration with what it holds, wherever it was written. Keys are compared in lower case, as Traefik
// does in labels and on command lines.
type node struct {
	name      string
	at        facts.Span // the key
	value     facts.Word
	templated bool
	list      bool
	children  []*node
	container string // whose labels it comes from
	provider  string // of a router, and of what one names: "file", "docker", "kubernetescrd"
}

// get returns what stands below the keys, or nil. It may be called on nil.
func (n *node) get(keys ...string) *node {
	for _, key := range keys {
		var found *node
		if n != nil {
			for _, c := range n.children {
				if mayFold(c.name, key) && strings.EqualFold(c.name, key) {
					found = c
				}
			}
		}
		n = found
	}
	return n
}

// mayFold reports false for most names that are not the same in lower case, by their first letters.
func mayFold(a, b string) bool {
	return a == "" || b == "" || a[0]|0x20 == b[0]|0x20 || a[0] >= utf8.RuneSelf || b[0] >= utf8.RuneSelf
}

// all returns the children, of which a nil node has none.
func (n *node) all() []*node {
	if n == nil {
		return nil
	}
	return n.children
}

func (n *node) text() string { return n.word().Text }

func (n *node) word() facts.Word {
	if n == nil {
		return facts.Word{}
	}
	return n.value
}

func (n *node) isTrue() bool { return n != nil && strings.EqualFold(n.value.Text, "true") }

// span is the value as written, or the key when there is none.
func (n *node) span() facts.Span {
	if n == nil {
		return facts.Span{}
	}
	if n.value.Source != nil && n.value.End > n.value.Start {
		return n.value.Content()
	}
	return n.at
}

// words returns the entries of a list: items, or the parts between commas in a label.
func (n *node) words() []facts.Word {
	if n == nil {
		return nil
	}
	if len(n.children) > 0 {
		out := make([]facts.Word, 0, len(n.children))
		for _, c := range n.children {
			out = append(out, c.value)
		}
		return out
	}
	var out []facts.Word
	for at := 0; at <= len(n.value.Text); {
		end := len(n.value.Text)
		if i := strings.IndexByte(n.value.Text[at:], ','); i >= 0 && !n.list {
			end = at + i
		}
		part := n.value.Text[at:end]
		trimmed := strings.TrimSpace(part)
		if trimmed != "" {
			from := at + strings.Index(part, trimmed)
			out = append(out, n.value.Sub(from, from+len(trimmed)))
		}
		at = end + 1
	}
	return out
}

// unknown says why a value cannot be known, if so.
func unknown(w facts.Word) facts.Reason {
	switch {
	case strings.Contains(w.Text, "{{"):
		return facts.UnrenderedTemplate
	case strings.Contains(w.Text, "${") || strings.HasPrefix(w.Text, "$"):
		return facts.UnknownVariable
	}
	return facts.NoReason
}

// stated states a word as it is.
func stated(w facts.Word) facts.Stated[string] { return stateOf(w, w.Text) }

// stateOf states what a word means, unless a variable or a template decides.
func stateOf[T any](w facts.Word, value T) facts.Stated[T] {
	if reason := unknown(w); reason != facts.NoReason {
		return facts.Undecided[T](w.Content(), reason)
	}
	return facts.Written(value, w.Content())
}

// treeReader makes nodes of a file's tree.
type treeReader struct {
	src   *facts.Source
	nodes input.Blocks[node]
}

func (r *treeReader) node(name string, at facts.Span, n *tree.Node) *node {
	out := r.nodes.New(node{name: name, at: at})
	switch n.Kind {
	case tree.Object:
		out.children = make([]*node, 0, len(n.Members))
		for i := range n.Members {
			if m := &n.Members[i]; !m.Shadowed && m.Value != nil {
				out.children = append(out.children, r.node(m.Key, m.KeySpan(r.src), m.Value))
			}
		}
	case tree.Array:
		out.list = true
		out.children = make([]*node, 0, len(n.Items))
		for _, item := range n.Items {
			out.children = append(out.children, r.node("", item.Span(r.src), item))
		}
	case tree.Null:
	default:
		out.list = true // a text is one value, whatever commas it has
		out.value = n.Word(r.src)
		out.templated = n.Templated
	}
	return out
}

// Setting is one setting of Traefik outside of its files: a label (traefik.http.routers.mcp.rule) or an option of its command
// line (--entrypoints.web.address).
type Setting struct {
	Key       string
	At        facts.Span // the key, as written
	Value     facts.Word
	Container string // for a label: whose it is
}

// put adds a setting to a tree.
func (n *node) put(s Setting) {
	key := strings.TrimPrefix(strings.TrimLeft(s.Key, "-"), "traefik.")
	at := n
	for part := range strings.SplitSeq(key, ".") {
		name, index, indexed := strings.Cut(part, "[")
		at = at.child(name, s.At, s.Container)
		if indexed {
			at = at.child(strings.TrimSuffix(index, "]"), s.At, s.Container)
		}
	}
	at.at, at.value, at.container = s.At, s.Value, s.Container
}

// child returns the child of that name, which is made when it is not there.
func (n *node) child(name string, at facts.Span, container string) *node {
	if c := n.get(name); c != nil {
		return c
	}
	c := &node{name: name, at: at, container: container}
	n.children = append(n.children, c)
	return c
}

// Options returns the settings among the words of a command line: --key=value, --key value, or --key alone for true.
func Options(words []facts.Word) []Setting {
	var out []Setting
	for i := 0; i < len(words); i++ {
		w := words[i]
		if !strings.HasPrefix(w.Text, "--") {
			continue
		}
		key, value, has := strings.Cut(w.Text, "=")
		s := Setting{Key: key, At: w.Sub(0, len(key)).Content()}
		switch {
		case has:
			s.Value = w.Sub(len(w.Text)-len(value), len(w.Text))
		case i+1 < len(words) && !strings.HasPrefix(words[i+1].Text, "-"):
			i++
			s.Value = words[i]
		default:
			s.Value = facts.Word{Text: "true", Source: w.Source, Start: w.Start, End: w.End, Quoted: w.Span()}
		}
		out = append(out, s)
	}
	return out
}
