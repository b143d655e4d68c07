package kubernetes

import (
	"slices"
	"strconv"
	"strings"

	"github.com/wirevet/wirevet/parsers/tree"
)

// merge puts a patch over the resource. Its name, kind and namespace stay.
func (b *builder) merge(r *resource, p *tree.Node) {
	m := merger{builder: b, typed: isTyped(scalarText(r.node.Get("apiVersion")))}
	kind, _ := r.node.Member("kind")
	names := at(r.node, "metadata")
	name, hasName := names.Member("name")
	namespace, hasNamespace := names.Member("namespace")
	r.node = m.value(r.node, p, "")
	if r.node == nil {
		return
	}
	set(r.node, "kind", kind.Value)
	if metadata := at(r.node, "metadata"); metadata != nil {
		if hasName {
			set(metadata, "name", name.Value)
		}
		if hasNamespace {
			set(metadata, "namespace", namespace.Value)
		} else {
			remove(metadata, "namespace")
		}
	}
}

// isTyped reports whether kustomize knows by what the items of lists are the same: it does for the API of Kubernetes alone.
func isTyped(version string) bool {
	switch version {
	case "v1", "apps/v1", "batch/v1", "networking.k8s.io/v1":
		return true
	}
	return false
}

// merger merges as a strategic merge patch does, as kustomize reads it (kyaml v0.21, merge2).
type merger struct {
	*builder
	typed bool
}

// value returns what a patch makes of a value; nil when it is deleted.
func (m merger) value(old, p *tree.Node, field string) *tree.Node {
	switch p.Kind {
	case tree.Null:
		return nil
	case tree.Object:
		return m.object(old, p)
	case tree.Array:
		return m.list(old, p, field)
	}
	return m.copied(p)
}

// patchKey is the key of a patch that says what is to become of the map or list that it stands in.
const patchKey = "$patch"

func (m merger) object(old, p *tree.Node) *tree.Node {
	says := scalarText(p.Get(patchKey))
	if says == "delete" {
		return nil
	}
	if old == nil || old.Kind != tree.Object || says == "replace" {
		old = &tree.Node{Kind: tree.Object, Start: p.Start, End: p.End}
	}
	for _, member := range members(p) {
		if member.Key == patchKey {
			continue
		}
		if v := m.value(old.Get(member.Key), member.Value, member.Key); v != nil {
			setMember(old, member, v)
		} else {
			remove(old, member.Key)
		}
	}
	return old
}

func (m merger) list(old, p *tree.Node, field string) *tree.Node {
	keys := mergeKeys(field, p, old)
	if !m.typed || keys == nil {
		return m.copied(p)
	}
	out := &tree.Node{Kind: tree.Array, Start: p.Start, End: p.End}
	var before []*tree.Node
	if old != nil && old.Kind == tree.Array {
		before = slices.Clone(old.Items)
	}
	for _, item := range p.Items { // what a patch adds comes first
		if len(item.Members) == 1 && item.Get(patchKey) != nil {
			if scalarText(item.Get(patchKey)) == "delete" {
				return nil
			}
			before = nil // replace
			continue
		}
		var is *tree.Node
		if i := slices.IndexFunc(before, func(other *tree.Node) bool { return sameItem(other, item, keys) }); i >= 0 {
			is = before[i]
			before = slices.Delete(before, i, i+1)
		}
		named, ok := is.Member(keys[0])
		v := m.value(is, item, "")
		if v == nil || v.Kind == tree.Object && len(v.Members) == 0 {
			continue
		}
		if ok && v == is {
			setMember(v, named, named.Value) // the patch only repeats it to say which one it is about
		}
		out.Items = append(out.Items, v)
	}
	out.Items = append(out.Items, before...)
	return out
}

// mergeKeys returns by what the items of a list are the same (x-kubernetes-patch-merge-key in the API's schema); nil where a
// patch replaces the list.
func mergeKeys(field string, lists ...*tree.Node) []string {
	switch field {
	case "containers", "initContainers", "ephemeralContainers", "volumes", "env", "imagePullSecrets", "secrets", "resourceClaims", "schedulingGates":
		return []string{"name"}
	case "volumeMounts":
		return []string{"mountPath"}
	case "volumeDevices":
		return []string{"devicePath"}
	case "hostAliases":
		return []string{"ip"}
	case "topologySpreadConstraints":
		return []string{"topologyKey", "whenUnsatisfiable"}
	case "ports":
		for _, list := range lists {
			for _, item := range items(list) {
				if item.Get("containerPort") != nil {
					return []string{"containerPort", "protocol"}
				}
			}
		}
		return []string{"port", "protocol"}
	}
	return nil
}

