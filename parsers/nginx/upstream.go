package nginx

import (
	"strings"

	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/internal/exposure"
	"github.com/wirevet/wirevet/internal/openssl"
	"github.com/wirevet/wirevet/internal/template"
)

// group is an upstream block: servers under one name.
type group struct {
	block   *statement
	servers []*statement
}

func newGroup(s *scope) *group {
	return &group{block: s.block, servers: s.named("server")}
}

// passes are the directives that hand a request on, with the prefix of their settings for TLS.
var passes = []struct{ name, settings, scheme string }{
	{"proxy_pass", "proxy_ssl_", ""},
	{"grpc_pass", "grpc_ssl_", ""},
	{"uwsgi_pass", "uwsgi_ssl_", "uwsgi"},
	{"fastcgi_pass", "", "fastcgi"},
	{"scgi_pass", "", "scgi"},
}

// upstream states where a location hands its requests, or nil.
func (e *emitter) upstream(entry *facts.Entry, s *scope) *facts.Upstream {
	for _, pass := range passes {
		// The if of a location is a level of its own, in which pass directives stand as well.
		d := (setting{directives: s.named(pass.name)}).last()
		if d == nil || len(d.args) == 0 {
			continue
		}
		u := e.tree.reader.upstreams.Take()
		*u = facts.Upstream{Entry: entry, Span: d.at(d.args[0]), Product: product}
		e.target(u, s, d, pass.scheme)
		if u.Scheme.Known() && (u.Scheme.Value == "https" || u.Scheme.Value == "grpcs" || u.Scheme.Value == "suwsgi") {
			u.Policy = e.clientPolicy(u, s, d, pass.settings)
		}
		e.out.Upstreams = append(e.out.Upstreams, u)
		return u
	}
	return nil
}

// target reads what a pass directive names: scheme://address[:port]/path, the name of a group, a socket.
func (e *emitter) target(u *facts.Upstream, s *scope, d *statement, scheme string) {
	at := u.Span
	text, ok := resolve(s, d.args[0].text, 0)
	if d.conditional || template.Unrendered(text) {
		u.Scheme, u.Address = facts.Undecided[string](at, facts.UnrenderedTemplate), facts.Undecided[string](at, facts.UnrenderedTemplate)
		return
	}
	rest := text
	if before, after, has := strings.Cut(text, "://"); has {
		scheme, rest = strings.ToLower(before), after
	} else if d.name.text == "grpc_pass" {
		scheme = "grpc"
	}
	if strings.Contains(scheme, "$") || scheme == "" {
		u.Scheme, u.Address = facts.Undecided[string](at, facts.UnknownVariable), facts.Undecided[string](at, facts.UnknownVariable)
		return
	}
	u.Scheme = facts.Written(scheme, at)
	if strings.HasPrefix(rest, "unix:") {
		u.Address, u.Exposure = facts.Written("unix", at), facts.Loopback
		return
	}
	host, _, _ := strings.Cut(rest, "/")
	if !ok && strings.Contains(host, "$") {
		u.Address = facts.Undecided[string](at, facts.UnknownVariable)
		return
	}
	if g := e.groups[host]; g != nil {
		u.Name = host
		e.groupTarget(u, g)
		return
	}
	name, port := splitHost(host)
	u.Address, u.Port, u.Exposure = facts.Written(name, at), port, exposure.OfTarget(name)
}

// groupTarget takes the address that reaches farthest among those of a group.
func (e *emitter) groupTarget(u *facts.Upstream, g *group) {
	u.Address = facts.Undecided[string](u.Span, facts.SeveralValues)
	for _, d := range g.servers {
		if len(d.args) == 0 {
			continue
		}
		at := d.at(d.args[0])
		if reason := undecided(&statement{args: d.args[:1], conditional: d.conditional}); reason != facts.NoReason {
			u.Address, u.Exposure = facts.Undecided[string](at, reason), facts.ExposureUnknown
			return
		}
		name, port, reach := "unix", "", facts.Loopback
		if !strings.HasPrefix(d.args[0].text, "unix:") {
			name, port = splitHost(d.args[0].text)
			reach = exposure.OfTarget(name)
		}
		if !u.Address.Known() || reach > u.Exposure {
			u.Address, u.Port, u.Exposure = facts.Written(name, at), port, reach
		}
	}
}

