package kubernetes

import (
	"strings"

	"github.com/wirevet/wirevet/facts"
)

// upstream is the service that a path is handed to, and how ingress-nginx connects to it.
func (i *ingress) upstream(name facts.Stated[string], port string) *facts.Upstream {
	u := &facts.Upstream{
		Entry: i.entry, Span: name.Span, Product: i.product(), Name: name.Value, Port: port, Exposure: facts.LocalContainer,
		Address: facts.Stated[string]{Value: strings.ToLower(name.Value), Span: name.Span, State: name.State, Why: name.Why},
	}
	i.out.Upstreams = append(i.out.Upstreams, u)
	protocol := i.stated(i.annotations, nginxPrefix+"backend-protocol")
	switch {
	case protocol.State == facts.Unresolved, !i.nginx:
		u.Scheme = facts.Undecided[string](name.Span, facts.OutsideRepository)
		return u
	case protocol.State == facts.Unset:
		u.Scheme = facts.ByDefault("http", name.Span, "ingress-nginx speaks HTTP to services (annotations, backend-protocol)")
		return u
	}
	u.Scheme = facts.Written(strings.ToLower(protocol.Value), protocol.Span)
	switch strings.ToUpper(protocol.Value) {
	case "HTTPS", "GRPCS":
		u.Policy = i.clientPolicy(u, protocol)
	}
	return u
}

// clientPolicy states how ingress-nginx verifies a service. Its proxy-ssl annotations count beside a proxy-ssl-secret only
// (internal/ingress/annotations/proxyssl: without the secret the others are not read).
func (i *ingress) clientPolicy(u *facts.Upstream, protocol facts.Stated[string]) *facts.TLSPolicy {
	if i.client != nil {
		return i.client // the annotations hold for every path
	}
	p := &facts.TLSPolicy{
		Entry: i.entry, Span: protocol.Span, Setting: "backend-protocol: " + protocol.Value, Subject: i.entry.Component,
		Purpose: facts.Session, Role: facts.TLSClient, Target: u.Exposure,
	}
	verify := i.stated(i.annotations, nginxPrefix+"proxy-ssl-verify")
	secret := i.stated(i.annotations, nginxPrefix+"proxy-ssl-secret")
	p.Trusts = secret
	switch {
	case verify.State == facts.Unresolved || secret.State == facts.Unresolved:
		p.Verify = facts.Undecided[facts.Verification](protocol.Span, facts.UnrenderedTemplate)
	case verify.Known() && strings.EqualFold(verify.Value, "off"):
		p.Verify, p.Setting = facts.Written(facts.VerifyNone, verify.Span), "proxy-ssl-verify: "+verify.Value
	case verify.Known() && strings.EqualFold(verify.Value, "on") && secret.Known():
		p.Verify, p.Setting = facts.Written(facts.VerifyFull, verify.Span), "proxy-ssl-verify: on"
	case verify.Known() && !secret.Known():
		p.Verify = facts.ByDefault(facts.VerifyNone, verify.Span, "ingress-nginx reads proxy-ssl-verify only beside a proxy-ssl-secret (annotations, backend certificate authentication)")
	default:
		p.Verify = facts.ByDefault(facts.VerifyNone, protocol.Span, "ingress-nginx verifies no service unless proxy-ssl-verify is on (annotations, backend certificate authentication)")
	}
	i.out.TLS = append(i.out.TLS, p)
	i.client = p
	return p
}

