package hostconfig

import (
	"slices"
	"strings"

	"github.com/wirevet/wirevet/parsers/tree"
)

// asGoDecodes changes the tree into what encoding/json makes of it: the keys of a struct match in any case, and an
// object that is written twice is merged. The names in a map stay as they are, and the last of a name wins.
func (p *parser) asGoDecodes(maps []string) {
	p.fields(p.root, append([]string{"permissions"}, maps...))
	for _, key := range maps {
		servers := p.root.Get(key)
		if servers == nil || servers.Kind != tree.Object {
			continue
		}
		for _, m := range servers.Members {
			p.fields(m.Value, entryKeys[:])
		}
	}
	p.fields(p.root.Get("permissions"), []string{"allowed_tools"})
}

// fields gives the members of a struct the names of its fields, and merges the objects among them that stand twice.
func (p *parser) fields(n *tree.Node, names []string) {
	if n == nil || n.Kind != tree.Object {
		return
	}
	for i := range n.Members {
		m := &n.Members[i]
		for _, name := range names {
			if m.Key != name && strings.EqualFold(m.Key, name) {
				m.Key = name
			}
		}
	}
	for i := range n.Members {
		m := &n.Members[i]
		for j := i + 1; j < len(n.Members) && !m.Shadowed; j++ {
			m.Shadowed = n.Members[j].Key == m.Key
		}
		if winner := n.Get(m.Key); m.Shadowed && m.Value.Kind == tree.Object && winner.Kind == tree.Object {
			p.merged = append(p.merged, m.KeyStart)
			winner.Members = union(m.Value.Members, winner.Members)
			m.Value = &tree.Node{Kind: tree.Object, Start: m.Value.Start, End: m.Value.Start}
		}
	}
}

// union returns the members of both objects, in which the last of a key wins.
func union(first, second []tree.Member) []tree.Member {
	out := slices.Concat(first, second)
	for i := range out {
		for j := i + 1; j < len(out) && !out[i].Shadowed; j++ {
			out[i].Shadowed = out[j].Key == out[i].Key
		}
	}
	return out
}