// splitHost cuts an address into name and port. The brackets of IPv6 are no part of the name.
func splitHost(text string) (host, port string) {
	if i := strings.LastIndexByte(text, ':'); i >= 0 && !strings.HasSuffix(text, "]") && strings.IndexByte(text[i+1:], ':') < 0 {
		text, port = text[:i], text[i+1:]
	}
	return strings.ToLower(strings.Trim(text, "[]")), port
}

// clientPolicy states how nginx connects to an upstream over TLS. prefix is that of the settings: proxy_ssl_.
func (e *emitter) clientPolicy(u *facts.Upstream, s *scope, pass *statement, prefix string) *facts.TLSPolicy {
	at := pass.written()
	p := e.tree.reader.policies.Take()
	*p = facts.TLSPolicy{
		Entry: u.Entry, Span: at, Setting: pass.name.text, Subject: u.Entry.Component, Purpose: facts.Session,
		Role: facts.TLSClient, Product: product, Target: u.Exposure,
	}
	p.Version = e.tree.version(pass.file)
	if u.Address.Known() {
		p.Setting += " " + u.Scheme.Value + "://" + u.Address.Value
	}
	e.verification(p, s, prefix, at)
	e.versions(p, s, prefix+"protocols", at)
	e.suites(p, s, prefix+"ciphers", at)
	for _, d := range s.lookup(prefix + "certificate").directives {
		if len(d.args) > 0 {
			p.Certificates = append(p.Certificates, facts.CertificateRef{File: one(s.lookup(prefix+"certificate"), d, at)})
		}
	}
	p.Span = at
	e.out.TLS = append(e.out.TLS, p)
	return p
}

// comparedName looks at the name that a certificate is compared with: that of proxy_pass, or the one that is said. Where it comes
// from the request, whoever sends one decides which certificates are good, also for the connections that others go on to use.
func (e *emitter) comparedName(p *facts.TLSPolicy, s *scope, prefix string) {
	name := s.word(prefix+"name", p.Span)
	if name.State == facts.Unresolved && p.Verify.Known() {
		if text, ok := resolve(s, strings.ReplaceAll(s.lookup(prefix+"name").text(), "$proxy_host", "x"), 0); ok && text != "" {
			return // by variables that are constant
		}
		p.Verify = facts.Undecided[facts.Verification](name.Span, name.Why.Reason)
	}
}

func (e *emitter) verification(p *facts.TLSPolicy, s *scope, prefix string, at facts.Span) {
	v := s.lookup(prefix + "verify")
	d := v.last()
	p.Trusts = s.word(prefix+"trusted_certificate", at)
	switch {
	case d == nil && v.state == facts.Unset:
		p.Verify = facts.ByDefault(facts.VerifyNone, at, "nginx verifies no upstream unless "+prefix+"verify is on (every version, ngx_http_proxy_module)")
	case d == nil:
		p.Verify = stated(v, facts.VerifyNone, facts.Span{}, at)
	case d.arg(0) == "on":
		p.Verify = stated(v, facts.VerifyFull, d.written(), at)
		p.Setting = d.name.text + " on"
		e.comparedName(p, s, prefix)
		if p.Trusts.State == facts.Unset {
			// ngx_http_proxy_set_ssl: "no proxy_ssl_trusted_certificate for proxy_ssl_verify".
			e.tree.problems = append(e.tree.problems, &facts.Problem{
				Span: d.written(), Kind: facts.HostRefuses, Message: "nginx refuses to start: expected " + prefix + "trusted_certificate beside it",
			})
		}
	default:
		p.Verify = stated(v, facts.VerifyNone, d.written(), at)
		p.Setting = d.name.text + " " + d.arg(0)
	}
	p.Trusts = openssl.Trusted(p.Trusts)
}
