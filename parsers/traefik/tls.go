package traefik

import (
	"slices"
	"strings"

	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/internal/openssl"
)

// versions are the words of minVersion and maxVersion.
var versions = map[string]facts.TLSVersion{
	"VersionTLS10": facts.TLS10, "VersionTLS11": facts.TLS11, "VersionTLS12": facts.TLS12, "VersionTLS13": facts.TLS13,
}

// clientAuthTypes are the words of clientAuthType.
var clientAuthTypes = map[string]facts.ClientAuth{
	"NoClientCert": facts.NoClientCert, "RequestClientCert": facts.RequestClientCert, "RequireAnyClientCert": facts.RequireAnyCert,
	"VerifyClientCertIfGiven": facts.VerifyIfGiven, "RequireAndVerifyClientCert": facts.RequireAndVerify,
}

// curves are the words of curvePreferences, in lower case (CurveIDs in pkg/tls/certificate.go). Those of X25519 and the hybrid ones
// are there in two spellings, the others in one each of crypto/tls and of RFC 8446.
var curves = map[string]bool{
	"secp256r1": true, "curvep256": true, "secp384r1": true, "curvep384": true, "secp521r1": true, "curvep521": true, "x25519": true,
	"x25519mlkem768": true, "secp256r1mlkem768": true, "secp384r1mlkem1024": true,
}

const defaultOptions = "default"

// tlsOf returns the tls settings of a router on an entry point: its own, or else the entry point's.
func tlsOf(router *node, e *entryPoint) *node {
	if own := router.get("tls"); own != nil && !strings.EqualFold(own.text(), "false") {
		return own
	}
	return e.tls()
}

// tls returns the settings of routers that have none, or nil.
func (e *entryPoint) tls() *node {
	if own := e.node.get("tls"); own != nil && !strings.EqualFold(own.text(), "false") {
		return own
	}
	return nil
}

// optionsName returns the options that a router asks for.
func optionsName(tls *node) facts.Word {
	if o := tls.get("options"); o != nil && o.text() != "" {
		return o.value
	}
	return facts.Word{Text: defaultOptions}
}

// policy states how TLS is done for the hosts of a way to match a router's rule.
func (c *config) policy(entry *facts.Entry, router *node, e *entryPoint, tls *node, a *alternative, options asked) *facts.TLSPolicy {
	want, r := optionsName(tls), c.rule(router)
	name := want.Text
	conflict := options.against(e, qualified(want, router.provider), r)
	overruled := conflict.Text != "" || len(r.domains) == 0
	if overruled {
		name = defaultOptions
	}
	chosen := want
	if unknown(want) == facts.NoReason {
		chosen.Text = name
	}
	p := c.serverPolicy(entry, router, tls, chosen)
	if options.byChance(e, a.hosts) {
		p.Versions, p.Suites, p.Ciphers = nil, nil, facts.Stated[string]{}
		undecided(p, r.word.Content(), facts.SeveralValues)
	}
	if overruled && want.Text != name && want.Source != nil {
		s := facts.Shadowed{Span: want.Content(), By: r.word.Content(), Setting: "tls.options", Differs: true}
		if conflict.Source != nil {
			s.By = conflict.Content()
		}
		p.Shadowed = append(p.Shadowed, s)
	}
	for _, m := range c.middlewaresOf(router, e) {
		if m.get("passTLSClientCert") != nil {
			p.ClientAuthChecked = true
		}
	}
	c.out.TLS = append(c.out.TLS, p)
	return p
}

// serverPolicy states what the options of that name say.
func (c *config) serverPolicy(entry *facts.Entry, router, tls *node, options facts.Word) *facts.TLSPolicy {
	p := &facts.TLSPolicy{
		Entry: entry, Span: tls.at, Setting: "tls", Subject: entry.Component, Purpose: facts.Session, Role: facts.TLSServer, Product: product,
	}
	p.Certificates = c.certificates(p, tls)
	settings := c.optionsNamed(options.Text, router.provider)
	switch {
	case unknown(options) != facts.NoReason:
		undecided(p, options.Content(), unknown(options))
	case settings != nil:
		c.options(p, settings)
	case options.Text == defaultOptions:
		p.Lowest = facts.ByDefault(facts.TLS12, tls.at, "Traefik's default options accept TLS 1.2 and later")
		p.Highest = facts.ByDefault(facts.TLS13, tls.at, "Traefik's default options accept TLS 1.2 and later")
		p.Versions = []facts.Stated[facts.TLSVersion]{p.Lowest, p.Highest}
		p.ClientAuth = facts.ByDefault(facts.NoClientCert, tls.at, "Traefik's default options ask clients for no certificate")
	default:
		undecided(p, options.Content(), facts.OutsideRepository)
	}
	return p
}

func undecided(p *facts.TLSPolicy, at facts.Span, reason facts.Reason) {
	open := facts.Undecided[facts.TLSVersion](at, reason)
	p.Lowest, p.Highest, p.ClientAuth = open, open, facts.Undecided[facts.ClientAuth](at, reason)
}

