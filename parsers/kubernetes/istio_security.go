package kubernetes

import (
	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/parsers/tree"
)

const istioSecurity = "security.istio.io"

// rootNamespace is where a resource of Istio holds for the whole mesh (MeshConfig, rootNamespace).
const rootNamespace = "istio-system"

// meshScope returns the namespace that a resource of Istio is about: none for the whole mesh.
func (o *object) meshScope() string {
	if o.namespace == rootNamespace {
		return ""
	}
	return o.namespace
}

// peerAuthentication reads whether workloads take plain connections (security.istio.io/v1, PeerAuthentication).
func (o *object) peerAuthentication() {
	e, spec := o.own(), o.node.Get("spec")
	selector := o.literals(at(spec, "selector", "matchLabels"))
	add := func(n *tree.Node, port string) {
		mode := o.stated(n, "mode")
		if mode.State == facts.Unset || mode.Value == "UNSET" {
			return // as the next wider scope has it
		}
		m := &facts.Mesh{Entry: e, Span: mode.Span, Namespace: o.meshScope(), Selector: selector, Port: port}
		m.Strict = facts.Stated[bool]{Value: mode.Value == "STRICT", Span: mode.Span, State: mode.State, Why: mode.Why}
		o.out.Meshes = append(o.out.Meshes, m)
	}
	add(spec.Get("mtls"), "")
	for _, port := range members(spec.Get("portLevelMtls")) {
		add(port.Value, port.Key)
	}
}

// authorizationPolicy reads who may connect (security.istio.io/v1, AuthorizationPolicy).
func (o *object) authorizationPolicy() {
	spec := o.node.Get("spec")
	a := &facts.Admission{
		Entry: o.own(), Span: o.at, Namespace: o.meshScope(), Selector: o.literals(at(spec, "selector", "matchLabels")),
	}
	rules := items(spec.Get("rules"))
	action := o.stated(spec, "action")
	o.out.Admissions = append(o.out.Admissions, a)
	switch {
	case action.State == facts.Unresolved:
		a.Authenticates = facts.Undecided[bool](action.Span, facts.UnrenderedTemplate)
	case action.Value == "CUSTOM": // an external authorizer decides
		a.Authenticates = facts.Written(true, action.Span)
	case action.Value == "DENY":
		for _, rule := range rules {
			if rule.Get("when") == nil && rule.Get("to") == nil {
				o.denies(a, rule)
			}
		}
	case action.Value == "AUDIT":
	default:
		o.allows(a, rules)
	}
}

// allows reads a policy that admits whom one of its rules describes, and nobody without rules.
func (o *object) allows(a *facts.Admission, rules []*tree.Node) {
	a.Authenticates = facts.Written(true, o.at)
	for _, rule := range rules {
		sources := items(rule.Get("from"))
		proven := len(sources) > 0
		for _, from := range sources {
			source := from.Get("source")
			proven = proven && (source.Get("principals") != nil || source.Get("requestPrincipals") != nil || source.Get("namespaces") != nil || source.Get("serviceAccounts") != nil)
			for _, key := range [...]string{"ipBlocks", "remoteIpBlocks"} {
				for _, w := range o.words(source.Get(key)) {
					a.Limits = append(a.Limits, facts.Written(w.Text, w.Span()))
				}
			}
		}
		for _, when := range items(rule.Get("when")) {
			key := o.plain(when, "key")
			proven = proven || key == "request.auth.principal" || key == "source.principal" || len(key) > len("request.auth.claims") && key[:len("request.auth.claims")] == "request.auth.claims"
		}
		if !proven {
			a.Authenticates = facts.Written(false, rule.Span(o.src))
			return
		}
	}
}

// denies reads a policy that turns away who has no identity: notRequestPrincipals: ["*"].
func (o *object) denies(a *facts.Admission, rule *tree.Node) {
	for _, from := range items(rule.Get("from")) {
		for _, key := range [...]string{"notRequestPrincipals", "notPrincipals"} {
			for _, w := range o.words(at(from, "source", key)) {
				if w.Text == "*" {
					a.Authenticates = facts.Written(true, w.Span())
				}
			}
		}
	}
}

// networkPolicy reads from which addresses connections are let in.
func (o *object) networkPolicy() {
	spec := o.node.Get("spec")
	a := &facts.Admission{
		Entry: o.own(), Span: o.at, Namespace: o.namespace, Selector: o.literals(at(spec, "podSelector", "matchLabels")),
	}
	for _, rule := range items(spec.Get("ingress")) {
		for _, from := range items(rule.Get("from")) {
			if cidr := o.stated(from.Get("ipBlock"), "cidr"); cidr.State != facts.Unset {
				a.Limits = append(a.Limits, cidr)
			}
		}
	}
	o.out.Admissions = append(o.out.Admissions, a)
}
