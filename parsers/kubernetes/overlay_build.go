package kubernetes

import (
	"bytes"
	"fmt"
	"path"
	"strings"

	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/parsers/input"
	"github.com/wirevet/wirevet/parsers/tree"
)

// The limits of one overlay.
const (
	overlayDepth     = 20     // kustomizations in each other
	overlayResources = 10_000 // resources and kustomizations that it is made of, each use of a base counted
	overlayText      = 64 << 20
	overlayNodes     = 1_000_000 // values that patches copy
)

// builder puts one overlay together. What it reads stands in one text, the documents of one file behind those of the other, so
// that the trees of several files can become one.
type builder struct {
	set     *manifestSet
	overlay *Overlay
	text    []byte // templates are blanked out
	claims  map[string]bool
	total   int // resources and kustomizations so far
	nodes   int // values that patches have copied
	stopped bool
}

// resource is one resource while the overlay is put together.
type resource struct {
	node *tree.Node
	ids  []identity // it has been called; the last is what it is called now
}

// identity is by what a patch finds its target.
type identity struct{ version, kind, namespace, name string }

func identityOf(n *tree.Node) identity {
	id := identity{scalarText(n.Get("apiVersion")), scalarText(n.Get("kind")), scalarText(at(n, "metadata", "namespace")), scalarText(at(n, "metadata", "name"))}
	if id.namespace == "default" {
		id.namespace = ""
	}
	return id
}

// renamed notes that the resource is called otherwise now.
func (r *resource) renamed() { r.ids = append(r.ids, identityOf(r.node)) }

func scalarText(n *tree.Node) string {
	if n == nil || n.Kind == tree.Object || n.Kind == tree.Array || n.Kind == tree.Null {
		return ""
	}
	return n.Text
}

// build reports false when the kustomization makes nothing that is known here.
func (b *builder) build(file string) bool {
	dir := path.Dir(file)
	b.overlay.deployment = &facts.Deployment{Kind: "kustomization", Name: dir, Dir: dir}
	f, _ := b.set.file(file)
	if topLevel(f.Data, "kind") == "Component" {
		return false // what it patches is said by who uses it
	}
	resources := b.kustomize(file, nil, 0)
	followNames(resources)
	for _, r := range resources {
		b.overlay.Objects = append(b.overlay.Objects, r.node)
	}
	if b.stopped {
		b.overlay.Objects, b.overlay.made = nil, nil
		clear(b.claims)
	}
	return len(b.overlay.Objects) > 0 || b.stopped
}

// kustomize adds to the resources what a kustomization names, and changes all of them as it says, in kustomize's order: first
// resources and components, then its transformers.
func (b *builder) kustomize(file string, resources []*resource, depth int) []*resource {
	k := b.root(file)
	if k == nil || k.Kind != tree.Object || depth > overlayDepth {
		return resources
	}
	b.total++
	b.claims[file] = true
	b.overlay.made = append(b.overlay.made, madeOf{file, k})
	for _, key := range [...]string{"resources", "bases"} {
		for _, name := range texts(k.Get(key)) {
			if !isLocal(name) {
				continue
			}
			at := resolve(file, name)
			if other, ok := b.set.kustomization(at); ok {
				resources = append(resources, b.kustomize(other.Source.Path, nil, depth+1)...)
			} else {
				resources = append(resources, b.resources(at)...)
			}
		}
	}
	for _, name := range texts(k.Get("components")) {
		if other, ok := b.set.kustomization(resolve(file, name)); ok && isLocal(name) {
			resources = b.kustomize(other.Source.Path, resources, depth+1)
		}
	}
	resources = b.transform(file, k, resources)
	if b.full() && !b.stopped {
		b.stopped = true
		b.problem(k, facts.TooLarge, fmt.Sprintf("this makes more than %d resources, or of more text or patches than are read together; its files are read one by one", overlayResources))
	}
	if b.stopped {
		return nil
	}
	return resources
}

// transform changes the resources in the order in which kustomize does (api v0.21, configureBuiltinTransformers).
func (b *builder) transform(file string, k *tree.Node, resources []*resource) []*resource {
	if list := k.Get("patchesStrategicMerge"); list != nil && list.Kind == tree.Array {
		for _, n := range list.Items {
			resources = b.patch(file, patch{text: n, either: true}, resources)
		}
	}
	for _, n := range items(k.Get("patches")) {
		resources = b.patch(file, patch{text: n.Get("patch"), path: n.Get("path"), target: n.Get("target")}, resources)
	}
	if namespace := k.Get("namespace"); scalarText(namespace) != "" {
		for _, r := range resources {
			set(member(r.node, "metadata"), "namespace", namespace)
			r.renamed()
		}
	}
	for _, r := range resources {
		name := at(r.node, "metadata", "name")
		before, behind := scalarText(k.Get("namePrefix")), scalarText(k.Get("nameSuffix"))
		if kind := scalarText(r.node.Get("kind")); name == nil || before+behind == "" || kind == "Namespace" || kind == "CustomResourceDefinition" {
			continue
		}
		set(r.node.Get("metadata"), "name", &tree.Node{Kind: tree.String, Text: before + name.Text + behind, Start: name.Start, End: name.End})
		r.renamed()
	}
	for _, n := range items(k.Get("patchesJson6902")) {
		resources = b.patch(file, patch{text: n.Get("patch"), path: n.Get("path"), target: n.Get("target")}, resources)
	}
	for _, n := range items(k.Get("images")) {
		for _, r := range resources {
			if scalarText(r.node.Get("kind")) != "CustomResourceDefinition" {
				setImages(r.node, n)
			}
		}
	}
	return resources
}