// options reads one entry of tls.options.
func (c *config) options(p *facts.TLSPolicy, n *node) {
	if n == nil {
		return
	}
	p.Span = n.at
	low, high := n.get("minVersion"), n.get("maxVersion")
	for _, limit := range []*node{low, high} {
		if limit != nil && versions[limit.text()] == 0 && unknown(limit.value) == facts.NoReason {
			c.tell(limit.span(), "Traefik takes this setting for absent: expected VersionTLS10, VersionTLS11, VersionTLS12 or VersionTLS13")
		}
	}
	switch {
	case low != nil && (versions[low.text()] != 0 || unknown(low.value) != facts.NoReason):
		p.Lowest = stateOf(low.value, versions[low.text()])
		p.Highest = facts.ByDefault(facts.TLS13, n.at, "Traefik accepts TLS 1.3 unless maxVersion says otherwise")
		if high != nil && versions[high.text()] != 0 {
			p.Highest = stateOf(high.value, versions[high.text()])
		}
		for v := p.Lowest.Value; p.Lowest.Known() && v <= p.Highest.Value; v++ {
			at := p.Lowest
			if v > p.Lowest.Value {
				at = p.Highest
			}
			at.Value = v
			p.Versions = append(p.Versions, at)
		}
	default:
		// Options without minVersion have that of Go, whatever the default options say; link knows it.
		p.Lowest.Span = n.at
		if high != nil && versions[high.text()] != 0 {
			p.Ceiling = stateOf(high.value, versions[high.text()])
		}
	}
	c.suites(p, n.get("cipherSuites"))
	for _, w := range n.get("curvePreferences").words() {
		if !curves[strings.ToLower(w.Text)] && unknown(w) == facts.NoReason {
			c.refuse(w.Content(), "expected a curve as crypto/tls or RFC 8446 names it: X25519, CurveP256, secp384r1")
			continue
		}
		p.Groups = append(p.Groups, stated(w))
	}
	c.clientAuth(p, n)
}

func (c *config) refuse(at facts.Span, expected string) {
	c.tell(at, "Traefik refuses this: "+expected)
}

// tell states what Traefik does not take, once for all routers that name it.
func (c *config) tell(at facts.Span, message string) {
	if c.told[at] {
		return
	}
	c.told[at] = true
	c.out.Problems = append(c.out.Problems, &facts.Problem{Span: at, Kind: facts.HostRefuses, Message: message})
}

func (c *config) suites(p *facts.TLSPolicy, n *node) {
	words := n.words()
	if len(words) == 0 {
		return // as an empty list does
	}
	var names []string
	for _, w := range words {
		names = append(names, w.Text)
		if reason := unknown(w); reason != facts.NoReason {
			p.Ciphers, p.Suites = facts.Undecided[string](w.Content(), reason), nil
			return
		}
		s := openssl.Registered(w.Text)
		if s == nil && strings.HasPrefix(w.Text, "TLS_") { // Go's short names
			s = openssl.Registered(w.Text + "_SHA256")
		}
		if s == nil {
			c.refuse(w.Content(), "expected a cipher suite as IANA registers it")
			continue
		}
		p.Suites = append(p.Suites, facts.OfferedSuite{Suite: s, Span: w.Content(), State: facts.Explicit, Named: true})
	}
	p.Ciphers = facts.Written(strings.Join(names, " "), words[0].Content())
}

func (c *config) clientAuth(p *facts.TLSPolicy, n *node) {
	p.ClientAuth = facts.ByDefault(facts.NoClientCert, n.at, "Traefik asks clients for no certificate unless clientAuth is there")
	auth := n.get("clientAuth")
	if files := auth.get("caFiles").words(); len(files) > 0 {
		p.ClientCAs = c.trusted(p, files)
		p.ClientAuth = facts.ByDefault(facts.RequireAndVerify, auth.at, "Traefik requires and verifies when there are caFiles, and no clientAuthType")
	}
	kind := auth.get("clientAuthType")
	if kind == nil {
		return
	}
	value, known := clientAuthTypes[kind.text()]
	verifies := value == facts.VerifyIfGiven || value == facts.RequireAndVerify
	if reason := unknown(kind.value); reason == facts.NoReason && (!known || verifies && p.ClientCAs.State == facts.Unset) {
		c.refuse(kind.span(), "expected NoClientCert, RequestClientCert, RequireAnyClientCert, or with caFiles VerifyClientCertIfGiven or RequireAndVerifyClientCert")
		p.ClientAuth = facts.Stated[facts.ClientAuth]{}
		return
	}
	p.ClientAuth = stateOf(kind.value, value)
}

// certificates returns those that may be presented: what a resolver obtains, or else all that are configured.
func (c *config) certificates(p *facts.TLSPolicy, tls *node) []facts.CertificateRef {
	if tls.get("certResolver") != nil {
		return []facts.CertificateRef{{Automatic: true}}
	}
	var out []facts.CertificateRef
	if secret := tls.get("secretName"); secret != nil {
		out = append(out, facts.CertificateRef{File: stated(secret.value)})
	}
	list := slices.Clone(c.dynamic.get("tls", "certificates").all())
	if d := c.dynamic.get("tls", "stores", "default", "defaultCertificate"); d != nil {
		list = append(list, d)
	}
	for _, n := range list {
		if n.get("certFile") != nil {
			out = append(out, c.certificateRef(p, n))
		}
	}
	return out
}
