package haproxy

import (
	"strings"

	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/internal/openssl"
)

const product = "haproxy"

// bind is one bind line of a frontend.
type bind struct {
	proxy     *proxy
	line      *line
	addresses []address
	settings  tlsSettings
	ssl       *option
}

// tlsSettings are the settings of TLS that a bind line, a line of a crt-list or a server line has. The last of each counts.
type tlsSettings struct {
	versions
	one   optionSet
	certs []option
}

func readSettings(c *configuration, list []option) tlsSettings {
	s := tlsSettings{one: make(optionSet, 0, len(list))}
	for _, o := range list {
		switch o.name.text {
		case "crt", "default-crt", "crt-list":
			s.certs = append(s.certs, o)
		case "no-ssl", "no-verifyhost", "no-allow-0rtt":
			s.one.remove(strings.TrimPrefix(o.name.text, "no-"))
		case "no-sni-auto":
			s.one.remove("sni-auto")
			s.one.put(o.name.text, o)
		case "sni-auto":
			s.one.remove("no-sni-auto")
		default:
			if !s.read(c, o) {
				s.one.put(o.name.text, o)
			}
		}
	}
	return s
}

// over puts settings over those of an outer place.
func (s tlsSettings) over(outer tlsSettings) tlsSettings {
	return tlsSettings{versions: s.versions.over(outer.versions), one: s.one.over(outer.one), certs: s.certs}
}

// globalSettings are those of the global lines before a proxy: kind is bind or server.
func (p *proxy) globalSettings(c *configuration, kind string) tlsSettings {
	prefix := "ssl-default-" + kind + "-"
	var s tlsSettings
	for _, l := range p.before {
		rest, ok := strings.CutPrefix(l.arg(0), prefix)
		if !ok || l.no {
			continue
		}
		switch rest {
		case "options":
			for _, o := range options(l, l.args()) {
				s.read(c, o)
			}
		case "ciphers", "ciphersuites", "curves":
			if args := l.args(); len(args) > 0 {
				s.one.put(rest, option{line: l, name: l.words[0], value: args[0]})
			}
		}
	}
	return s
}

// binds returns the bind lines of a frontend. Those of the defaults do not count: HAProxy refuses them there.
func (c *configuration) binds(p *proxy) []*bind {
	var out []*bind
	for _, l := range p.section.lines {
		if l.arg(0) != "bind" || l.no {
			continue
		}
		if len(l.words) < 2 {
			c.problem(l.span(), facts.HostRefuses, "HAProxy refuses this line: expected an address behind bind")
			continue
		}
		b := &bind{proxy: p, line: l, addresses: listenAddresses(l)}
		list := options(l, l.words[2:])
		for i := range list {
			if list[i].name.text == "ssl" {
				b.ssl = &list[i]
			}
		}
		b.settings = readSettings(c, list)
		if b.ssl != nil {
			b.settings = b.settings.over(p.globalSettings(c, "bind"))
		}
		out = append(out, b)
	}
	return out
}

// tls says whether the address speaks TLS.
func (b *bind) tls(p *proxy, a address) facts.Stated[bool] {
	switch {
	case b.line.conditional != facts.NoReason:
		return facts.Undecided[bool](b.line.span(), b.line.conditional)
	case b.ssl != nil:
		return facts.Written(true, b.line.at(b.ssl.name))
	case a.inner && !a.host.Known(), !p.isHTTP():
		// What is handed on without a look may well be TLS: nothing here says so.
		return facts.Undecided[bool](a.span, facts.OutsideRepository)
	}
	return facts.Written(false, a.span)
}

