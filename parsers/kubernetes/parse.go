package kubernetes

import (
	"path"
	"strings"

	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/internal/credential"
	"github.com/wirevet/wirevet/internal/directive"
	"github.com/wirevet/wirevet/parsers/tree"
)

// Embedded is a file that stands in a manifest as the value of a key: nginx.conf in a ConfigMap.
type Embedded struct {
	Name string // the key
	// Text is what the file holds, with the place of each byte in the manifest.
	Text  facts.Word
	Entry *facts.Entry // the ConfigMap
}

// reader holds what is known of one file while it is read.
type reader struct {
	src       *facts.Source
	data      []byte // as it stands in the file
	text      []byte // with its templates blanked out
	templates []tree.Range

	out           *facts.Facts
	docs          []*tree.Doc
	embedded      []Embedded
	custom        []Custom
	deployment    *facts.Deployment
	kustomization bool
	elsewhere     bool // the resources are read as a part of overlays
	found         bool // something of a kind that we read
}

// Rest is what stands in manifests that others read.
type Rest struct {
	Files  []Embedded
	Custom []Custom
}

// Parse states what the manifests in src say, and what stands in them that others read. It reports false when none of them is of
// a kind that is read.
func Parse(src *facts.Source, data []byte) (*facts.Facts, Rest, bool) { return parse(src, data, false) }

// ParseClaimed does what is left for a file of which overlays read the resources: what is broken in it, and its comments.
func ParseClaimed(src *facts.Source, data []byte) (*facts.Facts, Rest, bool) {
	return parse(src, data, true)
}

func parse(src *facts.Source, data []byte, claimed bool) (*facts.Facts, Rest, bool) {
	r := &reader{
		src: src, data: data, out: &facts.Facts{Sources: []*facts.Source{src}},
		deployment: deploymentOf(src.Path), kustomization: KnownPath(src.Path), elsewhere: claimed,
	}
	r.text, r.templates = blankTemplates(data)
	r.maskShapes()
	r.read()
	r.directives()
	return r.out, Rest{r.embedded, r.custom}, r.found || len(r.out.Problems) > 0
}

// deploymentOf says what the manifests of a file are installed together with: those of their chart, or of their folder.
// Two of them are the same when they are equal.
func deploymentOf(file string) *facts.Deployment {
	dir := path.Dir(file)
	elements := strings.Split(dir, "/")
	for i := len(elements) - 1; i >= 0; i-- {
		if elements[i] == "templates" {
			chart := strings.Join(elements[:i], "/")
			if chart == "" {
				chart = "."
			}
			return &facts.Deployment{Kind: "chart", Name: path.Base(chart), Dir: chart}
		}
	}
	return &facts.Deployment{Kind: "manifests", Name: dir, Dir: dir}
}

// maskShapes hides what has the shape of a credential, wherever it stands.
func (r *reader) maskShapes() {
	for _, m := range credential.FindBytes(r.data) {
		r.src.Mask(m.Start, m.End, facts.Hint(string(r.data[m.Start:m.End])))
	}
}

func (r *reader) directives() {
	for _, doc := range r.docs {
		for _, c := range doc.Comments {
			covers := func() facts.Span {
				if within, ok := doc.Covers(c); ok {
					return facts.Span{Source: r.src, Start: within.Start, End: within.End}
				}
				return facts.Span{}
			}
			if d := directive.Read(facts.Span{Source: r.src, Start: c.Start, End: c.End}, r.data[c.Start:c.End], covers); d != nil {
				r.out.Directives = append(r.out.Directives, d)
			}
		}
	}
}

// object is one resource.
type object struct {
	*reader
	node      *tree.Node
	kind      string
	group     string // of its API: "apps", "" for the core
	name      string
	namespace string
	at        facts.Span // the name, or the kind when a template makes the name
}

