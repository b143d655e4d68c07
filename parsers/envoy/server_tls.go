package envoy

import "github.com/wirevet/wirevet/facts"

// socket is the transport of a filter chain or of a cluster.
type socket struct {
	node
	kind string
	body node
}

// wrappers are transports that hold another one, which says whether there is TLS.
var wrappers = map[string]bool{
	"Tap": true, "ProxyProtocolUpstreamTransport": true, "Http11ProxyUpstreamTransport": true, "InternalUpstreamTransport": true,
	"TcpStats": true, "Config": true,
}

// socketOf returns the transport of a filter chain or a cluster. Its kind is empty where nothing is said.
func socketOf(n node) socket {
	if old := n.get("tls_context"); old.present() {
		return socket{old, "TlsContext", old}
	}
	s := n.get("transport_socket")
	for depth := 0; s.present() && depth < 5; depth++ {
		kind, body := typed(s)
		next := body.get("transport_socket")
		if !wrappers[kind] || !next.present() {
			if kind == "" {
				kind = "?"
			}
			if name := s.get("name"); name.present() {
				s.at = name.span()
			}
			return socket{s, kind, body}
		}
		s = next
	}
	return socket{}
}

// The transports of HTTP/3.
const (
	quicServer = "QuicDownstreamTransport"
	quicClient = "QuicUpstreamTransport"
)

const noSocketWhy = "Envoy speaks TLS only where a filter chain has a transport_socket that does"

// serverTLS states whether a filter chain speaks TLS, and how.
func (e *emitter) serverTLS(entry *facts.Entry, subject string, chain node) (facts.Stated[bool], *facts.TLSPolicy) {
	s := socketOf(chain)
	switch s.kind {
	case "":
		return facts.ByDefault(false, chain.at, noSocketWhy), nil
	case "RawBuffer":
		return facts.Written(false, s.at), nil
	case "DownstreamTlsContext", "TlsContext":
		p := e.serverPolicy(entry, subject, s, s.body)
		return facts.Written(true, s.at), p
	case quicServer:
		p := e.serverPolicy(entry, subject, s, s.body.get("downstream_tls_context"))
		return facts.Written(true, s.at), p
	case "UpstreamTlsContext":
		e.refuse(s.at, "expected a DownstreamTlsContext in a listener")
		return facts.Undecided[bool](s.at, facts.SeveralValues), nil
	}
	return facts.Undecided[bool](s.at, facts.OutsideRepository), nil
}

// serverPolicy states how TLS is done towards clients.
func (e *emitter) serverPolicy(entry *facts.Entry, subject string, s socket, context node) *facts.TLSPolicy {
	common := context.get("common_tls_context")
	p := &facts.TLSPolicy{
		Entry: entry, Span: s.at, Setting: "transport_socket", Subject: subject, Purpose: facts.Session, Role: facts.TLSServer, Product: product,
		EarlyData: facts.ByDefault(false, s.at, "Envoy takes no TLS early data over TCP"),
	}
	params := common.get("tls_params")
	certificates := e.certificates(p, common)
	if s.kind == quicServer {
		quic(p)
		earlyData(p, s, validates(common))
	} else {
		e.serverVersions(p, params, certificates, len(p.Certificates) > len(certificates))
	}
	suites(p, params)
	v := e.validationOf(p, common)
	e.clientAuth(p, context.get("require_client_certificate"), &v)
	e.keyLog(entry, common)
	e.out.TLS = append(e.out.TLS, p)
	return p
}

// earlyData states whether 0-RTT is accepted: over QUIC it is, unless clients' certificates are looked at (QuicDownstreamTransport).
func earlyData(p *facts.TLSPolicy, s socket, validates bool) {
	early, resumption := s.body.get("enable_early_data"), s.body.get("enable_resumption")
	switch {
	case resumption.present() && !resumption.isTrue() && resumption.unknown() == facts.NoReason:
		p.EarlyData = facts.Written(false, resumption.span())
	case early.present():
		p.EarlyData = stateOf(early, early.isTrue())
	case !validates:
		p.EarlyData = facts.ByDefault(true, s.at, "Envoy takes early data over QUIC unless enable_early_data is false or it looks at clients' certificates")
	default:
		p.EarlyData = facts.ByDefault(false, s.at, "Envoy takes no early data over QUIC where a validation context is set")
	}
}

// clientAuth states what becomes of a client's certificate, as DefaultCertValidator decides it: initializeSslContexts chooses whether one
// is asked for and must come, and addClientValidationContext heeds require_client_certificate only where there is a CA.
func (e *emitter) clientAuth(p *facts.TLSPolicy, require node, v *validation) {
	at, pinned := v.at, v.pins.present() || len(v.names) > 0
	switch {
	case require.unknown() != facts.NoReason:
		p.ClientAuth = facts.Undecided[facts.ClientAuth](require.span(), require.unknown())
		return
	case v.open != facts.NoReason && !v.accept.present():
		p.ClientAuth, p.ClientCAs = facts.Undecided[facts.ClientAuth](at, v.open), facts.Undecided[string](at, v.open)
		return
	case v.custom.present():
		p.ClientAuth = facts.Undecided[facts.ClientAuth](v.custom.at, facts.OutsideRepository)
		return
	case v.ca.State == facts.Unset && len(v.names) > 0 && !v.pins.present():
		return // Envoy does not start
	}
	if !v.accept.present() {
		p.ClientCAs = v.ca
	}
	trusts := v.ca.State != facts.Unset
	switch {
	case v.accept.present() && require.isTrue() && trusts:
		p.ClientAuth = facts.Written(facts.RequireAnyCert, v.accept.span())
	case v.accept.present():
		p.ClientAuth = facts.Written(facts.RequestClientCert, v.accept.span())
	case v.pins.present() && !trusts:
		p.ClientAuth = facts.Written(facts.RequireAndVerify, v.pins.at)
	case trusts && require.isTrue():
		p.ClientAuth = facts.Written(facts.RequireAndVerify, require.span())
	case trusts && pinned:
		p.ClientAuth = facts.ByDefault(facts.RequireAndVerify, at, "Envoy requires a certificate where its name or hash is to be compared, whatever require_client_certificate says")
	case trusts && require.present():
		p.ClientAuth = facts.Written(facts.VerifyIfGiven, require.span())
	case trusts:
		p.ClientAuth = facts.ByDefault(facts.VerifyIfGiven, at, "Envoy takes clients without a certificate unless require_client_certificate is true")
	case require.isTrue():
		p.ClientAuth, p.ClientAuthVoid = facts.Written(facts.NoClientCert, require.span()), true
	default:
		p.ClientAuth = facts.ByDefault(facts.NoClientCert, p.Span, "Envoy asks clients for no certificate unless the validation context names a CA or hashes")
	}
}
