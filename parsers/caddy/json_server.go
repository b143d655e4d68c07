package caddy

import (
	"slices"
	"strings"

	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/internal/exposure"
	"github.com/wirevet/wirevet/internal/openssl"
	"github.com/wirevet/wirevet/parsers/tree"
)

// servers reads one server, which may listen on several addresses: each is one for us.
func (d *document) servers(m tree.Member) []*server {
	n := m.Value
	auto := n.Get("automatic_https")
	disabled, certificates := isTrue(auto.Get("disable")), !isTrue(auto.Get("disable_certificates"))
	if isTrue(auto.Get("disable_redirects")) || disabled {
		d.options.noRedirects = m.KeySpan(d.src)
	}
	if logs := n.Get("logs"); isTrue(logs.Get("should_log_credentials")) {
		d.options.logsCredentials = d.span(logs.Get("should_log_credentials"))
	}
	skipped := map[string]bool{}
	for _, w := range append(d.words(auto.Get("skip")), d.words(auto.Get("disable_skip"))...) {
		skipped[strings.ToLower(w.text)] = true
	}
	sites := d.sites(m)
	var out []*server
	listens := d.words(n.Get("listen"))
	for _, on := range listens {
		v := &server{policies: d.policies(n.Get("tls_connection_policies"))}
		at := d.socket(on)
		v.onHTTPPort = at.port.Known() && at.port.Value == d.options.http()
		v.onHTTPSPort = at.port.Known() && at.port.Value == d.options.https()
		qualifies := facts.Span{}
		for _, s := range sites {
			one := *s
			one.span, one.address, one.port = on.span, at.host, at.port
			if at.host.Known() {
				one.exposure = exposure.OfListener(at.host.Value)
			}
			for i, h := range one.hosts {
				if !skipped[h] && qualifies.IsZero() {
					qualifies = one.names[i].Span
				}
			}
			one.policy = own(v, &one)
			one.certificates = d.certificates(v, &one, certificates && !disabled)
			v.sites = append(v.sites, &one)
		}
		v.tls = d.tls(v, on.span, disabled, qualifies, n.Get("tls_connection_policies"))
		out = append(out, v)
	}
	return out
}

// own returns the first policy that matches a site.
func own(v *server, s *site) *policy {
	for _, p := range v.policies {
		if len(p.hosts) == 0 {
			return p
		}
		for _, h := range s.hosts {
			if slices.ContainsFunc(p.hosts, func(pattern string) bool { return matchesName(h, pattern) }) {
				return p
			}
		}
	}
	return nil
}

// tls decides whether an address of a server speaks TLS.
func (d *document) tls(v *server, at facts.Span, disabled bool, qualifies facts.Span, policies *tree.Node) facts.Stated[bool] {
	const names = "Caddy serves TLS where a route has a host name (automatic HTTPS)"
	switch {
	case v.onHTTPPort && (policies == nil || len(policies.Items) == 0):
		return facts.ByDefault(false, at, "Caddy's automatic HTTPS leaves out what is served on the HTTP port only")
	case v.onHTTPPort:
		return facts.ByDefault(false, at, "Caddy never serves TLS on its HTTP port")
	case policies != nil && len(policies.Items) > 0:
		return facts.Written(true, d.span(policies))
	case disabled:
		return facts.ByDefault(false, at, "automatic HTTPS is disabled, and no TLS policy is there")
	case v.onHTTPSPort:
		return facts.ByDefault(true, at, "Caddy serves TLS on its HTTPS port (automatic HTTPS)")
	case !qualifies.IsZero():
		return facts.ByDefault(true, qualifies, names)
	}
	return facts.ByDefault(false, at, "Caddy's automatic HTTPS needs a host name, the HTTPS port or a TLS policy")
}

// socket reads an address: [network/]host:port.
func (d *document) socket(w word) socket {
	text := w.text
	if strings.HasPrefix(text, "unix") {
		return socket{host: facts.Written(text, w.span)}
	}
	if _, after, has := strings.Cut(text, "/"); has {
		text = after
	}
	a := newAddress(word{text: text})
	host, p := w, w
	host.text, p.text = a.host, a.port
	return socket{host: host.stated(), port: p.stated()}
}

// certificates returns those of a site: what its policy selects, else what is loaded, else those that Caddy obtains.
func (d *document) certificates(v *server, s *site, automatic bool) []facts.CertificateRef {
	if p := v.governing(s); p != nil && len(p.tags) > 0 {
		var out []facts.CertificateRef
		for _, tag := range p.tags {
			if ref, known := d.tags[tag.text]; known {
				out = append(out, ref)
			}
		}
		return out
	}
	if len(d.loaded) > 0 {
		return d.loaded
	}
	if automatic && len(s.names) > 0 {
		return []facts.CertificateRef{{Automatic: true}}
	}
	return nil
}