// full reports whether a limit has been reached.
func (b *builder) full() bool {
	return b.total > overlayResources || len(b.text) > overlayText || b.nodes > overlayNodes
}

// root returns the kustomization that a file holds.
func (b *builder) root(file string) *tree.Node {
	nodes := b.documents(file)
	if len(nodes) == 0 {
		return nil
	}
	return nodes[0]
}

// resources returns the resources that stand in a file.
func (b *builder) resources(file string) (out []*resource) {
	nodes := b.documents(file)
	if len(nodes) > 0 {
		b.claims[file] = true
	}
	for len(nodes) > 0 {
		n := nodes[0]
		nodes = nodes[1:]
		switch {
		case n.Kind != tree.Object:
		case strings.HasSuffix(scalarText(n.Get("kind")), "List") && n.Get("items") != nil:
			nodes = append(items(n.Get("items")), nodes...)
		case scalarText(n.Get("kind")) != "":
			r := &resource{node: n}
			r.renamed()
			out = append(out, r)
		}
	}
	b.total += len(out)
	return out
}

// documents adds a file to the text, and returns the values of its documents.
func (b *builder) documents(file string) []*tree.Node {
	f, ok := b.set.file(file)
	if !ok || b.full() {
		return nil
	}
	if b.set.opened[file] {
		b.overlay.sources = append(b.overlay.sources, f.Source)
	}
	return b.parse(facts.Word{Text: input.Text(f.Data), Source: f.Source, End: len(f.Data)})
}

// parse adds a text of a file to that of the overlay, and returns the values of its documents.
func (b *builder) parse(word facts.Word) (out []*tree.Node) {
	start := len(b.text)
	blanked, _ := blankTemplates([]byte(word.Text))
	b.overlay.words = append(b.overlay.words, word)
	b.text = append(append(b.text, blanked...), '\n')
	syntax := tree.YAML
	parts, _ := documents(blanked)
	if trimmed := bytes.TrimLeft(blanked, "\ufeff \t\r\n"); len(trimmed) > 0 && (trimmed[0] == '{' || trimmed[0] == '[') {
		syntax, parts = tree.JSON, []tree.Range{{Start: 0, End: len(blanked)}}
	}
	for _, part := range parts {
		doc := tree.ParsePart(b.text, tree.Range{Start: start + part.Start, End: start + part.End}, syntax)
		b.overlay.problems = append(b.overlay.problems, doc.Problems...)
		out = append(out, doc.Roots...)
	}
	return out
}

// inline returns the text of a value of a kustomization, with its places in that file.
func (b *builder) inline(n *tree.Node) facts.Word {
	base := 0
	var src *facts.Source
	for at, i := 0, 0; i < len(b.overlay.words) && at <= n.Start; i++ {
		base, src = at, b.overlay.words[i].Source
		at += len(b.overlay.words[i].Text) + 1
	}
	w := n.Word(src)
	w.Start, w.End, w.Quoted = w.Start-base, w.End-base, facts.Span{}
	for i := range w.Offsets {
		w.Offsets[i] -= base
	}
	return w
}

// problem reports something about a value.
func (b *builder) problem(n *tree.Node, kind facts.ProblemKind, message string) {
	at := tree.Range{Start: n.Start, End: min(n.End, n.Start+1)}
	b.overlay.problems = append(b.overlay.problems, tree.Problem{Range: at, Kind: kind, Message: message})
}

// followNames gives the services that Ingresses name their names of now, as kustomize does at last.
func followNames(resources []*resource) {
	now := map[string]string{}
	for _, r := range resources {
		if first, last := r.ids[0], r.ids[len(r.ids)-1]; last.kind == "Service" && first.name != last.name {
			if other, twice := now[first.name]; twice && other != last.name {
				last.name = first.name // several are called so: which one is meant is not known
			}
			now[first.name] = last.name
		}
	}
	for _, r := range resources {
		if len(now) > 0 && scalarText(r.node.Get("kind")) == "Ingress" {
			renameServices(r.node.Get("spec"), now)
		}
	}
}

// renameServices renames what an Ingress names below service.name (networking.k8s.io/v1), or as serviceName before that.
func renameServices(n *tree.Node, now map[string]string) {
	if n == nil {
		return
	}
	rename := func(of *tree.Node, key string) {
		if name := of.Get(key); name != nil && now[name.Text] != "" {
			set(of, key, &tree.Node{Kind: tree.String, Text: now[name.Text], Start: name.Start, End: name.End})
		}
	}
	rename(n.Get("service"), "name")
	rename(n, "serviceName")
	for _, m := range n.Members {
		renameServices(m.Value, now)
	}
	for _, item := range n.Items {
		renameServices(item, now)
	}
}
