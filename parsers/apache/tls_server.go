package apache

import (
	"strings"

	"github.com/wirevet/wirevet/facts"
)

// engine says whether a server speaks TLS by its own settings.
func (e *emitter) engine(v *server, l *listen) facts.Stated[bool] {
	found := v.levels.lookup("sslengine")
	if d := found.directive; d != nil {
		return stated(found, found.is("on"), d.written(), l.span)
	}
	if found.state == facts.Unresolved {
		return stated(found, false, facts.Span{}, l.span)
	}
	if certificate := v.levels.lookup("sslcertificatefile"); l.https && certificate.directive != nil {
		// Since 2.4.20 or so the protocol of the Listen decides (ssl_init_Module), if httpd finds it equal to the virtual
		// host's address: with a wildcard that depends on how the system has IPv6.
		if canonical(l.host) == "*" {
			return facts.Undecided[bool](certificate.directive.written(), facts.SeveralValues)
		}
		const why = "Apache speaks TLS where the protocol of the Listen is https and there is a certificate (mod_ssl, ssl_init_Module)"
		return facts.ByDefault(true, certificate.directive.written(), why)
	}
	if l.port == "" && !v.virtual {
		return facts.Undecided[bool](l.span, facts.OutsideRepository)
	}
	return facts.ByDefault(false, l.span, "Apache speaks TLS only where SSLEngine is on (mod_ssl)")
}

// speaksTLS says whether an address speaks TLS: as the first virtual host of it says, for all of them. httpd asks before it
// knows the name (ssl_hook_pre_connection).
func (e *emitter) speaksTLS(v *server, l *listen) facts.Stated[bool] {
	owner := l.on.owner
	if owner == v {
		return e.engine(v, l)
	}
	own, theirs := e.engine(v, l), e.engine(owner, l)
	if own.Known() && theirs.Known() && own.Value == theirs.Value {
		return own
	}
	if theirs.Known() {
		theirs.State, theirs.Why = facts.Inherited, &facts.Why{Effect: l.span}
		if theirs.Span == l.span {
			theirs.Span = owner.entry.Name
		}
	}
	return theirs
}

// policy states how a server does TLS on an address.
func (e *emitter) policy(v *server, l *listen) *facts.TLSPolicy {
	owner := l.on.owner
	if own := e.engine(v, l); owner != v && own.Known() && !own.Value {
		// A name without TLS of its own is served as the first one of the address is (ssl_find_vhost).
		return e.policy(owner, l)
	}
	if p := v.policies[owner]; p != nil {
		return p
	}
	p := e.ownPolicy(v, l.span)
	v.policies[owner] = p
	e.out.TLS = append(e.out.TLS, p)
	if owner != v {
		e.govern(p, v, owner, l)
	}
	return p
}

// ownPolicy states what a server's own settings say.
func (e *emitter) ownPolicy(v *server, at facts.Span) *facts.TLSPolicy {
	p := &facts.TLSPolicy{
		Entry: v.entry, Span: at, Setting: "SSLProtocol", Subject: v.entry.Component, Purpose: facts.Session,
		Role: facts.TLSServer, Product: "apache",
	}
	p.Version = e.tree.version(v.section.file)
	e.suites(p, v.levels, "sslciphersuite", at)
	e.versions(p, v.levels, "sslprotocol", at)
	e.configured(p, v.levels, at)
	p.EarlyData = facts.ByDefault(false, at, "Apache takes no early data (mod_ssl)")
	e.clientAuth(p, v, at)
	p.Certificates = e.certificates(v, at)
	return p
}

// govern settles whose versions count for a name that is not the first one of its address. Where it has none of its own, the
// first one's do; in versions before 2.4.42 they do in any case (CHANGES of 2.4.42).
func (e *emitter) govern(p *facts.TLSPolicy, v, owner *server, l *listen) {
	theirs := e.policy(owner, l)
	own := v.levels.lookup("sslprotocol")
	if own.state == facts.Unset {
		p.Versions = nil
		for _, version := range theirs.Versions {
			p.Versions = append(p.Versions, inherited(version, l.span))
		}
		p.Lowest, p.Highest = inherited(theirs.Lowest, l.span), inherited(theirs.Highest, l.span)
		p.Floor, p.Ceiling = inherited(theirs.Floor, l.span), inherited(theirs.Ceiling, l.span)
		return
	}
	if own.directive == nil || own.state != facts.Explicit || own.directive == owner.levels.lookup("sslprotocol").directive {
		return
	}
	p.GovernedBy = theirs
	by := owner.entry.Name
	if d := owner.levels.lookup("sslprotocol").directive; d != nil {
		by = d.written()
	}
	p.Shadowed = append(p.Shadowed, facts.Shadowed{
		Span: own.directive.written(), By: by, Setting: "SSLProtocol", Versions: "before 2.4.42",
	})
}