// policy states how a bind line, or a line of its crt-list, does TLS.
func (c *configuration) policy(b *bind, s tlsSettings, at facts.Span, a address) *facts.TLSPolicy {
	p := &facts.TLSPolicy{
		Entry: b.proxy.entry, Span: at, Setting: "ssl-min-ver", Subject: b.proxy.entry.Component, Purpose: facts.Session,
		Role: facts.TLSServer, Product: product, Version: c.version(b.line.file),
	}
	if a.quic {
		only := facts.ByDefault(facts.TLS13, at, "QUIC has TLS 1.3 only (RFC 9001 §4.2)")
		p.Versions, p.Lowest, p.Highest = []facts.Stated[facts.TLSVersion]{only}, only, only
	} else {
		s.settle(c, p, at)
	}
	c.suites(p, s, at)
	c.groups(p, s, at)
	c.dhBits(p, at)
	p.EarlyData = facts.ByDefault(false, at, "HAProxy takes no 0-RTT data unless allow-0rtt is set")
	if o, ok := s.one.get("allow-0rtt"); ok {
		p.EarlyData = stated(o.line, o.name, true, o.line.at(o.name), at)
	}
	c.clientAuth(p, b, s, at)
	for _, o := range s.certs {
		p.Certificates = append(p.Certificates, c.certificate(o, at)...)
	}
	c.out.TLS = append(c.out.TLS, p)
	return p
}

// dhBits states the size of the parameters of finite-field key exchange, where one is asked for.
func (c *configuration) dhBits(p *facts.TLSPolicy, at facts.Span) {
	l := globally(c.global, "tune.ssl.default-dh-param")
	if l == nil || len(l.args()) == 0 {
		return
	}
	w := l.args()[0]
	bits := 0
	for _, digit := range w.text {
		if digit < '0' || digit > '9' || bits > 1<<20 {
			return
		}
		bits = bits*10 + int(digit-'0')
	}
	p.DHBits = stated(l, w, bits, l.at(w), at)
}

// groups states the key exchange groups that are named: curves, or one curve behind ecdhe.
func (c *configuration) groups(p *facts.TLSPolicy, s tlsSettings, at facts.Span) {
	o, ok := s.one.get("curves")
	if !ok {
		if o, ok = s.one.get("ecdhe"); !ok {
			return
		}
	}
	from := 0
	for name := range strings.SplitSeq(o.value.text, ":") {
		p.Groups = append(p.Groups, stated(o.line, o.value, name, o.line.part(o.value, from, from+len(name)), at))
		from += len(name) + 1
	}
}

// clientAuth states what becomes of a client's certificate.
func (c *configuration) clientAuth(p *facts.TLSPolicy, b *bind, s tlsSettings, at facts.Span) {
	o, ok := s.one.get("verify")
	if !ok {
		p.ClientAuth = facts.ByDefault(facts.NoClientCert, at, "HAProxy asks clients for no certificate unless verify says so (configuration.txt §5.1)")
		return
	}
	words := o.line.file.span(o.name.start, o.value.end)
	var kind facts.ClientAuth
	switch o.value.text {
	case "none":
	case "optional":
		kind = facts.VerifyIfGiven
	case "required":
		kind = facts.RequireAndVerify
	default:
		p.ClientAuth = facts.Undecided[facts.ClientAuth](words, facts.UnknownVariable)
		if unknownWord(o.line, o.value) == facts.NoReason {
			c.problem(o.line.at(o.value), facts.HostRefuses, "HAProxy refuses this: expected none, optional or required")
		}
		return
	}
	if kind != facts.NoClientCert {
		kind = c.trusted(p, s, at, kind, words)
	}
	p.ClientAuth = stated(o.line, o.value, kind, words, at)
	if kind != facts.NoClientCert && kind != facts.RequireAndVerify {
		p.ClientAuthChecked = c.looksAtCertificate(b.proxy, kind)
	}
}

