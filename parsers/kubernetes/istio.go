package kubernetes

import (
	"strings"

	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/parsers/tree"
)

const istioNetworking = "networking.istio.io"

// istioGateway reads a Gateway of Istio: a listener for each of its servers (networking.istio.io/v1, Server).
func (o *object) istioGateway() {
	e := o.own()
	for _, n := range items(at(o.node, "spec", "servers")) {
		protocol := o.stated(n.Get("port"), "protocol")
		switch strings.ToUpper(protocol.Value) {
		case "HTTP", "HTTP2", "GRPC", "GRPC-WEB", "HTTPS", "TLS":
		default:
			continue
		}
		l := &facts.Listener{
			Entry: e, Product: "the Istio gateway", Span: protocol.Span, Port: o.stated(n.Get("port"), "number"), Proxy: true,
			Gateway: facts.GatewayRef{API: istioNetworking, Namespace: o.namespace, Name: o.name},
		}
		for _, w := range o.words(n.Get("hosts")) {
			name := w
			if i := strings.IndexByte(w.Text, '/'); i >= 0 { // namespace/host
				name = w.Sub(i+1, len(w.Text))
			}
			if name.Text != "*" {
				l.Names = append(l.Names, facts.Written(name.Text, name.Span()))
			}
		}
		l.NamesExposure = namesExposure(l.Names)
		l.Exposure = edgeExposure(l, nil)
		o.istioTLS(l, n, strings.ToUpper(protocol.Value))
		o.out.Listeners = append(o.out.Listeners, l)
	}
}

// istioTLS reads what a server says of TLS (ServerTLSSettings).
func (o *object) istioTLS(l *facts.Listener, n *tree.Node, protocol string) {
	t := n.Get("tls")
	if redirect := o.flag(t, "httpsRedirect"); redirect.Known() && redirect.Value {
		l.OnlyRedirects = true
	}
	mode := o.stated(t, "mode")
	if mode.State == facts.Unresolved {
		l.TLS = facts.Undecided[bool](mode.Span, facts.UnrenderedTemplate)
		return
	}
	l.TLS = facts.Written(protocol == "HTTPS" || protocol == "TLS", l.Span)
	switch mode.Value {
	case "PASSTHROUGH", "AUTO_PASSTHROUGH":
		return
	}
	if t == nil || !l.TLS.Value {
		return
	}
	p := &facts.TLSPolicy{
		Entry: l.Entry, Span: l.Span, Setting: "tls", Subject: l.Entry.Component + ", port " + l.Port.Value, Purpose: facts.Session, Role: facts.TLSServer,
		Lowest: o.istioVersion(t, "minProtocolVersion"), Highest: o.istioVersion(t, "maxProtocolVersion"),
	}
	switch mode.Value {
	case "MUTUAL", "ISTIO_MUTUAL":
		p.ClientAuth = facts.Written(facts.RequireAndVerify, mode.Span)
	case "OPTIONAL_MUTUAL":
		p.ClientAuth = facts.Written(facts.VerifyIfGiven, mode.Span)
	case "SIMPLE":
		p.ClientAuth = facts.Written(facts.NoClientCert, mode.Span)
	}
	if name := o.stated(t, "credentialName"); name.State != facts.Unset {
		p.Certificates = append(p.Certificates, facts.CertificateRef{File: name})
	} else if file := o.stated(t, "serverCertificate"); file.State != facts.Unset {
		p.Certificates = append(p.Certificates, facts.CertificateRef{File: file, Key: o.stated(t, "privateKey")})
	}
	l.Policy = p
	o.out.TLS = append(o.out.TLS, p)
}

// istioVersion reads a protocol version. TLS_AUTO is the proxy's own choice.
func (o *object) istioVersion(t *tree.Node, key string) facts.Stated[facts.TLSVersion] {
	s := o.stated(t, key)
	versions := map[string]facts.TLSVersion{"TLSV1_0": facts.TLS10, "TLSV1_1": facts.TLS11, "TLSV1_2": facts.TLS12, "TLSV1_3": facts.TLS13}
	v, known := versions[s.Value]
	if !s.Known() || !known {
		if s.State == facts.Unresolved {
			return facts.Undecided[facts.TLSVersion](s.Span, facts.UnrenderedTemplate)
		}
		return facts.Stated[facts.TLSVersion]{}
	}
	return facts.Stated[facts.TLSVersion]{Value: v, Span: s.Span, State: s.State, Why: s.Why}
}