// kinds says how each kind is read, by kind and API group. A group is checked, so that a kind of somebody else's with the same
// name is left alone; any version of it is read, since the parts that we read have kept their names.
func kinds(kind, group string) func(*object) {
	switch kind + "/" + group {
	case "Deployment/apps", "StatefulSet/apps", "DaemonSet/apps", "ReplicaSet/apps", "ReplicationController/", "Job/batch",
		"Deployment/extensions", "DaemonSet/extensions", "ReplicaSet/extensions", "Rollout/argoproj.io", "Service/serving.knative.dev",
		"PodTemplate/", "DeploymentConfig/apps.openshift.io", "CronJob/batch", "Pod/":
		return (*object).workload
	case "Service/":
		return (*object).service
	case "Ingress/networking.k8s.io", "Ingress/extensions":
		return (*object).ingress
	case "Gateway/" + gatewayAPI:
		return (*object).gateway
	case "HTTPRoute/" + gatewayAPI, "GRPCRoute/" + gatewayAPI:
		return (*object).httpRoute
	case "BackendTLSPolicy/" + gatewayAPI:
		return (*object).backendTLS
	case "Gateway/" + istioNetworking:
		return (*object).istioGateway
	case "VirtualService/" + istioNetworking:
		return (*object).virtualService
	case "DestinationRule/" + istioNetworking:
		return (*object).destinationRule
	case "PeerAuthentication/" + istioSecurity:
		return (*object).peerAuthentication
	case "AuthorizationPolicy/" + istioSecurity:
		return (*object).authorizationPolicy
	case "NetworkPolicy/networking.k8s.io":
		return (*object).networkPolicy
	case "Certificate/cert-manager.io":
		return (*object).issued
	case "Secret/":
		return (*object).secret
	case "ConfigMap/":
		return (*object).configMap
	}
	if group == "traefik.io" || group == "traefik.containo.us" { // the second one until 3.0
		switch kind {
		case "IngressRoute", "IngressRouteTCP", "Middleware", "MiddlewareTCP", "TLSOption", "ServersTransport", "ServersTransportTCP":
			return (*object).resource
		}
	}
	return nil
}

// isRead reports whether a kind is one of those that are read.
func isRead(kind, version string) bool {
	return kind == "List" || kinds(kind, groupOf(version)) != nil || strings.Contains(kind, "{{") || strings.HasSuffix(kind, "List")
}

func groupOf(version string) string {
	group, _, ok := strings.Cut(version, "/")
	if !ok {
		return ""
	}
	return group
}

// object reads one resource, or those of a list.
func (r *reader) object(n *tree.Node, depth int) {
	const deepest = 4 // lists in lists
	if n == nil || n.Kind != tree.Object || depth > deepest {
		return
	}
	o := &object{
		reader: r, node: n, kind: r.plain(n, "kind"), group: groupOf(r.plain(n, "apiVersion")),
		name: r.plain(at(n, "metadata"), "name"), namespace: r.plain(at(n, "metadata"), "namespace"),
	}
	if strings.HasSuffix(o.kind, "List") && n.Get("items") != nil {
		for _, item := range items(n.Get("items")) {
			r.object(item, depth+1)
		}
		return
	}
	if r.kustomization && (o.kind == "" || o.kind == "Kustomization" || o.kind == "Component") {
		r.found = true
		if !r.elsewhere {
			o.kustomize(r.src.Path)
		}
		return
	}
	if read := kinds(o.kind, o.group); read != nil {
		r.found = true
		if o.elsewhere {
			return
		}
		o.at = o.nameSpan()
		read(o)
	}
}

// nameSpan is where the resource is named.
func (o *object) nameSpan() facts.Span {
	for _, at := range [...]struct {
		n   *tree.Node
		key string
	}{{o.node.Get("metadata"), "name"}, {o.node.Get("metadata"), "generateName"}, {o.node, "kind"}} {
		if m, ok := at.n.Member(at.key); ok && m.Value.End > m.Value.Start {
			return m.Value.Span(o.src)
		}
	}
	return facts.Span{Source: o.src, Start: o.node.Start, End: min(o.node.Start+1, o.node.End)}
}

// title names the resource as people do: Deployment mcp-gw.
func (o *object) title() string {
	if o.name == "" {
		return o.kind + " of " + path.Base(o.src.Path)
	}
	return o.kind + " " + o.name
}

// entry adds what findings about the resource, or a part of it, are about.
func (o *object) entry(component string, name, block facts.Span) *facts.Entry {
	e := &facts.Entry{Component: component, Name: name, Block: block, Relevance: facts.Unrelated, Deployment: o.deployment}
	o.out.Entries = append(o.out.Entries, e)
	return e
}

// own is the entry of the resource as a whole.
func (o *object) own() *facts.Entry { return o.entry(o.title(), o.at, o.node.Span(o.src)) }

// annotations returns the annotations, of the resource or of what it makes.
func annotations(n *tree.Node) *tree.Node { return at(n, "metadata", "annotations") }
