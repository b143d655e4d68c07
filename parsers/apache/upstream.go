package apache

import (
	"slices"
	"strings"

	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/internal/exposure"
	"github.com/wirevet/wirevet/internal/template"
)

// target is what a request is handed on to.
type target struct {
	directive *statement
	word      arg
	prefix    string // the part of the path that the URL takes the place of
}

// text is the URL that Proxy sections are compared with, for a path.
func (t target) text(path string) string {
	if t.directive == nil {
		return ""
	}
	rest, _ := strings.CutPrefix(path, t.prefix)
	return t.word.text + rest
}

// handedTo finds what hands a request of a route on: a rewrite rule, the ProxyPass of a Location, then the first ProxyPass of
// the server's and the virtual host's that names its path (proxy_trans).
func (e *emitter) handedTo(v *server, at *route, r request) target {
	if at.target != nil {
		return target{at.target, at.word, r.path}
	}
	if out := e.rewritten(v.rewrite, r); out.proxied != nil {
		return target{out.proxied, out.proxied.args[1], r.path}
	}
	for _, s := range slices.Backward(v.sections) {
		own := at.block == s.scope.section.span()
		if s.kind != locationSection || !own && e.applies(s, r) != yes {
			continue
		}
		for _, name := range []string{"proxypass", "proxypassmatch"} {
			found := s.scope.named(name)
			if len(found) == 0 || len(found[len(found)-1].args) == 0 {
				continue
			}
			d := found[len(found)-1]
			if d.arg(0) == "!" {
				return target{}
			}
			return target{d, d.args[0], prefixOf(s, r)}
		}
		for _, d := range s.scope.named("sethandler") {
			if rest, ok := strings.CutPrefix(d.arg(0), "proxy:"); ok && d.args[0].file != nil {
				a := d.args[0]
				a.text = rest
				return target{d, a, r.path}
			}
		}
	}
	for _, s := range v.levels {
		for _, d := range s.section.block {
			if len(d.args) < 2 || d.name != "proxypass" && d.name != "proxypassmatch" {
				continue
			}
			matches := answerOf(under(r.path, d.arg(0)))
			if d.name == "proxypassmatch" {
				matches = e.match(r.path, d.arg(0), false)
				if at.pattern && at.path == d.arg(0) {
					matches = yes
				}
			}
			if matches != yes {
				continue
			}
			if d.arg(1) == "!" {
				return target{}
			}
			prefix := d.arg(0)
			if d.name == "proxypassmatch" {
				prefix = r.path
			}
			return target{d, d.args[1], prefix}
		}
	}
	return target{}
}

// prefixOf returns the part of a path that the ProxyPass of a Location replaces.
func prefixOf(s *section, r request) string {
	if s.pattern {
		return r.path
	}
	return s.names
}

// upstream states where a route hands its requests, or nil.
func (e *emitter) upstream(v *server, at *route, to target, merged levels) *facts.Upstream {
	if to.directive == nil {
		return nil
	}
	key := to.word.text
	if at.hops == nil {
		at.hops = map[string]*facts.Upstream{}
	}
	if u := at.hops[key]; u != nil {
		return u
	}
	u := &facts.Upstream{Entry: at.entry, Span: to.word.span(), Product: product}
	e.target(u, to)
	if u.Scheme.Known() && overTLS(u.Scheme.Value) {
		u.Policy = e.clientPolicy(u, to, merged, v)
	}
	at.hops[key] = u
	e.out.Upstreams = append(e.out.Upstreams, u)
	return u
}

func overTLS(scheme string) bool { return scheme == "https" || scheme == "wss" || scheme == "h2" }