// trusted states who may issue clients' certificates, and returns what is left of the check when errors are ignored.
func (c *configuration) trusted(p *facts.TLSPolicy, s tlsSettings, at facts.Span, kind facts.ClientAuth, words facts.Span) facts.ClientAuth {
	// ca-verify-file has what is trusted when both are there; ca-file then only names the CAs that are asked for.
	for _, name := range [...]string{"ca-file", "ca-verify-file"} {
		if o, ok := s.one.get(name); ok {
			p.ClientCAs = stated(o.line, o.value, c.based("ca-base", o.value.text), o.line.at(o.value), at)
		}
	}
	if p.ClientCAs.State == facts.Unset {
		c.problem(words, facts.HostRefuses, "HAProxy refuses to start: expected ca-file beside it")
	}
	p.ClientCAs = openssl.Trusted(p.ClientCAs)
	for _, name := range [...]string{"crt-ignore-err", "ca-ignore-err"} {
		o, ok := s.one.get(name)
		if !ok || o.value.text != "all" || unknownWord(o.line, o.value) != facts.NoReason {
			continue
		}
		// Of a certificate that a client makes for itself, one of the two errors is all that speaks against it.
		if kind == facts.RequireAndVerify {
			return facts.RequireAnyCert
		}
		return facts.RequestClientCert
	}
	return kind
}

// looksAtCertificate reports whether anything of a frontend, or of a backend, looks at what became of a certificate.
func (c *configuration) looksAtCertificate(p *proxy, kind facts.ClientAuth) bool {
	if p.looksAtCertificate(kind) {
		return true
	}
	looked, known := c.looks[kind]
	if !known {
		for _, other := range c.proxies {
			looked = looked || other.kind() == "backend" && other.looksAtCertificate(kind)
		}
		if c.looks == nil {
			c.looks = map[facts.ClientAuth]bool{}
		}
		c.looks[kind] = looked
	}
	return looked
}

func (p *proxy) looksAtCertificate(kind facts.ClientAuth) bool {
	looked := false
	p.all(func(l *line, _ bool) {
		for _, w := range l.words {
			if strings.Contains(w.text, "ssl_c_verify") || strings.Contains(w.text, "ssl_c_err") ||
				kind == facts.VerifyIfGiven && (strings.Contains(w.text, "ssl_c_") || strings.Contains(w.text, "ssl_fc_has_crt")) {
				looked = true
			}
		}
	})
	return looked
}

// certificate states what a crt or crt-list names: files that hold the key as well.
func (c *configuration) certificate(o option, at facts.Span) []facts.CertificateRef {
	if o.name.text != "crt-list" {
		file := stated(o.line, o.value, c.based("crt-base", o.value.text), o.line.at(o.value), at)
		ref := facts.CertificateRef{File: file, Key: file}
		c.stored(&ref, o.value.text)
		return []facts.CertificateRef{ref}
	}
	var out []facts.CertificateRef
	for _, e := range c.crtList(o) {
		file := stated(e.line, e.line.words[0], c.based("crt-base", e.line.words[0].text), e.line.at(e.line.words[0]), at)
		ref := facts.CertificateRef{File: file, Key: file}
		c.stored(&ref, e.line.words[0].text)
		out = append(out, ref)
	}
	return out
}

// stored looks a certificate up in the crt-store sections (since 3.0), which know its key and who renews it.
func (c *configuration) stored(ref *facts.CertificateRef, name string) {
	for _, s := range c.stores {
		for _, l := range s.lines {
			if l.arg(0) == "load" {
				c.loaded(ref, name, s.name(), l)
			}
		}
	}
}

func (c *configuration) loaded(ref *facts.CertificateRef, name, store string, l *line) {
	one := map[string]option{}
	for _, o := range options(l, l.args()) {
		one[o.name.text] = o
	}
	crt, alias := one["crt"].value, one["alias"].value
	wanted := name
	if rest, ok := strings.CutPrefix(name, "@"+store+"/"); ok {
		wanted = rest
	}
	if crt.text != wanted && (alias.text == "" || alias.text != wanted) {
		return
	}
	ref.File = stated(l, crt, crt.text, l.at(crt), ref.File.Span)
	ref.Key = ref.File
	if key, ok := one["key"]; ok {
		ref.Key = stated(l, key.value, key.value.text, l.at(key.value), ref.File.Span)
	}
	_, ref.Automatic = one["acme"]
}
