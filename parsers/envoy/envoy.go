package envoy

import (
	"path"
	"strings"

	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/internal/credential"
	"github.com/wirevet/wirevet/internal/directive"
	"github.com/wirevet/wirevet/internal/listener"
	"github.com/wirevet/wirevet/parsers/input"
	"github.com/wirevet/wirevet/parsers/tree"
)

const product = "envoy"

// document is a file with the resources in it.
type document struct {
	src       *facts.Source
	facts     *facts.Facts
	bootstrap bool
	admin     []node
	resources map[string][]node // by the name of their message
	named     map[resource][]node
}

// resource is what other resources refer to.
type resource struct{ kind, name string }

// The resources that are told apart, by the name of their message.
const (
	listenerKind = "Listener"
	clusterKind  = "Cluster"
	routesKind   = "RouteConfiguration"
	secretKind   = "Secret"
	endpointKind = "ClusterLoadAssignment"
)

// Parse states what the files of Envoy say. What a bootstrap does not define itself is looked for in files of resources beside it.
func Parse(u *input.Unit) []*facts.Facts {
	e := &emitter{byFolder: map[string][]*document{}, byFile: map[string][]*document{}, clusters: map[*tree.Node]*facts.Upstream{}, inlined: map[*tree.Node]*facts.Facts{}}
	all := input.ParseEach(u, read)
	for _, d := range all {
		folder, file := path.Split(d.src.Path)
		e.byFolder[folder], e.byFile[file] = append(e.byFolder[folder], d), append(e.byFile[file], d)
	}
	var out []*facts.Facts
	for _, d := range all {
		e.document, e.out = d, d.facts
		for _, c := range d.resources[clusterKind] {
			e.cluster(c)
		}
	}
	for _, d := range all {
		e.document, e.out = d, d.facts
		for _, l := range d.resources[listenerKind] {
			e.listener(l)
		}
		for _, a := range d.admin {
			e.admin(a)
		}
		listener.Pair(d.facts.Listeners)
		out = append(out, d.facts)
	}
	return out
}

// emitter states the resources of one document after the other.
type emitter struct {
	*document
	out      *facts.Facts
	byFolder map[string][]*document
	byFile   map[string][]*document // by the name of the file alone
	clusters map[*tree.Node]*facts.Upstream
	inlined  map[*tree.Node]*facts.Facts // what stands in a value, once for all that use it
}

func syntaxOf(src *facts.Source) tree.Syntax {
	if strings.Contains(strings.ToLower(path.Base(src.Path)), ".json") {
		return tree.JSON
	}
	return tree.YAML
}

// read parses a file, hides its credentials, takes its comments and sorts its resources.
func read(src *facts.Source, data []byte) *document {
	d := &document{src: src, facts: &facts.Facts{Sources: []*facts.Source{src}}, resources: map[string][]node{}}
	doc := tree.Parse(data, syntaxOf(src))
	for _, p := range doc.Problems {
		at := facts.Span{Source: src, Start: p.Start, End: p.End}
		d.facts.Problems = append(d.facts.Problems, &facts.Problem{Span: at, Kind: p.Kind, Message: p.Message})
	}
	credential.Mask(src, data)
	for _, root := range doc.Roots {
		v := node{src: src, n: root, at: root.Span(src)}
		hide(v, false)
		d.sort(v)
	}
	for _, c := range doc.Comments {
		at := facts.Span{Source: src, Start: c.Start, End: c.End}
		covers := func() facts.Span {
			r, ok := doc.Covers(c)
			if !ok {
				return facts.Span{}
			}
			return facts.Span{Source: src, Start: r.Start, End: r.End}
		}
		if x := directive.Read(at, data[c.Start:c.End], covers); x != nil {
			d.facts.Directives = append(d.facts.Directives, x)
		}
	}
	return d
}

// sort takes the resources of a bootstrap, of a discovery response, or one alone.
func (d *document) sort(root node) {
	if static := root.get("static_resources"); static.present() {
		d.bootstrap = true
		for field, kind := range map[string]string{"listeners": listenerKind, "clusters": clusterKind, "secrets": secretKind} {
			d.resources[kind] = append(d.resources[kind], static.get(field).items()...)
		}
	}
	if a := root.get("admin"); a.present() {
		d.bootstrap = true
		d.admin = append(d.admin, a)
	}
	for _, r := range root.get("resources").items() {
		d.add(r)
	}
	d.add(root)
}

func (d *document) add(r node) {
	if kindOf(r, "") == "Resource" { // envoy.service.discovery.v3.Resource has one inside
		r = r.get("resource")
	}
	switch kind := kindOf(r, ""); kind {
	case listenerKind, clusterKind, routesKind, secretKind, endpointKind:
		d.resources[kind] = append(d.resources[kind], r)
	}
}

// refuse states what Envoy does not start with.
func (e *emitter) refuse(at facts.Span, expected string) {
	e.problem(at, "Envoy refuses this: "+expected)
}

// problem states what Envoy refuses or ignores.
func (e *emitter) problem(at facts.Span, message string) {
	e.out.Problems = append(e.out.Problems, &facts.Problem{Span: at, Kind: facts.HostRefuses, Message: message})
}
