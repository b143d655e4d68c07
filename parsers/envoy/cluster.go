package envoy

import (
	"strings"

	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/internal/exposure"
)

// cluster states a group of next hops: of its addresses the one that reaches farthest.
func (e *emitter) cluster(n node) {
	name := n.get("name")
	entry := &facts.Entry{Component: "Envoy cluster " + name.text(), Name: name.span(), Block: n.whole(), Relevance: facts.Unrelated}
	if !name.present() {
		entry.Name = n.at
	}
	u := &facts.Upstream{Entry: entry, Span: entry.Name, Product: "Envoy", Name: name.text()}
	u.Address = facts.Undecided[string](entry.Name, facts.OutsideRepository)
	for i, a := range e.addresses(n) {
		host, reach := a.host, a.reach
		if reason := host.unknown(); reason != facts.NoReason {
			u.Span, u.Exposure, u.Address = host.span(), facts.ExposureUnknown, facts.Undecided[string](host.span(), reason)
			break
		}
		if i == 0 || reach > u.Exposure {
			u.Span, u.Address, u.Exposure = host.span(), facts.Written(strings.ToLower(host.text()), host.span()), reach
			if u.Port = a.port.text(); a.port.unknown() != facts.NoReason {
				u.Port = ""
			}
		}
	}
	e.out.Entries = append(e.out.Entries, entry)
	e.out.Upstreams = append(e.out.Upstreams, u)
	e.clusters[n.n] = u
	e.connect(u, n)
}

// endpoint is one address of a cluster.
type endpoint struct {
	host, port node
	reach      facts.Exposure
}

// addresses returns those of a cluster that the files show; none when they are found at run time.
func (e *emitter) addresses(n node) []endpoint {
	assignment := n.get("load_assignment")
	if eds := n.get("eds_cluster_config"); eds.present() {
		service := eds.get("service_name").text()
		if service == "" {
			service = n.get("name").text()
		}
		config := eds.get("eds_config")
		found, reason := e.findOnDisk(config, endpointKind, service)
		if !onDisk(config) || reason != facts.NoReason {
			return nil
		}
		assignment = found
	}
	switch n.get("type").text() {
	case "ORIGINAL_DST", "original_dst", "4":
		return nil
	}
	var list []node
	for _, group := range assignment.get("endpoints").items() {
		for _, ep := range group.get("lb_endpoints").items() {
			list = append(list, ep.get("endpoint", "address"))
		}
	}
	list = append(list, n.get("hosts").items()...) // of the API v2
	var out []endpoint
	for _, address := range list {
		switch s := address.get("socket_address"); {
		case s.present():
			host := s.get("address")
			out = append(out, endpoint{host, s.get("port_value"), exposure.OfTarget(host.text())})
		case address.get("pipe").present():
			out = append(out, endpoint{address.get("pipe", "path"), node{}, facts.Loopback})
		case address.get("envoy_internal_address").present():
			out = append(out, endpoint{address.get("envoy_internal_address", "server_listener_name"), node{}, facts.Loopback})
		}
	}
	return out
}

// connect states how a cluster is spoken to: by its transport, or by one of several that the endpoints' metadata choose.
func (e *emitter) connect(u *facts.Upstream, n node) {
	sockets := []socket{socketOf(n)}
	for _, m := range n.get("transport_socket_matches").items() {
		sockets = append(sockets, socketOf(m))
	}
	if n.get("transport_socket_matcher").present() {
		u.Scheme = facts.Undecided[string](n.get("transport_socket_matcher").at, facts.SeveralValues)
		return
	}
	for i, s := range sockets {
		scheme := facts.ByDefault("http", u.Span, "Envoy speaks plain to a cluster unless it has a transport_socket with TLS")
		switch s.kind {
		case "":
		case "RawBuffer":
			scheme = facts.Written("http", s.at)
		case "UpstreamTlsContext", "TlsContext", quicClient:
			scheme = facts.Written("https", s.at)
			if p := e.clientPolicy(u, n, s); u.Policy == nil {
				u.Policy = p
			}
		case "DownstreamTlsContext":
			e.refuse(s.at, "expected an UpstreamTlsContext in a cluster")
			scheme = facts.Undecided[string](s.at, facts.SeveralValues)
		default:
			scheme = facts.Undecided[string](s.at, facts.OutsideRepository)
		}
		switch {
		case i == 0:
			u.Scheme = scheme
		case scheme.Value != u.Scheme.Value:
			u.Scheme = facts.Undecided[string](s.at, facts.SeveralValues)
		}
	}
}

