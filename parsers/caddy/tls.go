package caddy

import (
	"slices"
	"strings"

	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/internal/openssl"
)

// protocols are the versions that Caddy 2 knows.
var protocols = map[string]facts.TLSVersion{"tls1.2": facts.TLS12, "tls1.3": facts.TLS13}

// readTLS reads the tls directives of a site.
func (c *compiler) readTLS(s *site, list []*segment) {
	for _, d := range list {
		p := &policy{hosts: s.hosts, span: d.written(), setting: "tls", empty: true}
		if s.policy != nil {
			p = s.policy
		}
		s.policy = p
		p.conditional = p.conditional || d.conditional
		automatic := true
		switch args := d.args(); len(args) {
		case 1:
			if args[0].text == "internal" || args[0].text == "force_automate" || strings.Contains(args[0].text, "@") || args[0].unknown != facts.NoReason {
				break
			}
			c.file.problem(args[0].span, facts.HostRefuses, "Caddy refuses this: expected internal, an email address, or a certificate with its key")
		case 2:
			automatic, p.empty = false, false
			s.certificates = append(s.certificates, facts.CertificateRef{File: args[0].stated(), Key: args[1].stated(), Automatic: renewed(args[0].text)})
		}
		for _, in := range d.block {
			c.readTLSOption(s, p, in)
		}
		if automatic && c.automatic() && len(s.certificates) == 0 {
			s.certificates = append(s.certificates, facts.CertificateRef{Automatic: true})
		}
	}
}

// renewed reports whether a certificate lies where certbot keeps what it renews (eff-certbot.readthedocs.io, "Where are my
// certificates?").
func renewed(file string) bool { return strings.HasPrefix(file, "/etc/letsencrypt/live/") }

func (c *compiler) readTLSOption(s *site, p *policy, in *segment) {
	switch in.name() {
	case "protocols":
		p.empty, p.min, p.max = false, in.arg(0), in.arg(1)
		for _, w := range in.args() {
			if protocols[w.text] == 0 && w.reason() == facts.NoReason {
				c.file.problem(w.span, facts.HostRefuses, "Caddy refuses this: expected tls1.2 or tls1.3")
			}
		}
	case "ciphers":
		p.empty, p.ciphers = false, append(p.ciphers, in.args()...)
		for _, w := range in.args() {
			if w.reason() == facts.NoReason && openssl.Registered(w.text) == nil {
				c.file.problem(w.span, facts.HostRefuses, "Caddy refuses this: expected a cipher suite as IANA registers it, such as TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256")
			}
		}
	case "curves", "alpn":
		p.empty = false
	case "insecure_secrets_log":
		p.empty = false
		if !slices.Contains(s.secretsLog, in.written()) {
			s.secretsLog = append(s.secretsLog, in.written())
		}
	case "client_auth":
		p.empty = false
		p.clientAuth, p.authSpan = true, in.written()
		c.readClientAuth(p, in)
	case "load":
		for _, w := range in.args() {
			s.certificates = append(s.certificates, facts.CertificateRef{File: w.stated()})
		}
	}
}

// readClientAuth reads the block client_auth.
func (c *compiler) readClientAuth(p *policy, d *segment) {
	for _, in := range d.block {
		switch in.name() {
		case "mode":
			p.mode = in.arg(0)
			if _, known := modes[p.mode.text]; !known && p.mode.reason() == facts.NoReason {
				c.file.problem(p.mode.span, facts.HostRefuses, "Caddy refuses this: expected request, require, verify_if_given or require_and_verify")
			}
		case "trusted_ca_cert_file":
			p.trusts = openssl.Trusted(in.arg(0).stated())
		case "trusted_ca_cert":
			p.trusts = facts.Written("a certificate in the configuration", in.at())
		case "trust_pool":
			p.trusts = trustPool(in)
		case "trusted_leaf_cert", "trusted_leaf_cert_file":
			p.verifier, p.leaf = true, true
		case "verifier":
			p.verifier = true
		}
	}
}