// target reads what a ProxyPass names: scheme://address[:port]/path, balancer://name, unix:socket|scheme://name.
func (e *emitter) target(u *facts.Upstream, to target) {
	at := u.Span
	reason := to.directive.conditional
	if reason == facts.NoReason && template.Unrendered(to.word.text) {
		reason = facts.UnrenderedTemplate
	}
	if reason != facts.NoReason {
		u.Scheme, u.Address = facts.Undecided[string](at, reason), facts.Undecided[string](at, reason)
		return
	}
	if name := strings.ToLower(to.word.text); strings.HasPrefix(name, "balancer://") {
		e.balanced(u, name)
		return
	}
	read := readURL(to.word.text)
	if unknownText(read.scheme) != facts.NoReason || read.scheme == "" {
		u.Scheme, u.Address = facts.Undecided[string](at, facts.UnknownVariable), facts.Undecided[string](at, facts.UnknownVariable)
		return
	}
	u.Scheme = facts.Written(read.scheme, at)
	read.into(u, at)
}

// url is the part of a URL that says where a connection goes.
type url struct{ scheme, host, port string }

func readURL(text string) url {
	if rest, ok := strings.CutPrefix(text, "unix:"); ok {
		_, rest, _ = strings.Cut(rest, "|")
		scheme, _, _ := strings.Cut(rest, "://")
		return url{scheme: strings.ToLower(scheme), host: "unix"}
	}
	scheme, rest, has := strings.Cut(text, "://")
	if !has {
		return url{}
	}
	if i := strings.IndexAny(rest, "/?"); i >= 0 && !strings.HasPrefix(rest, "%{") {
		rest = rest[:i]
	}
	if i := strings.LastIndexByte(rest, '@'); i >= 0 {
		rest = rest[i+1:]
	}
	// What a rule puts behind the port is a part of the path: http://app:8080$1.
	if i := strings.IndexByte(rest, '$'); i > 0 && !strings.HasPrefix(rest[i:], "${") {
		rest = rest[:i]
	}
	out := url{scheme: strings.ToLower(scheme), host: strings.ToLower(rest)}
	if i := strings.LastIndexByte(rest, ':'); i >= 0 && !strings.HasSuffix(rest, "]") && isDigits(rest[i+1:]) {
		out.host, out.port = strings.ToLower(rest[:i]), rest[i+1:]
	}
	out.host = strings.Trim(out.host, "[]")
	return out
}

// into states the address of a URL.
func (r url) into(u *facts.Upstream, at facts.Span) {
	switch {
	case r.host == "unix":
		u.Address, u.Exposure = facts.Written("unix", at), facts.Loopback
	case strings.ContainsAny(r.host, "$%"):
		u.Address = facts.Undecided[string](at, facts.UnknownVariable)
	default:
		u.Address, u.Port, u.Exposure = facts.Written(r.host, at), r.port, exposure.OfTarget(r.host)
	}
}

// balanced takes the address that reaches farthest among the members of a balancer.
func (e *emitter) balanced(u *facts.Upstream, name string) {
	rest := strings.TrimPrefix(name, "balancer://")
	rest, _, _ = strings.Cut(rest, "/")
	u.Name = rest
	u.Scheme, u.Address = facts.Undecided[string](u.Span, facts.SeveralValues), facts.Undecided[string](u.Span, facts.SeveralValues)
	for _, m := range e.balancer["balancer://"+rest] {
		at := m.args[0].span()
		if reason := undecided(&statement{args: m.args[:1], conditional: m.conditional}); reason != facts.NoReason {
			u.Scheme, u.Address, u.Exposure = facts.Undecided[string](at, reason), facts.Undecided[string](at, reason), facts.ExposureUnknown
			return
		}
		var one facts.Upstream
		read := readURL(m.args[0].text)
		read.into(&one, at)
		if !u.Address.Known() || one.Exposure > u.Exposure || one.Exposure == u.Exposure && !overTLS(read.scheme) {
			u.Scheme = facts.Written(read.scheme, at)
			u.Address, u.Port, u.Exposure = one.Address, one.Port, one.Exposure
		}
	}
}

