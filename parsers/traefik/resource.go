package traefik

import (
	"fmt"
	"strings"

	"github.com/wirevet/wirevet/facts"
)

// Resource is a resource of Kubernetes of one of Traefik's own kinds.
type Resource struct {
	Kind, Name, Namespace string
	At                    facts.Span // its name
	Settings              []ResourceSetting
}

// ResourceSetting is one value below the spec of a resource. Items of a list are numbered.
type ResourceSetting struct {
	Path  []string
	At    facts.Span // the key, or the item
	Value facts.Word
}

// Resources states what resources say: those of one file. find returns one of a cluster beside them; it is asked for what they name
// and do not have themselves.
// The keys are those of the reference of Traefik 3 (doc.traefik.io, reference/routing-configuration/kubernetes/crd).
func Resources(list []Resource, find func(kind, namespace, name string) (Resource, bool)) *facts.Facts {
	c := &config{dynamic: &node{}, find: find}
	for i := range list {
		c.resource(&list[i])
	}
	hide(c.dynamic, false)
	provided(c.dynamic, ofResources)
	return c.facts()
}

// fetch takes in a resource of another file that one names, and reports whether there is one. c.find is nil outside of Kubernetes.
func (c *config) fetch(name string, of ...string) bool {
	if c.find == nil {
		return false
	}
	kind, known := kindsOf[strings.Join(of, " ")]
	namespace, bare, qualified := strings.Cut(name, "/")
	if !qualified {
		namespace, bare = "", name
	}
	found, ok := c.find(kind, namespace, bare)
	if !known || !ok {
		return false
	}
	c.resource(&found)
	hide(c.dynamic.get(of...), false)
	return true
}

// kindsOf are the kinds of resource that define what stands in a part of the dynamic configuration.
var kindsOf = map[string]string{
	"http middlewares": "Middleware", "tcp middlewares": "MiddlewareTCP", "tls options": "TLSOption",
	"http serversTransports": "ServersTransport", "tcp serversTransports": "ServersTransportTCP",
}

func (c *config) resource(r *Resource) {
	spec := &node{at: r.At}
	for _, s := range r.Settings {
		at := spec
		for _, name := range s.Path {
			at = at.child(name, s.At, "")
		}
		at.at, at.value, at.list = s.At, s.Value, true
	}
	protocol := "http"
	if strings.HasSuffix(r.Kind, "TCP") {
		protocol = "tcp"
	}
	switch strings.TrimSuffix(r.Kind, "TCP") {
	case "IngressRoute":
		for i, route := range spec.get("routes").all() {
			name := r.Name
			if i > 0 {
				name = fmt.Sprintf("%s-%d", name, i)
			}
			c.ingressRoute(protocol, name, r, spec, route)
		}
	case "Middleware":
		if chain := spec.get("chain", "middlewares"); chain != nil {
			chain.children = references(chain, r.Namespace)
		}
		c.define(r, spec, protocol, "middlewares")
	case "TLSOption":
		for _, secrets := range spec.get("clientAuth").all() {
			if strings.EqualFold(secrets.name, "secretNames") {
				secrets.name = "caFiles"
			}
		}
		c.define(r, spec, "tls", "options")
	case "ServersTransport":
		for _, roots := range append(spec.all(), spec.get("tls").all()...) {
			switch strings.ToLower(roots.name) {
			case "rootcassecrets":
				roots.name = "rootCAs"
			case "rootcas": // of secrets and config maps
				for _, one := range roots.children {
					for _, named := range one.children {
						one.value = named.value
					}
				}
			}
		}
		c.define(r, spec, protocol, "serversTransports")
	}
}

// unique is the name of an object among those of all namespaces. The options named default are Traefik's for everything.
func unique(kind, namespace, name string) string {
	if kind == "TLSOption" && name == defaultOptions {
		return name
	}
	return namespace + "/" + name
}

func (c *config) define(r *Resource, spec *node, path ...string) {
	at := c.dynamic
	for _, name := range path {
		at = at.child(name, r.At, "")
	}
	spec.name, spec.provider = unique(r.Kind, r.Namespace, r.Name), ofResources
	at.children = append(at.children, spec)
}