// trustPool states whom a trust pool trusts.
func trustPool(d *segment) facts.Stated[string] {
	switch kind := d.arg(0); kind.text {
	case "file":
		if w := d.arg(1); w.text != "" {
			return openssl.Trusted(w.stated())
		}
		for _, in := range d.inner("pem_file", "pem_files") {
			return openssl.Trusted(in.arg(0).stated())
		}
	case "pki_root", "pki_intermediate":
		return facts.Written("Caddy's own CA", kind.span)
	case "inline":
		return facts.Written("a certificate in the configuration", kind.span)
	}
	return facts.Undecided[string](d.written(), facts.OutsideRepository)
}

var modes = map[string]facts.ClientAuth{
	"request": facts.RequestClientCert, "require": facts.RequireAnyCert, "verify_if_given": facts.VerifyIfGiven,
	"require_and_verify": facts.RequireAndVerify,
}

// governing returns the policy that a handshake for a site's names gets: the first that matches, and nil for none.
func (v *server) governing(s *site) *policy {
	if s.policy != nil && !s.policy.empty {
		return s.policy
	}
	var everyName *policy
	for _, p := range v.policies {
		if len(p.hosts) == 0 {
			everyName = p
			continue
		}
		for _, h := range s.hosts {
			for _, pattern := range p.hosts {
				if matchesName(h, pattern) {
					return p
				}
			}
		}
	}
	return everyName // Caddy sorts those behind the others
}

// matchesName reports whether a wildcard, which stands for one label, or a name is that of a host.
func matchesName(host, pattern string) bool {
	if host == pattern {
		return true
	}
	suffix, wild := strings.CutPrefix(pattern, "*")
	if !wild {
		return false
	}
	label, rest, _ := strings.Cut(host, ".")
	return label != "" && "."+rest == suffix
}

// tlsPolicy states how a site does TLS.
func (e *emitter) tlsPolicy(v *server, s *site) *facts.TLSPolicy {
	says := v.governing(s)
	key := s.span
	if says != nil {
		key = says.span
	}
	if p := s.policies[key]; p != nil {
		return p
	}
	p := &facts.TLSPolicy{
		Entry: s.entry, Span: s.span, Setting: "tls", Subject: s.entry.Component, Purpose: facts.Session, Role: facts.TLSServer,
		Product: product, Certificates: s.certificates,
	}
	s.policies[key] = p
	if says != nil {
		p.Span, p.Setting = says.span, says.setting
		e.versions(p, says)
		suites(p, says)
	}
	e.clientAuth(p, s, says)
	if says != nil {
		elsewhere(p, s, says)
	}
	if !e.open.IsZero() {
		openUp(&p.Lowest, e.open)
		openUp(&p.Highest, e.open)
		openUp(&p.Ciphers, e.open)
		openUp(&p.ClientAuth, e.open)
	}
	// Go, which Caddy is written in, accepts no early data over TCP, and what comes so by QUIC is marked for the next hop.
	p.EarlyData = facts.ByDefault(false, s.span, "Caddy takes no TLS early data over TCP, and marks what comes by QUIC with Early-Data: 1")
	e.out.TLS = append(e.out.TLS, p)
	return p
}

// elsewhere marks what the policy of other names, or one that a template decides about, says of a site.
func elsewhere(p *facts.TLSPolicy, s *site, says *policy) {
	if says.conditional {
		open := facts.Undecided[facts.TLSVersion](says.span, facts.UnrenderedTemplate)
		p.Versions, p.Lowest, p.Highest = nil, open, open
		p.ClientAuth = facts.Undecided[facts.ClientAuth](says.span, facts.UnrenderedTemplate)
		return
	}
	if s.policy == says {
		return
	}
	inherit(&p.Lowest, s.span)
	inherit(&p.Highest, s.span)
	inherit(&p.Ciphers, s.span)
	inherit(&p.ClientAuth, s.span)
	for i := range p.Versions {
		inherit(&p.Versions[i], s.span)
	}
}

func inherit[T any](v *facts.Stated[T], effect facts.Span) {
	if v.State == facts.Explicit {
		v.State, v.Why = facts.Inherited, &facts.Why{Effect: effect}
	}
}

const versionsWhy = "every Caddy 2 accepts TLS 1.2 and 1.3 unless protocols says otherwise (caddytls.ConnectionPolicy)"