const notVerifiedWhy = "Envoy verifies nothing of a next hop unless the validation context names a CA or hashes (UpstreamTlsContext)"

// clientPolicy states how TLS is done towards a cluster.
func (e *emitter) clientPolicy(u *facts.Upstream, cluster node, s socket) *facts.TLSPolicy {
	context := s.body
	if s.kind == quicClient {
		context = context.get("upstream_tls_context")
	}
	common := context.get("common_tls_context")
	p := &facts.TLSPolicy{
		Entry: u.Entry, Span: s.at, Setting: "transport_socket", Subject: u.Entry.Component, Purpose: facts.Session, Role: facts.TLSClient,
		Product: product, Target: u.Exposure,
	}
	if u.Address.Known() {
		p.Setting = "https://" + u.Address.Value
	}
	if s.kind == quicClient {
		quic(p)
	} else {
		e.clientVersions(p, common.get("tls_params"))
	}
	suites(p, common.get("tls_params"))
	e.certificates(p, common)
	v := e.validationOf(p, common)
	e.verify(p, &v, e.comparesName(&v, context, cluster))
	e.keyLog(u.Entry, common)
	e.out.TLS = append(e.out.TLS, p)
	return p
}

// comparesName reports whether the name in a certificate is compared with the one that is asked for: auto_sni_san_validation does so
// where one is sent, auto_san_validation with the name in the request.
func (e *emitter) comparesName(v *validation, context, cluster node) bool {
	for m := range cluster.get("typed_extension_protocol_options").members() {
		if kindOf(m, "") == "HttpProtocolOptions" && m.get("upstream_http_protocol_options", "auto_san_validation").isTrue() {
			return true
		}
	}
	options := cluster.get("upstream_http_protocol_options")
	if options.get("auto_san_validation").isTrue() {
		return true
	}
	own := context.get("auto_sni_san_validation")
	if !own.isTrue() {
		return false
	}
	if v.ca.State == facts.Unset && v.open == facts.NoReason && v.at.Source != nil && !v.custom.present() {
		e.refuse(own.span(), "expected trusted_ca beside auto_sni_san_validation")
	}
	sends := options.get("auto_sni").isTrue() || context.get("sni").text() != "" || context.get("auto_host_sni").isTrue()
	for m := range cluster.get("typed_extension_protocol_options").members() {
		sends = sends || m.get("upstream_http_protocol_options", "auto_sni").isTrue()
	}
	return sends
}

// verify states how a next hop's certificate is checked.
func (e *emitter) verify(p *facts.TLSPolicy, v *validation, named bool) {
	switch {
	case v.accept.present():
		p.Verify = facts.Written(facts.VerifyNone, v.accept.span())
		p.Setting = "trust_chain_verification: " + v.accept.text()
		return
	case v.open != facts.NoReason:
		p.Verify = facts.Undecided[facts.Verification](v.at, v.open)
		p.Trusts = facts.Undecided[string](v.at, v.open)
		return
	case v.custom.present():
		p.Verify = facts.Undecided[facts.Verification](v.custom.at, facts.OutsideRepository)
		return
	case v.ca.State == facts.Unset && v.pins.present():
		p.Verify = facts.Written(facts.VerifyFull, v.pins.at) // the very certificate or key
		return
	case v.ca.State == facts.Unset && len(v.names) > 0:
		return // Envoy does not start
	case v.ca.State == facts.Unset:
		at := p.Span
		if v.at.Source != nil {
			at = v.at
		}
		p.Verify = facts.ByDefault(facts.VerifyNone, at, notVerifiedWhy)
		return
	}
	p.Trusts = v.ca
	at := v.ca.Span
	if weakness, where := v.weakness(named); weakness != "" {
		p.Verify, p.Weakness = facts.Written(facts.VerifyChain, where), weakness
		return
	}
	p.Verify = facts.Written(facts.VerifyFull, at)
}
