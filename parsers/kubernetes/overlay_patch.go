package kubernetes

import (
	"regexp"
	"slices"
	"strings"

	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/parsers/tree"
)

// patch is one entry of a kustomization's patches.
type patch struct {
	text, path, target *tree.Node
	either             bool // the text may be a path: an entry of patchesStrategicMerge
}

// patch applies a patch: operations on values (RFC 6902) when it is a list, else parts of resources to be merged.
func (b *builder) patch(file string, p patch, resources []*resource) []*resource {
	var nodes []*tree.Node
	name := scalarText(p.path)
	if text := scalarText(p.text); p.either && !strings.Contains(text, "\n") {
		if _, ok := b.set.file(resolve(file, text)); ok {
			name = text
		}
	}
	switch {
	case name != "" && isLocal(name):
		if nodes = b.documents(resolve(file, name)); len(nodes) > 0 {
			b.claims[resolve(file, name)] = true
		}
	case p.text != nil && p.text.Kind == tree.String:
		nodes = b.parse(b.inline(p.text))
	}
	for _, n := range nodes {
		switch {
		case n.Kind == tree.Array:
			for _, r := range selected(resources, p.target) {
				b.operate(r, n)
			}
		case n.Kind == tree.Object && p.target != nil:
			for _, r := range selected(resources, p.target) {
				b.merge(r, n)
			}
		case n.Kind == tree.Object:
			if r := named(resources, identityOf(n)); r != nil {
				b.merge(r, n)
			} else {
				resources = append(resources, &resource{node: n, ids: []identity{identityOf(n)}}) // its base lies elsewhere
			}
		}
	}
	return existing(resources)
}

// existing leaves out what patches have deleted.
func existing(resources []*resource) []*resource {
	out := resources[:0]
	for _, r := range resources {
		if r.node != nil {
			out = append(out, r)
		}
	}
	return out
}

// named returns the resource that is called so now, or else was; nil when none or several are.
func named(resources []*resource, id identity) *resource {
	var now, before []*resource
	for _, r := range resources {
		for i, other := range r.ids {
			switch {
			case other != id:
			case i == len(r.ids)-1:
				now = append(now, r)
			case len(before) == 0 || before[len(before)-1] != r:
				before = append(before, r)
			}
		}
	}
	if len(now) == 0 {
		now = before
	}
	if len(now) != 1 {
		return nil
	}
	return now[0]
}

// selected returns the resources that a target means: each of its values is a pattern for the whole text.
func selected(resources []*resource, target *tree.Node) (out []*resource) {
	if target == nil {
		return nil
	}
	patterns := map[string]*regexp.Regexp{}
	for _, key := range [...]string{"group", "version", "kind", "namespace", "name"} {
		if pattern := scalarText(target.Get(key)); pattern != "" {
			re, err := regexp.Compile("^(?:" + pattern + ")$")
			if err != nil {
				return nil
			}
			patterns[key] = re
		}
	}
	matches := func(key string, texts ...string) bool {
		return patterns[key] == nil || slices.ContainsFunc(texts, patterns[key].MatchString)
	}
	for _, r := range resources {
		first, last := r.ids[0], r.ids[len(r.ids)-1]
		group, version, ok := strings.Cut(last.version, "/")
		if !ok {
			group, version = "", last.version
		}
		if matches("kind", last.kind) && matches("group", group) && matches("version", version) && matches("name", first.name, last.name) &&
			matches("namespace", orDefault(first.namespace), orDefault(last.namespace)) &&
			hasLabels(at(r.node, "metadata", "labels"), scalarText(target.Get("labelSelector"))) &&
			hasLabels(annotations(r.node), scalarText(target.Get("annotationSelector"))) {
			out = append(out, r)
		}
	}
	return out
}

func orDefault(namespace string) string {
	if namespace == "" {
		return "default"
	}
	return namespace
}