func (e *emitter) versions(p *facts.TLSPolicy, says *policy) {
	if says.min.text == "" && says.max.text == "" && says.min.unknown == facts.NoReason {
		return // link knows the defaults
	}
	p.Lowest = facts.ByDefault(facts.TLS12, says.span, versionsWhy)
	p.Highest = facts.ByDefault(facts.TLS13, says.span, versionsWhy)
	if says.min.text != "" {
		p.Lowest = stateOf(says.min, protocols[says.min.text])
	}
	if says.max.text != "" {
		p.Highest = stateOf(says.max, protocols[says.max.text])
	}
	if p.Lowest.Known() && p.Lowest.Value == 0 || p.Highest.Known() && p.Highest.Value == 0 {
		p.Lowest, p.Highest = facts.Stated[facts.TLSVersion]{}, facts.Stated[facts.TLSVersion]{} // Caddy does not start
		return
	}
	if !p.Lowest.Known() || !p.Highest.Known() {
		return
	}
	for v := max(p.Lowest.Value, facts.TLS12); v <= p.Highest.Value; v++ {
		switch v {
		case p.Lowest.Value:
			p.Versions = append(p.Versions, p.Lowest)
		default:
			p.Versions = append(p.Versions, p.Highest)
		}
	}
}

func suites(p *facts.TLSPolicy, says *policy) {
	if len(says.ciphers) == 0 {
		return
	}
	names := make([]string, len(says.ciphers))
	for i, w := range says.ciphers {
		names[i] = w.text
		if reason := w.reason(); reason != facts.NoReason {
			p.Ciphers, p.Suites = facts.Undecided[string](w.span, reason), nil
			return
		}
		if s := openssl.Registered(w.text); s != nil {
			p.Suites = append(p.Suites, facts.OfferedSuite{Suite: s, Span: w.span, State: facts.Explicit, Named: true})
		}
	}
	at := says.ciphers[0].span
	at.End = max(at.End, says.ciphers[len(says.ciphers)-1].span.End)
	p.Ciphers = facts.Written(strings.Join(names, " "), at)
}

// clientAuth states what becomes of a client's certificate.
func (e *emitter) clientAuth(p *facts.TLSPolicy, s *site, says *policy) {
	p.ClientAuth = facts.ByDefault(facts.NoClientCert, s.span, "Caddy asks clients for no certificate unless client_auth is there")
	if says == nil || !says.clientAuth {
		return
	}
	if s.policy != says && len(says.hosts) > 0 {
		// Caddy 2.11.5 lifts the wildcard's demand for names that have a site of their own; before, it held for them too.
		p.ClientAuth = facts.Undecided[facts.ClientAuth](says.authSpan, facts.SeveralValues)
		p.ClientAuth.Why.Text = "Caddy before 2.11.5 asks all names that the wildcard covers; since then those with a site of their own are left out"
		return
	}
	verifies := says.trusts.State != facts.Unset || says.leaf
	switch {
	case says.mode.text != "" && says.mode.reason() == facts.NoReason && modes[says.mode.text] == facts.NoClientCert:
		p.ClientAuth = facts.Stated[facts.ClientAuth]{} // Caddy does not start
	case says.mode.text != "":
		p.ClientAuth = stateOf(says.mode, modes[says.mode.text])
	case verifies:
		p.ClientAuth = facts.ByDefault(facts.RequireAndVerify, says.authSpan, "Caddy requires and verifies when there is whom to trust, and no mode")
	case says.verifier:
		p.ClientAuth = facts.ByDefault(facts.RequireAnyCert, says.authSpan, "Caddy requires any certificate when nobody is named to trust, and no mode")
	default:
		return // an empty block asks for nothing
	}
	p.ClientAuthChecked = says.verifier || s.seesClient
	if !p.ClientAuth.Known() {
		return
	}
	p.ClientCAs = says.trusts
	if kind := p.ClientAuth.Value; says.trusts.State == facts.Unset && (kind == facts.RequireAndVerify || kind == facts.VerifyIfGiven) {
		p.ClientCAs = facts.ByDefault("system", says.authSpan, "Caddy takes the roots of the system when client_auth names nobody to trust")
	}
}