func inherited[T any](s facts.Stated[T], effect facts.Span) facts.Stated[T] {
	if s.State == facts.Explicit || s.State == facts.Inherited {
		why := facts.Why{}
		if s.Why != nil {
			why = *s.Why
		}
		why.Effect = effect
		s.State, s.Why = facts.Inherited, &why
	}
	return s
}

// configured applies SSLOpenSSLConfCmd, which httpd hands to OpenSSL after all else. The commands of outer levels come first.
func (e *emitter) configured(p *facts.TLSPolicy, l levels, at facts.Span) {
	for i, s := range l {
		for _, d := range s.named("sslopensslconfcmd") {
			if len(d.args) < 2 {
				continue
			}
			v := setting{directive: d, state: l.stateOf(i)}
			switch value := d.args[1]; strings.ToLower(d.args[0].text) {
			case "minprotocol", "maxprotocol":
				version, known := protocols[strings.ToLower(value.text)]
				limit := stated(v, version, value.span(), at)
				if !known {
					limit = facts.Undecided[facts.TLSVersion](d.written(), facts.UnknownVariable)
				}
				if strings.EqualFold(d.args[0].text, "MinProtocol") {
					p.Floor = limit
				} else {
					p.Ceiling = limit
				}
			case "protocol":
				// It switches versions on and off again, each by itself.
				p.Floor = facts.Undecided[facts.TLSVersion](d.written(), facts.SeveralValues)
			case "cipherstring":
				p.Ciphers = stated(v, value.text, value.span(), at)
				e.expandCiphers(p, value, v.state, "")
			}
		}
	}
	if len(p.Versions) > 0 && (p.Floor.Known() || p.Ceiling.Known()) {
		moveEnds(p)
	}
}

// moveEnds makes the ends of a range what SSLOpenSSLConfCmd says: httpd has set them as SSLProtocol has it, and they are set
// anew. A MaxProtocol can raise the highest version as well.
func moveEnds(p *facts.TLSPolicy) {
	low, high := p.Versions[0], p.Versions[len(p.Versions)-1]
	if p.Floor.Known() {
		low = p.Floor
	}
	if p.Ceiling.Known() {
		high = p.Ceiling
	}
	var out []facts.Stated[facts.TLSVersion]
	for version := low.Value; version <= high.Value; version++ {
		one := high
		if version < p.Versions[0].Value || version == low.Value {
			one = low
		}
		for _, stated := range p.Versions {
			if stated.Value == version {
				one = stated
			}
		}
		one.Value = version
		out = append(out, one)
	}
	p.Versions = out
	if len(out) == 0 { // OpenSSL refuses every handshake
		p.Lowest = facts.Undecided[facts.TLSVersion](low.Span, facts.SeveralValues)
		p.Highest = p.Lowest
	} else {
		p.Lowest, p.Highest = out[0], out[len(out)-1]
	}
	p.Floor, p.Ceiling = facts.Stated[facts.TLSVersion]{}, facts.Stated[facts.TLSVersion]{}
}

// certificates returns the certificates of a server, each with its key.
func (e *emitter) certificates(v *server, at facts.Span) []facts.CertificateRef {
	var out []facts.CertificateRef
	files, keys := v.nearest("sslcertificatefile"), v.nearest("sslcertificatekeyfile")
	state := func(d *statement) setting {
		for _, own := range v.own().named(d.name) {
			if own == d {
				return setting{directive: d, state: facts.Explicit}
			}
		}
		return setting{directive: d, state: facts.Inherited}
	}
	for i, d := range files {
		if len(d.args) == 0 {
			continue
		}
		ref := facts.CertificateRef{File: stated(state(d), d.args[0].text, d.args[0].span(), at)}
		if i < len(keys) && len(keys[i].args) > 0 {
			ref.Key = stated(state(keys[i]), keys[i].args[0].text, keys[i].args[0].span(), at)
		}
		// certbot keeps what it renews there (eff-certbot.readthedocs.io, "Where are my certificates?").
		ref.Automatic = strings.HasPrefix(d.args[0].text, "/etc/letsencrypt/live/")
		out = append(out, ref)
	}
	for _, n := range v.names {
		if len(out) == 0 && n.Known() && e.managed[n.Value] {
			out = append(out, facts.CertificateRef{Automatic: true}) // mod_md
		}
	}
	return out
}

// nearest returns the directives of a name of the innermost level that has it.
func (v *server) nearest(name string) []*statement {
	for i := len(v.levels) - 1; i >= 0; i-- {
		if found := v.levels[i].named(name); len(found) > 0 {
			return found
		}
	}
	return nil
}
