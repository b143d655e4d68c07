package kubernetes

import (
	"slices"
	"strconv"

	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/parsers/tree"
)

// Custom is a resource of somebody who gives Kubernetes kinds of their own: Traefik.
type Custom struct {
	Kind, Name, Namespace string
	At                    facts.Span // its name
	Deployment            *facts.Deployment
	Settings              []Setting
}

// Setting is one value below the spec of such a resource, or an object or list that is empty. Items of a list are numbered.
type Setting struct {
	Path  []string
	At    facts.Span // the key, or the item
	Value facts.Word
}

// maxSettings is how many values of one resource are read.
const maxSettings = 10_000

// resource takes a custom resource apart. One of which a template decides the shape is left out: what it says is not known.
func (o *object) resource() {
	c := Custom{Kind: o.kind, Name: o.name, Namespace: o.namespace, At: o.at, Deployment: o.deployment}
	spec, ok := o.node.Member("spec")
	if ok && o.settings(&c, nil, spec.KeySpan(o.src), spec.Value) {
		o.custom = append(o.custom, c)
	}
}

// settings gathers what stands below a node. It reports false where a template decides what there is.
func (o *object) settings(c *Custom, path []string, at facts.Span, n *tree.Node) bool {
	if len(c.Settings) == maxSettings {
		return false
	}
	switch {
	case n.Kind == tree.Object && len(n.Members) > 0:
		for _, m := range n.Members {
			if m.Shadowed {
				continue
			}
			if m.Value.Kind == tree.Null && o.decides(m) || o.twice(n, m.Key) || o.templated(m.KeyStart, m.KeyEnd) {
				return false
			}
			if !o.settings(c, append(slices.Clip(path), m.Key), m.KeySpan(o.src), m.Value) {
				return false
			}
		}
	case n.Kind == tree.Array && len(n.Items) > 0:
		for i, item := range n.Items {
			if !o.settings(c, append(slices.Clip(path), strconv.Itoa(i)), item.Span(o.src), item) {
				return false
			}
		}
	case n.Kind == tree.Null:
	case n.Kind == tree.Object, n.Kind == tree.Array:
		c.Settings = append(c.Settings, Setting{Path: path, At: at})
	default:
		c.Settings = append(c.Settings, Setting{Path: path, At: at, Value: o.word(n)})
	}
	return true
}