// clientPolicy states how httpd connects to a next hop over TLS.
func (e *emitter) clientPolicy(u *facts.Upstream, to target, l levels, v *server) *facts.TLSPolicy {
	at := to.directive.written()
	p := &facts.TLSPolicy{
		Entry: u.Entry, Span: at, Setting: to.directive.word.text, Subject: u.Entry.Component, Purpose: facts.Session,
		Role: facts.TLSClient, Product: "apache", Target: u.Exposure,
	}
	p.Version = e.tree.version(v.section.file)
	if u.Address.Known() {
		p.Setting += " " + u.Scheme.Value + "://" + u.Address.Value
	}
	switch engine := l.lookup("sslproxyengine"); {
	case engine.is("on"):
	case engine.state == facts.Unset && e.tree.main, engine.is("off") && engine.directive.conditional == facts.NoReason:
		// The request is answered with an error (ssl_engine_set, ap_proxy_connection_create): there is no connection.
		e.refused(to.word, "httpd answers 500: expected `SSLProxyEngine on` for a next hop with "+u.Scheme.Value)
		e.out.TLS = append(e.out.TLS, p)
		return p
	}
	e.suites(p, l, "sslproxyciphersuite", at)
	e.versions(p, l, "sslproxyprotocol", at)
	e.verification(p, l, at)
	if d := l.lookup("sslproxymachinecertificatefile"); d.directive != nil && len(d.directive.args) > 0 {
		p.Certificates = append(p.Certificates, facts.CertificateRef{File: stated(d, d.directive.arg(0), d.directive.args[0].span(), at)})
	}
	p.Span = at
	e.out.TLS = append(e.out.TLS, p)
	return p
}

// verification states how the certificate of a next hop is checked: its chain by SSLProxyVerify, its name by two directives
// of which each can take the other's place (ssl_io_filter_handshake in ssl_engine_io.c).
func (e *emitter) verification(p *facts.TLSPolicy, l levels, at facts.Span) {
	v := l.lookup("sslproxyverify")
	p.Trusts = e.authorities(l, "sslproxycacertificatefile", "sslproxycacertificatepath", at)
	d := v.directive
	name, common, expire := l.lookup("sslproxycheckpeername"), l.lookup("sslproxycheckpeercn"), l.lookup("sslproxycheckpeerexpire")
	nameless := name.is("off") && !common.is("on") || !name.is("on") && common.is("off")
	if d == nil {
		p.Weakness = compared(!nameless, !expire.is("off"))
		p.Verify = stated(v, facts.VerifyNone, facts.Span{}, at)
		if v.state == facts.Unset {
			p.Verify = facts.ByDefault(facts.VerifyNone, at, "Apache verifies the chain of no next hop unless SSLProxyVerify asks for it (every 2.4, mod_ssl)")
		}
		return
	}
	p.Setting = d.word.text + " " + d.arg(0)
	kind := strings.ToLower(d.arg(0))
	if kind == "none" || kind == "optional_no_ca" {
		p.Verify = stated(v, facts.VerifyNone, d.written(), at)
		// Only an issuer that is not known is forgiven (ssl_verify_error_is_optional).
		p.Weakness = compared(!nameless, !expire.is("off") || kind == "optional_no_ca")
		return
	}
	if clientKinds[kind] == facts.NoClientCert && undecided(d) == facts.NoReason {
		e.refused(d.said(), "httpd refuses this: expected none, optional, require or optional_no_ca")
	}
	p.Verify = stated(v, facts.VerifyFull, d.written(), at)
	switch {
	case !p.Verify.Known():
	case name.state == facts.Unresolved || common.state == facts.Unresolved && !name.is("on"):
		p.Verify = facts.Undecided[facts.Verification](d.written(), facts.OutsideRepository)
	case nameless:
		off := name
		if !name.is("off") {
			off = common
		}
		p.Verify = stated(off, facts.VerifyChain, off.directive.written(), at)
		p.Weakness = "the name is not checked"
		p.Setting = off.directive.word.text + " off"
	}
}

// compared says what is looked at of a certificate whose issuer is not verified: whoever makes one for himself passes.
func compared(name, dates bool) string {
	switch {
	case name && dates:
		return "only its name and dates are compared"
	case name:
		return "only its name is compared"
	case dates:
		return "only its dates are compared"
	}
	return ""
}