// reference returns what a resource names another one by: a name, perhaps with a namespace. A provider, as in auth@file, stays.
func reference(kind string, n *node, namespace string) facts.Word {
	named := n.get("name")
	if named == nil {
		named = n
	}
	if ns := n.get("namespace").text(); ns != "" {
		namespace = ns
	}
	w := named.value
	if !strings.Contains(w.Text, "@") && unknown(w) == facts.NoReason {
		// Its bytes are no longer those of the file: it is looked up, and not shown.
		w = facts.Word{Text: unique(kind, namespace, w.Text), Source: w.Source, Start: w.Start, End: w.End, Quoted: w.Quoted}
	}
	return w
}

func references(list *node, namespace string) []*node {
	var out []*node
	for _, n := range list.all() {
		out = append(out, &node{at: n.at, value: reference("Middleware", n, namespace), list: true})
	}
	return out
}

// ingressRoute makes a router, and the service that it leads to, of one route.
func (c *config) ingressRoute(protocol, name string, r *Resource, spec, route *node) {
	match := route.get("match")
	if match == nil {
		return
	}
	router := &node{name: name, at: match.at, children: []*node{{name: "rule", at: match.at, value: match.value, list: true}}}
	add := func(child *node) { router.children = append(router.children, child) }
	if points := spec.get("entryPoints"); points != nil {
		add(points)
	}
	if m := route.get("middlewares"); m != nil {
		add(&node{name: "middlewares", at: m.at, children: references(m, r.Namespace)})
	}
	if tls := spec.get("tls"); tls != nil {
		own := &node{name: "tls", at: tls.at, value: tls.value}
		for _, child := range tls.children {
			if strings.EqualFold(child.name, "options") {
				child = &node{name: "options", at: child.at, value: reference("TLSOption", child, r.Namespace), list: true}
			}
			own.children = append(own.children, child)
		}
		add(own)
	}
	if balancer, at := c.balancer(protocol, route, r.Namespace); balancer != nil {
		service := unique("", r.Namespace, name)
		w := facts.Word{Text: service, Source: at.Source, Start: at.Start, End: at.End}
		add(&node{name: "service", at: at, value: w, list: true})
		group := c.dynamic.child(protocol, at, "").child("services", at, "")
		group.children = append(group.children, &node{name: service, at: at, children: []*node{balancer}})
	}
	routers := c.dynamic.child(protocol, r.At, "").child("routers", r.At, "")
	routers.children = append(routers.children, router)
}

// balancer makes a load balancer of a route's services, and returns where the first one is named. It is nil where one of them is
// not a service of Kubernetes.
func (c *config) balancer(protocol string, route *node, namespace string) (*node, facts.Span) {
	servers := &node{name: "servers"}
	balancer := &node{name: "loadBalancer", children: []*node{servers}}
	var first facts.Span
	for _, s := range route.get("services").all() {
		named := s.get("name")
		if kind := s.get("kind").text(); named == nil || kind != "" && kind != "Service" {
			return nil, first
		}
		if first.IsZero() {
			first = named.span()
			servers.at, balancer.at = first, first
		}
		host, port := named.text(), s.get("port").text()
		if ns := s.get("namespace").text(); ns != "" && ns != namespace {
			host += "." + ns + ".svc"
		}
		address := facts.Word{Text: host + ":" + port, Source: named.value.Source, Start: named.value.Start, End: named.value.End}
		server := &node{at: named.at}
		if protocol == "http" {
			scheme := s.get("scheme").text()
			if scheme == "" {
				scheme = "http"
				if port == "443" || strings.HasPrefix(port, "https") {
					scheme = "https"
				}
			}
			if strings.Trim(port, "0123456789") != "" {
				address.Text = host // a port by name
			}
			address.Text = scheme + "://" + address.Text
			server.children = []*node{{name: "url", at: named.at, value: address, list: true}}
		} else {
			server.children = []*node{{name: "address", at: named.at, value: address, list: true}}
			if tls := s.get("tls"); tls != nil {
				server.children = append(server.children, tls)
			}
		}
		if t := s.get("serversTransport"); t != nil {
			balancer.children = append(balancer.children, &node{name: "serversTransport", at: t.at, value: reference("", t, namespace), list: true})
		}
		servers.children = append(servers.children, server)
	}
	if len(servers.children) == 0 {
		return nil, first
	}
	return balancer, first
}