// serverPolicy states what the TLS side of the Ingress says: its certificates, and what becomes of the clients'.
func (i *ingress) serverPolicy(l *facts.Listener) *facts.TLSPolicy {
	p := &facts.TLSPolicy{
		Entry: i.entry, Span: l.Span, Setting: "tls", Subject: i.entry.Component, Purpose: facts.Session, Role: facts.TLSServer,
	}
	for _, t := range items(i.spec.Get("tls")) {
		if name := i.stated(t, "secretName"); name.State != facts.Unset {
			p.Certificates = append(p.Certificates, facts.CertificateRef{File: name})
		}
	}
	issuedFor(p, i.annotations)
	i.out.TLS = append(i.out.TLS, p)
	secret := i.stated(i.annotations, nginxPrefix+"auth-tls-secret")
	if secret.State == facts.Unset {
		return p
	}
	p.ClientCAs = secret
	mode := i.stated(i.annotations, nginxPrefix+"auth-tls-verify-client")
	kinds := map[string]facts.ClientAuth{
		"on": facts.RequireAndVerify, "off": facts.NoClientCert, "optional": facts.VerifyIfGiven, "optional_no_ca": facts.RequestClientCert,
	}
	switch kind, known := kinds[mode.Value]; {
	case mode.State == facts.Unset:
		p.ClientAuth = facts.ByDefault(facts.RequireAndVerify, secret.Span, "ingress-nginx requires a certificate where auth-tls-secret is set (annotations, client certificate authentication)")
	case mode.State == facts.Unresolved:
		p.ClientAuth = facts.Undecided[facts.ClientAuth](mode.Span, facts.UnrenderedTemplate)
	case known:
		p.ClientAuth = facts.Written(kind, mode.Span)
	}
	// The program behind is told of the certificate, and may look at it.
	p.ClientAuthChecked = i.plain(i.annotations, nginxPrefix+"auth-tls-pass-certificate-to-upstream") == "true" || i.snippet() != nil
	return p
}

// snippet is nginx configuration that the Ingress adds, which may check anything.
func (i *ingress) snippet() *facts.Span {
	for _, key := range [...]string{"configuration-snippet", "server-snippet", "auth-snippet"} {
		if s := i.stated(i.annotations, nginxPrefix+key); s.State != facts.Unset {
			return &s.Span
		}
	}
	return nil
}

// guards states who may call a route, and which pages.
func (i *ingress) guards(r *facts.Route, l *facts.Listener) {
	r.Authentication = i.authentication(r, l)
	if !i.nginx {
		return
	}
	if i.plain(i.annotations, nginxPrefix+"enable-cors") == "true" {
		enabled := i.stated(i.annotations, nginxPrefix+"enable-cors")
		r.Origins = i.stated(i.annotations, nginxPrefix+"cors-allow-origin")
		if r.Origins.State == facts.Unset {
			r.Origins = facts.ByDefault("*", enabled.Span, "ingress-nginx allows every origin where cors-allow-origin names none (annotations, enable CORS)")
		}
	}
	if logs := i.stated(i.annotations, nginxPrefix+"enable-access-log"); logs.Known() && logs.Value == "false" {
		r.Audit = &facts.AuditTrail{Entry: i.entry, Span: logs.Span, Level: facts.NoAudit, Off: facts.Written(true, logs.Span)}
		i.out.Audits = append(i.out.Audits, r.Audit)
	}
}

// authentication says what asks who calls, before the service does.
func (i *ingress) authentication(r *facts.Route, l *facts.Listener) facts.Stated[facts.AuthenticationKind] {
	for _, a := range [...]struct {
		key  string
		kind facts.AuthenticationKind
	}{
		{nginxPrefix + "auth-url", facts.ExternalAuthorization},
		{nginxPrefix + "auth-type", facts.PasswordAuthentication},
		{albPrefix + "auth-type", facts.ExternalAuthorization},
	} {
		s := i.stated(i.annotations, a.key)
		switch {
		case s.State == facts.Unresolved:
			return facts.Undecided[facts.AuthenticationKind](s.Span, facts.UnrenderedTemplate)
		case s.Known() && s.Value != "none" && s.Value != "":
			return facts.Written(a.kind, s.Span)
		}
	}
	if l.Policy != nil && l.Policy.ClientAuth.Known() && l.Policy.ClientAuth.Value == facts.RequireAndVerify {
		return facts.Stated[facts.AuthenticationKind]{Value: facts.ClientCertificate, Span: l.Policy.ClientAuth.Span, State: l.Policy.ClientAuth.State}
	}
	if at := i.snippet(); at != nil {
		return facts.Written(facts.OpaqueAuthentication, *at)
	}
	if !i.nginx || i.writesTLS() {
		return facts.Undecided[facts.AuthenticationKind](r.Span, facts.OutsideRepository)
	}
	return facts.ByDefault(facts.NoAuthentication, r.Span, "ingress-nginx asks nobody who connects unless an annotation says so")
}