// virtualService reads the paths that attach to gateways.
func (o *object) virtualService() {
	e, spec := o.own(), o.node.Get("spec")
	var parents []facts.GatewayRef
	for _, w := range o.words(spec.Get("gateways")) {
		ref := facts.GatewayRef{API: istioNetworking, Namespace: o.namespace, Name: w.Text}
		if namespace, name, ok := strings.Cut(w.Text, "/"); ok {
			ref.Namespace, ref.Name = namespace, name
		}
		if ref.Name != "mesh" {
			parents = append(parents, ref)
		}
	}
	var names []facts.Stated[string]
	for _, w := range o.words(spec.Get("hosts")) {
		if w.Text != "*" {
			names = append(names, facts.Written(w.Text, w.Span()))
		}
	}
	for _, rule := range items(spec.Get("http")) {
		matches := items(rule.Get("match"))
		if len(matches) == 0 {
			matches = []*tree.Node{nil}
		}
		for _, m := range matches {
			r := &facts.Route{Entry: e, Path: "/", Span: rule.Span(o.src), Parents: parents, Names: names}
			for _, key := range [...]string{"exact", "prefix", "regex"} {
				if where := o.stated(m.Get("uri"), key); where.Known() {
					r.Path, r.Span, r.Pattern = where.Value, where.Span, key == "regex"
				}
			}
			r.Redirect = o.plain(rule.Get("redirect"), "scheme") == "https"
			if to := items(rule.Get("route")); len(to) > 0 {
				destination := to[0].Get("destination")
				r.Upstream = o.meshUpstream(e, o.stated(destination, "host"), o.plain(destination.Get("port"), "number"))
			}
			for _, origin := range items(at(rule, "corsPolicy", "allowOrigins")) {
				for _, key := range [...]string{"exact", "regex"} {
					if s := o.stated(origin, key); s.Known() && (s.Value == "*" || key == "regex" && s.Value == ".*") {
						r.Origins = facts.Written("*", s.Span)
					}
				}
			}
			o.out.Routes = append(o.out.Routes, r)
		}
	}
}

// destinationRule reads how the mesh connects to a host (networking.istio.io/v1, ClientTLSSettings).
func (o *object) destinationRule() {
	e, spec := o.own(), o.node.Get("spec")
	host := o.stated(spec, "host")
	policies := []*tree.Node{at(spec, "trafficPolicy", "tls")}
	for _, n := range items(at(spec, "trafficPolicy", "portLevelSettings")) {
		policies = append(policies, n.Get("tls"))
	}
	for _, n := range items(spec.Get("subsets")) {
		policies = append(policies, at(n, "trafficPolicy", "tls"))
	}
	for _, t := range policies {
		mode := o.stated(t, "mode")
		if !mode.Known() {
			continue
		}
		u := o.meshUpstream(e, host, "")
		if u == nil {
			return
		}
		if mode.Value == "DISABLE" {
			u.Scheme = facts.Written("http", mode.Span)
			continue
		}
		u.Scheme = facts.Written("https", mode.Span)
		u.Policy = o.istioClient(e, u, t, mode)
	}
}

// istioClient reads the client's side. Istio's own certificates (ISTIO_MUTUAL) are verified in any case.
func (o *object) istioClient(e *facts.Entry, u *facts.Upstream, t *tree.Node, mode facts.Stated[string]) *facts.TLSPolicy {
	p := &facts.TLSPolicy{
		Entry: e, Span: mode.Span, Setting: "mode: " + mode.Value, Subject: e.Component, Purpose: facts.Session, Role: facts.TLSClient,
		Target: u.Exposure, Product: "istio", Trusts: o.stated(t, "caCertificates"),
	}
	o.out.TLS = append(o.out.TLS, p)
	skip := o.flag(t, "insecureSkipVerify")
	switch {
	case mode.Value == "ISTIO_MUTUAL":
		p.Verify = facts.Written(facts.VerifyFull, mode.Span)
	case skip.Known() && skip.Value:
		p.Verify, p.Setting = facts.Written(facts.VerifyNone, skip.Span), "insecureSkipVerify: true"
	case skip.State == facts.Unresolved:
		p.Verify = facts.Undecided[facts.Verification](skip.Span, facts.UnrenderedTemplate)
	case p.Trusts.State != facts.Unset, o.stated(t, "credentialName").State != facts.Unset:
		p.Verify = facts.Written(facts.VerifyFull, mode.Span)
	}
	return p
}
