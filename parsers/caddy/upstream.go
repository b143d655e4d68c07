package caddy

import (
	"net/url"
	"strings"

	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/internal/exposure"
	"github.com/wirevet/wirevet/internal/openssl"
)

// proxy reads reverse_proxy and what is built on it. rest are its words behind the matcher.
func (c *compiler) proxy(d *segment, rest []word) *proxy {
	p := &proxy{span: d.written(), addresses: rest}
	for _, in := range d.block {
		switch in.name() {
		case "to":
			p.addresses = append(p.addresses, in.args()...)
		case "dynamic":
			p.dynamic = in.written()
		case "header_down":
			if len(in.args()) > 0 {
				p.headers = append(p.headers, headerOp(in.args()))
			}
		case "transport":
			if kind := in.arg(0).text; kind == "fastcgi" {
				p.scheme = facts.Written(kind, in.arg(0).span)
			}
			p.transport(in)
		}
	}
	for _, w := range p.addresses {
		if scheme, _, has := strings.Cut(w.text, "://"); has {
			p.scheme = facts.Written(strings.ToLower(scheme), w.span)
			if p.scheme.Value == "https" {
				p.tls = w.span
			}
		}
	}
	return p
}

func (p *proxy) transport(d *segment) {
	for _, in := range d.block {
		switch name := in.name(); name {
		case "tls_insecure_skip_verify":
			p.skips = in.written()
		case "tls_server_name":
			p.name = in.arg(0)
		case "tls_trusted_ca_certs":
			p.trusts = openssl.Trusted(in.arg(0).stated())
		case "tls_trust_pool":
			p.trusts = trustPool(in)
		case "tls_client_auth":
			ref := facts.CertificateRef{File: in.arg(0).stated(), Automatic: len(in.args()) == 1}
			if len(in.args()) > 1 {
				ref.Key = in.arg(1).stated()
			}
			p.client = append(p.client, ref)
		}
		if strings.HasPrefix(in.name(), "tls") && p.tls.IsZero() {
			p.tls = in.written()
		}
	}
}

// upstream states a next hop: of several addresses the one that reaches farthest.
func (e *emitter) upstream(entry *facts.Entry, p *proxy) *facts.Upstream {
	u := &facts.Upstream{Entry: entry, Span: p.span, Product: product, Scheme: p.scheme}
	if !p.tls.IsZero() && u.Scheme.State == facts.Unset {
		u.Scheme = facts.Written("https", p.tls)
	}
	if u.Scheme.State == facts.Unset {
		u.Scheme = facts.ByDefault("http", p.span, "Caddy speaks HTTP to an upstream without a scheme")
	}
	u.Address = facts.Undecided[string](p.span, facts.OutsideRepository)
	if len(p.addresses) > 0 {
		u.Span = p.addresses[0].span
	}
	for _, w := range p.addresses {
		if reason := w.reason(); reason != facts.NoReason {
			u.Span, u.Exposure, u.Address = w.span, facts.ExposureUnknown, facts.Undecided[string](w.span, reason)
			break
		}
		host, at := splitUpstream(w.text)
		reach := exposure.OfTarget(host)
		if host == "unix" {
			reach = facts.Loopback
		}
		if !u.Address.Known() || reach > u.Exposure {
			u.Span, u.Address, u.Port, u.Exposure = w.span, facts.Written(host, w.span), at, reach
		}
	}
	if !p.dynamic.IsZero() {
		u.Address, u.Exposure = facts.Undecided[string](p.dynamic, facts.OutsideRepository), facts.ExposureUnknown
	}
	if !p.tls.IsZero() {
		u.Policy = e.clientPolicy(u, p)
	}
	e.out.Upstreams = append(e.out.Upstreams, u)
	return u
}

// splitUpstream cuts an upstream into host and port: host, host:port, scheme://host, unix//path, :port.
func splitUpstream(text string) (host, port string) {
	if strings.HasPrefix(text, "unix") && strings.Contains(text, "/") {
		return "unix", ""
	}
	if u, err := url.Parse(text); err == nil && u.Scheme != "" && u.Host != "" {
		return strings.ToLower(u.Hostname()), u.Port()
	}
	if _, after, has := strings.Cut(text, "/"); has && !strings.Contains(text, "://") {
		text = after // tcp/host:port
	}
	a := newAddress(word{text: text})
	if a.host == "" {
		return "localhost", a.port // :8080 is a port of this machine
	}
	return a.host, a.port
}

// clientPolicy states how Caddy connects to an upstream over TLS.
func (e *emitter) clientPolicy(u *facts.Upstream, p *proxy) *facts.TLSPolicy {
	t := &facts.TLSPolicy{
		Entry: u.Entry, Span: p.tls, Setting: "reverse_proxy", Subject: u.Entry.Component, Purpose: facts.Session,
		Role: facts.TLSClient, Product: product, Target: u.Exposure, Trusts: p.trusts, Certificates: p.client,
	}
	if u.Address.Known() {
		t.Setting += " https://" + u.Address.Value
	}
	if p.trusts.State == facts.Unset {
		t.Trusts = facts.ByDefault("system", p.tls, "Caddy trusts the roots of the system unless tls_trust_pool names others")
	}
	t.Verify = facts.ByDefault(facts.VerifyFull, p.tls, "Caddy verifies the chain and the name of an upstream unless tls_insecure_skip_verify is there")
	if !p.skips.IsZero() {
		t.Verify, t.Setting = facts.Written(facts.VerifyNone, p.skips), "tls_insecure_skip_verify"
	}
	e.out.TLS = append(e.out.TLS, t)
	return t
}
