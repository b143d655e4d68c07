package nginx

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/internal/openssl"
)

// protocols are the words of ssl_protocols.
var protocols = map[string]facts.TLSVersion{
	"SSLv2": facts.SSL2, "SSLv3": facts.SSL3, "TLSv1": facts.TLS10, "TLSv1.1": facts.TLS11, "TLSv1.2": facts.TLS12, "TLSv1.3": facts.TLS13,
}

// policy states how a server does TLS on an address.
func (e *emitter) policy(v *server, l *listen) *facts.TLSPolicy {
	owner := l.on.owner
	if l.quic && !l.ssl {
		return e.quicPolicy(v, l)
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
	p := e.tree.reader.policies.Take()
	*p = facts.TLSPolicy{
		Entry: v.entry, Span: at, Setting: "ssl_protocols", Subject: v.entry.Component, Purpose: facts.Session,
		Role: facts.TLSServer, Product: product,
	}
	s := v.scope
	p.Version = e.tree.version(v.block.file)
	e.versions(p, s, "ssl_protocols", at)
	e.suites(p, s, "ssl_ciphers", at)
	e.configured(p, s, at)
	e.dhBits(p, s, at)
	p.EarlyData = s.flag("ssl_early_data", at)
	e.clientAuth(p, v, at)
	p.Certificates = certificates(s, at)
	return p
}

// dhBits states the size of the parameters of finite-field key exchange, when their file is among the files.
func (e *emitter) dhBits(p *facts.TLSPolicy, s *scope, at facts.Span) {
	file := s.word("ssl_dhparam", at)
	if !file.Known() {
		return
	}
	name := file.Value
	if below, ours := belowPrefix(name); ours {
		name = below
	} else if strings.HasPrefix(name, "/") {
		return
	}
	shown := path.Join(e.tree.home, name)
	bits, read := e.tree.reader.dh[shown]
	if !read {
		if in, ok := e.tree.reader.unit.Open(shown); ok {
			bits = openssl.DHBits(in.Data)
		}
		e.tree.reader.dh[shown] = bits
	}
	if bits > 0 {
		p.DHBits = facts.Stated[int]{Value: bits, Span: file.Span, State: file.State, Why: file.Why}
	}
}

// quicPolicy is that of HTTP/3: the settings of the server, but for the version.
func (e *emitter) quicPolicy(v *server, l *listen) *facts.TLSPolicy {
	p := e.ownPolicy(v, l.span)
	only := facts.ByDefault(facts.TLS13, l.span, "QUIC has TLS 1.3 only (RFC 9001 §4.2)")
	p.Versions, p.Lowest, p.Highest = []facts.Stated[facts.TLSVersion]{only}, only, only
	e.out.TLS = append(e.out.TLS, p)
	return p
}

// versions reads ssl_protocols and its like: a set, to which every directive of the level that counts adds.
func (e *emitter) versions(p *facts.TLSPolicy, s *scope, name string, at facts.Span) {
	v := s.lookup(name)
	if len(v.directives) == 0 {
		p.Lowest, p.Highest = stated(v, facts.TLSVersion(0), facts.Span{}, at), stated(v, facts.TLSVersion(0), facts.Span{}, at)
		return
	}
	p.Span = v.directives[0].written()
	if v.state == facts.Inherited {
		p.Span = at
	}
	for _, d := range v.directives {
		for _, a := range d.args {
			version, known := protocols[a.text]
			if !known && undecided(d) == facts.NoReason {
				e.tree.problems = append(e.tree.problems, &facts.Problem{
					Span: d.at(a), Kind: facts.HostRefuses, Message: "nginx refuses this: expected SSLv2, SSLv3, TLSv1, TLSv1.1, TLSv1.2 or TLSv1.3",
				})
				continue
			}
			p.Versions = append(p.Versions, stated(v, version, d.at(a), at))
		}
	}
	setEnds(p, stated(v, facts.TLSVersion(0), v.directives[0].words(), at))
}

// setEnds derives the lowest and highest version from the set. unknown stands for both when a part is not known.
func setEnds(p *facts.TLSPolicy, unknown facts.Stated[facts.TLSVersion]) {
	if len(p.Versions) == 0 || !unknown.Known() {
		p.Lowest, p.Highest = unknown, unknown
		return
	}
	compare := func(a, b facts.Stated[facts.TLSVersion]) int { return int(a.Value) - int(b.Value) }
	p.Lowest, p.Highest = slices.MinFunc(p.Versions, compare), slices.MaxFunc(p.Versions, compare)
}

// suites reads a list of ciphers.
func (e *emitter) suites(p *facts.TLSPolicy, s *scope, name string, at facts.Span) {
	v := s.lookup(name)
	d := v.last()
	if d == nil || len(d.args) == 0 {
		p.Ciphers = stated(v, "", facts.Span{}, at)
		return
	}
	p.Ciphers = stated(v, d.args[0].text, d.at(d.args[0]), at)
	e.expand(p, d, d.args[0], v.state)
}

func (e *emitter) expand(p *facts.TLSPolicy, d *statement, list arg, state facts.State) {
	if !p.Ciphers.Known() {
		return
	}
	result := e.tree.reader.lists.Expand(list.text)
	switch {
	case result.System:
		p.Ciphers = facts.Undecided[string](d.at(list), facts.OutsideRepository)
	case result.Bad:
		e.tree.problems = append(e.tree.problems, &facts.Problem{
			Span: d.part(list, 0, len(list.text)), Kind: facts.HostRefuses,
			Message: fmt.Sprintf("nginx refuses this list of ciphers: expected a name behind its first %d bytes (openssl-ciphers(1))", result.BadAt),
		})
	}
	p.Suites = make([]facts.OfferedSuite, 0, len(result.Suites))
	for _, a := range result.Suites {
		p.Suites = append(p.Suites, facts.OfferedSuite{
			Suite: a.Suite, Span: d.part(list, a.From, a.To), State: state, Named: a.Named, Removed: a.Removed,
		})
	}
}

// part returns where bytes from up to to of a word's text stand. Where escapes shift them, it is the whole word.
func (d *statement) part(a arg, from, to int) facts.Span {
	written := d.file.text[a.start:a.end]
	shift := 0
	if written != a.text {
		if len(written) != len(a.text)+2 {
			return d.at(a)
		}
		shift = 1
	}
	start := int(a.start) + shift
	return d.file.span(start+from, start+to)
}

// configured applies ssl_conf_command, which nginx hands to OpenSSL after all else (since 1.19.4).
func (e *emitter) configured(p *facts.TLSPolicy, s *scope, at facts.Span) {
	v := s.lookup("ssl_conf_command")
	for _, d := range v.directives {
		if len(d.args) < 2 {
			continue
		}
		switch value := d.args[1]; strings.ToLower(d.args[0].text) {
		case "minprotocol", "maxprotocol":
			limit := stated(v, protocols[value.text], d.at(value), at)
			if protocols[value.text] == 0 {
				limit = facts.Undecided[facts.TLSVersion](d.written(), facts.UnknownVariable)
			}
			if strings.EqualFold(d.args[0].text, "MinProtocol") {
				p.Floor = limit
			} else {
				p.Ceiling = limit
			}
		case "cipherstring":
			p.Ciphers = stated(v, value.text, d.at(value), at)
			e.expand(p, d, value, v.state)
		}
	}
}

// govern says what of a server's settings has no effect, because the handshake is over before its name is known.
func (e *emitter) govern(p *facts.TLSPolicy, v, owner *server, l *listen) {
	p.GovernedBy = owner.governing(e, l)
	own, theirs := v.scope.lookup("ssl_protocols"), owner.scope.lookup("ssl_protocols")
	if own.state != facts.Explicit || own.last() == theirs.last() {
		return // nothing is said here that could be without effect
	}
	by := owner.entry.Name
	if d := theirs.last(); d != nil {
		by = d.written()
	}
	p.Shadowed = append(p.Shadowed, facts.Shadowed{
		// CHANGES of 1.29.2: "now the ssl_protocols directive works in a virtual server different from the default server
		// when using OpenSSL 1.1.1 or newer".
		Span: own.last().written(), By: by, Setting: "ssl_protocols", Versions: "before 1.29.2",
		Differs: !slices.Equal(versionSet(own), versionSet(theirs)),
	})
}

// governing returns the policy of the server that owns an address.
func (v *server) governing(e *emitter, l *listen) *facts.TLSPolicy {
	if p := v.policies[v]; p != nil {
		return p
	}
	at := v.entry.Name
	for _, own := range v.listens {
		if own.on == l.on {
			at = own.span
		}
	}
	p := e.ownPolicy(v, at)
	v.policies[v] = p
	e.out.TLS = append(e.out.TLS, p)
	return p
}

// versionSet returns the protocols of a setting, sorted. Nothing stated is no set: it is the default's.
func versionSet(v setting) []facts.TLSVersion {
	var out []facts.TLSVersion
	for _, d := range v.directives {
		for _, a := range d.args {
			out = append(out, protocols[a.text])
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}