// sameItem reports whether two items are one: the first key decides, a further one where both have it.
func sameItem(a, b *tree.Node, keys []string) bool {
	for i, key := range keys {
		one, other := scalarText(a.Get(key)), scalarText(b.Get(key))
		if one != other && (i == 0 || one != "" && other != "") || i == 0 && one == "" {
			return false
		}
	}
	return true
}

// copied returns a node of its own: a patch may go to several resources. It counts what it makes, since operations can copy what
// they have copied.
func (b *builder) copied(n *tree.Node) *tree.Node {
	if b.nodes++; b.nodes > overlayNodes {
		return &tree.Node{Start: n.Start, End: n.Start}
	}
	out := *n
	out.Members, out.Items = slices.Clone(n.Members), slices.Clone(n.Items)
	for i := range out.Members {
		out.Members[i].Value = b.copied(out.Members[i].Value)
	}
	for i := range out.Items {
		out.Items[i] = b.copied(out.Items[i])
	}
	return &out
}

// member returns the object below a key, which is made when there is none.
func member(n *tree.Node, key string) *tree.Node {
	if v := n.Get(key); v != nil && v.Kind == tree.Object {
		return v
	}
	v := &tree.Node{Kind: tree.Object, Start: n.Start, End: n.Start}
	set(n, key, v)
	return v
}

// set gives a member a value, which says where it stands.
func set(n *tree.Node, key string, value *tree.Node) {
	setMember(n, tree.Member{Key: key, KeyStart: value.Start, KeyEnd: value.Start}, value)
}

// setMember gives the member of that key a value; its place is that of the key given.
func setMember(n *tree.Node, as tree.Member, value *tree.Node) {
	as.Value, as.Shadowed = value, false
	for i := len(n.Members) - 1; i >= 0; i-- {
		if n.Members[i].Key == as.Key && !n.Members[i].Shadowed {
			if n.Members[i].Value == value || value.Kind >= tree.Object && n.Members[i].Value.Kind == value.Kind {
				n.Members[i].Value = value // changed, not stated anew
				return
			}
			n.Members[i] = as
			return
		}
	}
	n.Members = append(n.Members, as)
}

// pointed returns the value that holds what a JSON pointer (RFC 6901) points to, and by which key or index.
func pointed(n *tree.Node, pointer string) (*tree.Node, string) {
	tokens := strings.Split(pointer, "/")
	if len(tokens) < 2 || tokens[0] != "" {
		return nil, ""
	}
	for i := range tokens {
		tokens[i] = strings.ReplaceAll(strings.ReplaceAll(tokens[i], "~1", "/"), "~0", "~")
	}
	for _, token := range tokens[1 : len(tokens)-1] {
		n = child(n, token)
	}
	return n, tokens[len(tokens)-1]
}

func child(n *tree.Node, token string) *tree.Node {
	if n == nil || n.Kind != tree.Array {
		return n.Get(token)
	}
	if i, ok := index(n, token); ok && i < len(n.Items) {
		return n.Items[i]
	}
	return nil
}

func index(n *tree.Node, token string) (int, bool) {
	if token == "-" {
		return len(n.Items), true
	}
	i, err := strconv.Atoi(token)
	return i, err == nil && i >= 0 && i <= len(n.Items)
}

// put sets a member, or sets or inserts an item.
func put(n *tree.Node, token string, value *tree.Node, instead bool) bool {
	switch n.Kind {
	case tree.Object:
		remove(n, token)
		set(n, token, value)
		return true
	case tree.Array:
		i, ok := index(n, token)
		if ok && instead {
			n.Items[i] = value
		} else if ok {
			n.Items = slices.Insert(n.Items, i, value)
		}
		return ok
	}
	return false
}

// remove takes a member or an item away.
func remove(n *tree.Node, token string) bool {
	if n == nil {
		return false
	}
	if n.Kind == tree.Array {
		i, ok := index(n, token)
		if ok = ok && i < len(n.Items); ok {
			n.Items = slices.Delete(n.Items, i, i+1)
		}
		return ok
	}
	before := len(n.Members)
	n.Members = slices.DeleteFunc(n.Members, func(m tree.Member) bool { return m.Key == token })
	return len(n.Members) < before
}
