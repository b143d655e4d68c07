package kubernetes

import (
	"strings"

	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/internal/exposure"
	"github.com/wirevet/wirevet/parsers/tree"
)

const gatewayAPI = "gateway.networking.k8s.io"

// gateway reads a Gateway of the Gateway API: its listeners.
func (o *object) gateway() {
	e := o.own()
	for _, n := range items(at(o.node, "spec", "listeners")) {
		protocol := o.stated(n, "protocol")
		if !protocol.Known() || protocol.Value == "UDP" || protocol.Value == "TCP" {
			continue
		}
		l := &facts.Listener{
			Entry: e, Product: "the gateway", Span: protocol.Span, Port: o.stated(n, "port"), Proxy: true,
			Gateway: facts.GatewayRef{API: gatewayAPI, Namespace: o.namespace, Name: o.name, Section: o.plain(n, "name")},
			TLS:     facts.Written(protocol.Value == "HTTPS" || protocol.Value == "TLS", protocol.Span),
		}
		if host := o.stated(n, "hostname"); host.State != facts.Unset {
			l.Names = append(l.Names, host)
		}
		l.NamesExposure = namesExposure(l.Names)
		l.Exposure = edgeExposure(l, nil)
		if o.isInternal() {
			l.Exposure = facts.Private
		}
		if t := n.Get("tls"); t != nil && l.TLS.Value && o.plain(t, "mode") != "Passthrough" {
			l.Policy = o.gatewayPolicy(e, l, t)
		}
		o.out.Listeners = append(o.out.Listeners, l)
	}
}

// isInternal reports whether the gateway's load balancer stays inside: by its class, or by the annotations that it hands on.
func (o *object) isInternal() bool {
	class := o.plain(o.node.Get("spec"), "gatewayClassName")
	return strings.Contains(class, "-rilb") || strings.Contains(class, "internal") ||
		!o.internalBalancer(annotations(o.node), "").IsZero() || !o.internalBalancer(at(o.node, "spec", "infrastructure", "annotations"), "").IsZero()
}

// gatewayPolicy reads what a listener says of TLS. Clients' certificates are asked for by frontendValidation (GEP-91): it
// requires and verifies them unless its mode is AllowInsecureFallback.
func (o *object) gatewayPolicy(e *facts.Entry, l *facts.Listener, t *tree.Node) *facts.TLSPolicy {
	p := &facts.TLSPolicy{
		Entry: e, Span: l.Span, Setting: "tls", Subject: e.Component, Purpose: facts.Session, Role: facts.TLSServer,
	}
	for _, ref := range items(t.Get("certificateRefs")) {
		p.Certificates = append(p.Certificates, facts.CertificateRef{File: o.stated(ref, "name")})
	}
	issuedFor(p, annotations(o.node))
	if m, ok := t.Member("frontendValidation"); ok {
		p.ClientAuth = facts.Written(facts.RequireAndVerify, m.KeySpan(o.src))
		if mode := o.stated(m.Value, "mode"); mode.Known() && mode.Value == "AllowInsecureFallback" {
			p.ClientAuth = facts.Written(facts.RequestClientCert, mode.Span)
		}
	}
	o.out.TLS = append(o.out.TLS, p)
	return p
}

// httpRoute reads the paths that attach to gateways.
func (o *object) httpRoute() {
	e, spec := o.own(), o.node.Get("spec")
	var parents []facts.GatewayRef
	for _, n := range items(spec.Get("parentRefs")) {
		if kind := o.plain(n, "kind"); kind != "" && kind != "Gateway" {
			continue // a Service: traffic inside of the mesh
		}
		ref := facts.GatewayRef{API: gatewayAPI, Namespace: o.plain(n, "namespace"), Name: o.plain(n, "name"), Section: o.plain(n, "sectionName")}
		if ref.Namespace == "" {
			ref.Namespace = o.namespace
		}
		if ref.Name != "" {
			parents = append(parents, ref)
		}
	}
	var names []facts.Stated[string]
	for _, w := range o.words(spec.Get("hostnames")) {
		names = append(names, facts.Written(w.Text, w.Span()))
	}
	for _, rule := range items(spec.Get("rules")) {
		paths := items(rule.Get("matches"))
		if len(paths) == 0 {
			paths = []*tree.Node{nil}
		}
		for _, m := range paths {
			r := &facts.Route{Entry: e, Path: "/", Span: rule.Span(o.src), Parents: parents, Names: names}
			if where := o.stated(m.Get("path"), "value"); where.Known() {
				r.Path, r.Span = where.Value, where.Span
				r.Pattern = o.plain(m.Get("path"), "type") == "RegularExpression"
			}
			for _, f := range items(rule.Get("filters")) {
				if o.plain(f, "type") == "RequestRedirect" && (o.plain(f.Get("requestRedirect"), "scheme") == "https") {
					r.Redirect = true
				}
			}
			if backends := items(rule.Get("backendRefs")); len(backends) > 0 {
				r.Upstream = o.meshUpstream(e, o.stated(backends[0], "name"), o.plain(backends[0], "port"))
			}
			o.out.Routes = append(o.out.Routes, r)
		}
	}
}

// meshUpstream is a service that a gateway hands requests to. Whether it speaks TLS to it another resource says.
func (o *object) meshUpstream(e *facts.Entry, host facts.Stated[string], port string) *facts.Upstream {
	if host.State == facts.Unset {
		return nil
	}
	u := &facts.Upstream{
		Entry: e, Span: host.Span, Product: "the gateway", Name: host.Value, Port: port,
		Address: facts.Stated[string]{Value: strings.ToLower(host.Value), Span: host.Span, State: host.State, Why: host.Why},
	}
	if host.Known() {
		u.Exposure = exposure.OfTarget(host.Value)
	}
	o.out.Upstreams = append(o.out.Upstreams, u)
	return u
}

// backendTLS reads a BackendTLSPolicy: gateways connect to the services over TLS, and verify the name and the chain.
func (o *object) backendTLS() {
	e := o.own()
	validation := at(o.node, "spec", "validation")
	for _, ref := range items(at(o.node, "spec", "targetRefs")) {
		u := o.meshUpstream(e, o.stated(ref, "name"), "")
		if u == nil || !u.Address.Known() {
			continue
		}
		u.Scheme = facts.Written("https", u.Span)
		u.Policy = &facts.TLSPolicy{
			Entry: e, Span: u.Span, Setting: "validation", Subject: e.Component, Purpose: facts.Session, Role: facts.TLSClient, Target: u.Exposure,
		}
		if name := o.stated(validation, "hostname"); name.Known() {
			u.Policy.Verify = facts.Written(facts.VerifyFull, name.Span)
		}
		o.out.TLS = append(o.out.TLS, u.Policy)
	}
}
