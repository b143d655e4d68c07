package traefik

import (
	"bytes"
	"path"
	"strings"

	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/internal/credential"
	"github.com/wirevet/wirevet/internal/directive"
	"github.com/wirevet/wirevet/parsers/input"
	"github.com/wirevet/wirevet/parsers/tree"
)

const product = "traefik"

// parsed is a file with its tree.
type parsed struct {
	source *facts.Source
	root   *node
	facts  *facts.Facts
}

// Parse states what the files of Traefik say. Those that one which is started has are read with its options and the labels that it
// reads. Of all others the files of one folder, and of folders in it, belong to the static configuration there; where there is only
// one, all do.
func Parse(u *input.Unit, started []Started) []*facts.Facts {
	all := input.ParseEach(u, read)
	statics, byPath := map[string]*parsed{}, map[string]*parsed{}
	for _, p := range all {
		provided(p.root, ofFiles)
		byPath[p.source.Path] = p
		if isStatic(p.root) {
			statics[path.Dir(p.source.Path)] = p
		}
	}
	groups, order := group(started, byPath)
	others := map[*parsed]*config{}
	for _, p := range all {
		c := groups[p]
		if c == nil {
			owner := ownerOf(p, statics)
			if c = groups[owner]; c == nil {
				c = others[owner]
			}
			if c == nil {
				c = &config{dynamic: &node{}}
				if owner != nil {
					c.static = owner.root
				}
				others[owner] = c
				order = append(order, c)
			}
		}
		c.files = append(c.files, p)
		c.dynamic.children = append(c.dynamic.children, merged(c.dynamic, p.root)...)
	}
	var out []*facts.Facts
	for _, c := range order {
		if len(c.files) == 0 {
			continue
		}
		f := c.facts()
		for _, settle := range c.settle {
			settle(f)
		}
		for _, p := range c.files {
			f.Add(p.facts)
		}
		out = append(out, f)
	}
	return out
}

// isStatic reports whether a file has what only stands in a static configuration.
func isStatic(root *node) bool {
	for _, key := range [...]string{"entryPoints", "providers", "certificatesResolvers", "api", "serversTransport", "accessLog", "global"} {
		if root.get(key) != nil {
			return true
		}
	}
	return false
}

// ownerOf returns the static configuration that a file belongs to: the nearest one above, or the only one.
func ownerOf(p *parsed, statics map[string]*parsed) *parsed {
	if isStatic(p.root) {
		return p
	}
	for dir := path.Dir(p.source.Path); ; dir = path.Dir(dir) {
		if s := statics[dir]; s != nil {
			return s
		}
		if dir == "." || dir == "/" {
			break
		}
	}
	if len(statics) == 1 {
		for _, s := range statics {
			return s
		}
	}
	return nil
}

// merged adds what a file has to what others have: the parts http, tcp and tls on two levels.
func merged(into, from *node) []*node {
	var out []*node
	for _, part := range from.all() {
		switch strings.ToLower(part.name) {
		case "http", "tcp", "tls":
		default:
			continue
		}
		have := into.get(part.name)
		if have == nil {
			out = append(out, part)
			continue
		}
		for _, kind := range part.children {
			if list := have.get(kind.name); list != nil {
				list.children = append(list.children, kind.children...)
			} else {
				have.children = append(have.children, kind)
			}
		}
	}
	return out
}

func syntaxOf(src *facts.Source) tree.Syntax {
	if strings.HasSuffix(strings.ToLower(src.Path), ".toml") {
		return tree.TOML
	}
	return tree.YAML
}

// read parses a file, hides its credentials and takes its comments.
func read(src *facts.Source, data []byte) *parsed {
	p := &parsed{source: src, root: &node{}, facts: &facts.Facts{Sources: []*facts.Source{src}}}
	doc := tree.Parse(data, syntaxOf(src))
	for _, problem := range doc.Problems {
		at := facts.Span{Source: src, Start: problem.Start, End: problem.End}
		p.facts.Problems = append(p.facts.Problems, &facts.Problem{Span: at, Kind: problem.Kind, Message: problem.Message})
	}
	for _, m := range credential.FindBytes(data) {
		src.Mask(m.Start, m.End, facts.Hint(string(data[m.Start:m.End])))
	}
	r := treeReader{src: src, nodes: input.Blocks[node]{Expect: 1 + bytes.Count(data, []byte{'\n'})}}
	for _, root := range doc.Roots {
		n := r.node("", root.Span(src), root)
		p.root.children = append(p.root.children, n.children...)
	}
	hide(p.root, false)
	for _, c := range doc.Comments {
		at := facts.Span{Source: src, Start: c.Start, End: c.End}
		if d := directive.Read(at, data[c.Start:c.End], func() facts.Span { return covered(p.root, c, data) }); d != nil {
			p.facts.Directives = append(p.facts.Directives, d)
		}
	}
	return p
}

// covered returns what a comment covers: the setting in its line, or else the one behind it.
func covered(root *node, c tree.Range, data []byte) facts.Span {
	line := strings.LastIndexByte(string(data[:c.Start]), '\n') + 1
	own := strings.TrimSpace(string(data[line:c.Start])) == ""
	var best facts.Span
	var look func(n *node)
	look = func(n *node) {
		for _, child := range n.children {
			at := whole(child)
			switch {
			case at.Source == nil:
			case own && at.Start > c.End && (best.Source == nil || at.Start < best.Start):
				best = at
			case !own && at.Start >= line && at.Start < c.Start && best.Source == nil:
				best = at
			}
			look(child)
		}
	}
	look(root)
	return best
}

// whole is a key with all that it holds.
func whole(n *node) facts.Span {
	at := n.at
	if n.value.Source == at.Source && n.value.End > at.End {
		at.End = n.value.Span().End
	}
	for _, c := range n.children {
		if w := whole(c); w.Source == at.Source && w.End > at.End {
			at.End = w.End
		}
	}
	return at
}

// hide masks the users of a middleware and the values of headers that carry credentials.
func hide(n *node, secret bool) {
	for _, c := range n.all() {
		users := strings.EqualFold(c.name, "users")
		hidden := secret || users || strings.EqualFold(c.name, "authorization") || strings.EqualFold(c.name, "cookie") ||
			len(c.children) == 0 && credential.NamesSecret(c.name)
		if w := c.value; hidden && w.Source != nil && w.Text != "" && unknown(w) == facts.NoReason && !credential.Harmless(w.Text) {
			w.Source.Mask(w.Start, w.End, 0)
		}
		hide(c, secret || users)
	}
}