// hasLabels reports whether labels fulfil a selector: names, !names, name=value, name!=value. One of another form selects
// nothing.
func hasLabels(labels *tree.Node, selector string) bool {
	for _, term := range strings.Split(selector, ",") {
		term = strings.TrimSpace(term)
		name, value, compares := strings.Cut(term, "=")
		name, not := strings.CutSuffix(name, "!")
		is := labels.Get(strings.TrimSpace(name))
		switch {
		case term == "":
		case strings.ContainsAny(term, "()"):
			return false
		case compares:
			if equal := is != nil && is.Text == strings.TrimSpace(strings.TrimPrefix(value, "=")); equal == not {
				return false
			}
		case strings.HasPrefix(term, "!"):
			if labels.Get(term[1:]) != nil {
				return false
			}
		case is == nil:
			return false
		}
	}
	return true
}

// setImages changes the images of a name in all lists of containers, as kustomize does. What the manifest says then stands in
// the kustomization.
func setImages(n *tree.Node, image *tree.Node) {
	for i := range n.Members {
		if m := &n.Members[i]; m.Key == "containers" || m.Key == "initContainers" {
			for _, c := range items(m.Value) {
				setImage(c, image)
			}
		}
		setImages(n.Members[i].Value, image)
	}
	for _, item := range n.Items {
		setImages(item, image)
	}
}

func setImage(container, image *tree.Node) {
	old := container.Get("image")
	if old == nil || old.Kind != tree.String {
		return
	}
	rest, digest, _ := strings.Cut(old.Text, "@")
	name, tag := rest, ""
	if i := strings.LastIndexByte(rest, ':'); i > strings.LastIndexByte(rest, '/') {
		name, tag = rest[:i], rest[i+1:]
	}
	if name != scalarText(image.Get("name")) {
		return
	}
	at := old
	if n := image.Get("newName"); scalarText(n) != "" {
		name, at = n.Text, n
	}
	newTag, newDigest, suffix := image.Get("newTag"), image.Get("digest"), image.Get("tagSuffix")
	switch {
	case scalarText(newTag) != "":
		tag, digest, at = newTag.Text, scalarText(newDigest), newTag
	case scalarText(newDigest) != "":
		tag, digest, at = "", newDigest.Text, newDigest
	case scalarText(suffix) != "":
		tag, digest, at = tag+suffix.Text, "", suffix
	}
	if tag != "" {
		name += ":" + tag
	}
	if digest != "" {
		name += "@" + digest
	}
	set(container, "image", &tree.Node{Kind: tree.String, Text: name, Start: at.Start, End: at.End})
}

// operate applies the operations of RFC 6902 one by one. The operation test is not asked: kustomize stops where it fails.
func (b *builder) operate(r *resource, operations *tree.Node) {
	for _, op := range items(operations) {
		if !b.operation(r.node, op) {
			b.problem(op, facts.HostRefuses, "kustomize cannot do this to "+scalarText(r.node.Get("kind"))+" "+r.ids[len(r.ids)-1].name+": nothing stands at the path")
		}
	}
	r.renamed()
}

func (b *builder) operation(n, op *tree.Node) bool {
	parent, last := pointed(n, scalarText(op.Get("path")))
	value := op.Get("value")
	switch scalarText(op.Get("op")) {
	case "test":
		return true
	case "remove":
		return parent != nil && remove(parent, last)
	case "replace":
		return parent != nil && value != nil && child(parent, last) != nil && put(parent, last, b.copied(value), true)
	case "add":
		return parent != nil && value != nil && put(parent, last, b.copied(value), false)
	case "copy", "move":
		from, key := pointed(n, scalarText(op.Get("from")))
		value = child(from, key)
		if parent == nil || value == nil {
			return false
		}
		if scalarText(op.Get("op")) == "move" {
			remove(from, key)
		}
		return put(parent, last, b.copied(value), false)
	}
	return false
}