// policies reads the TLS connection policies of a server.
func (d *document) policies(list *tree.Node) []*policy {
	if list == nil {
		return nil
	}
	var out []*policy
	for _, n := range list.Items {
		p := &policy{span: d.span(n), setting: "tls_connection_policies", min: d.word(n.Get("protocol_min")), max: d.word(n.Get("protocol_max"))}
		p.ciphers = d.words(n.Get("cipher_suites"))
		for _, w := range p.ciphers {
			if openssl.Registered(w.text) == nil && w.reason() == facts.NoReason {
				d.refuse(w.span, "expected a cipher suite as IANA registers it")
			}
		}
		for _, w := range d.words(n.Get("match").Get("sni")) {
			p.hosts = append(p.hosts, strings.ToLower(w.text))
		}
		p.tags = d.words(n.Get("certificate_selection").Get("any_tag"))
		if auth := n.Get("client_authentication"); auth != nil {
			d.clientAuth(p, auth)
		}
		out = append(out, p)
	}
	return out
}

func (d *document) refuse(at facts.Span, expected string) {
	d.facts.Problems = append(d.facts.Problems, &facts.Problem{Span: at, Kind: facts.HostRefuses, Message: "Caddy refuses this: " + expected})
}

func (d *document) clientAuth(p *policy, n *tree.Node) {
	p.clientAuth, p.authSpan, p.mode = true, d.span(n), d.word(n.Get("mode"))
	if _, known := modes[p.mode.text]; !known && p.mode.text != "" && p.mode.reason() == facts.NoReason {
		d.refuse(p.mode.span, "expected request, require, verify_if_given or require_and_verify")
	}
	if files := d.words(n.Get("trusted_ca_certs_pem_files")); len(files) > 0 {
		p.trusts = openssl.Trusted(files[0].stated())
	}
	if inline := n.Get("trusted_ca_certs"); inline != nil {
		p.trusts = facts.Written("a certificate in the configuration", d.span(inline))
	}
	if ca := n.Get("ca"); ca != nil {
		p.trusts = d.pool(ca)
	}
	p.leaf = n.Get("trusted_leaf_certs") != nil
	p.verifier = p.leaf || n.Get("verifiers") != nil
}

// pool states whom a pool of CA certificates trusts.
func (d *document) pool(n *tree.Node) facts.Stated[string] {
	switch provider := d.word(n.Get("provider")); provider.text {
	case "file":
		if files := d.words(n.Get("pem_files")); len(files) > 0 {
			return openssl.Trusted(files[0].stated())
		}
	case "pki_root", "pki_intermediate":
		return facts.Written("Caddy's own CA", provider.span)
	case "inline":
		return facts.Written("a certificate in the configuration", provider.span)
	}
	return facts.Undecided[string](d.span(n), facts.OutsideRepository)
}

// sites groups the routes of a server by the hosts that they match: what Caddy makes of a Caddyfile has one route for each site.
func (d *document) sites(m tree.Member) []*site {
	var out []*site
	byHosts := map[string]*site{}
	access := d.access(m.Value.Get("logs"))
	routes := m.Value.Get("routes")
	if routes == nil {
		return nil
	}
	for _, r := range routes.Items {
		hosts := d.hosts(r)
		key := hostKey(hosts)
		s := byHosts[key]
		if s == nil {
			title := "Caddy server " + m.Key
			if len(hosts) > 0 {
				title = "Caddy site " + hosts[0].text
			}
			at := m.KeySpan(d.src)
			if len(hosts) > 0 {
				at = hosts[0].span
			}
			s = &site{rules: &rules{
				entry:    &facts.Entry{Component: title, Name: at, Block: d.span(r), Relevance: facts.Unrelated},
				policies: map[facts.Span]*facts.TLSPolicy{},
			}}
			for _, h := range hosts {
				h.text = strings.ToLower(h.text)
				s.names = append(s.names, h.stated())
				s.hosts = append(s.hosts, h.text)
			}
			s.logs = access(s.hosts)
			byHosts[key] = s
			out = append(out, s)
		}
		s.seesClient = s.seesClient || strings.Contains(d.src.Text(d.span(r)), "tls.client.")
		s.steps = append(s.steps, d.route(r)...)
	}
	slices.SortStableFunc(out, func(a, b *site) int { return a.rank()[0] - b.rank()[0] })
	return out
}

func hostKey(hosts []word) string {
	names := make([]string, len(hosts))
	for i, h := range hosts {
		names[i] = strings.ToLower(h.text)
	}
	return strings.Join(names, " ")
}

func (d *document) hosts(route *tree.Node) []word {
	var out []word
	if sets := route.Get("match"); sets != nil {
		for _, set := range sets.Items {
			own := d.words(set.Get("host"))
			if len(own) == 0 {
				return nil // this set is for every host
			}
			out = append(out, own...)
		}
	}
	return out
}

// access returns how the logs of hosts are found.
func (d *document) access(logs *tree.Node) func(hosts []string) []*accessLog {
	return func(hosts []string) []*accessLog {
		if logs == nil {
			return nil
		}
		for _, h := range hosts {
			if slices.ContainsFunc(d.words(logs.Get("skip_hosts")), func(w word) bool { return strings.EqualFold(w.text, h) }) {
				return nil
			}
			if n := logs.Get("logger_names").Get(h); n != nil {
				for _, w := range append(d.words(n), d.word(n)) {
					if l := d.logs[w.text]; l != nil {
						return []*accessLog{l}
					}
				}
			}
		}
		if isTrue(logs.Get("skip_unmapped_hosts")) {
			return nil
		}
		if l := d.logs[d.word(logs.Get("default_logger_name")).text]; l != nil {
			return []*accessLog{l}
		}
		return []*accessLog{{span: d.span(logs)}}
	}
}
