package haproxy

import (
	"strings"

	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/internal/exposure"
	"github.com/wirevet/wirevet/internal/openssl"
)

// server is one server line of a backend.
type server struct {
	line     *line
	upstream *facts.Upstream
}

// serversOf reads the server lines of a backend, once. What default-server lines say counts for those below them.
func (c *configuration) serversOf(p *proxy) []*server {
	if p.parsed {
		return p.servers
	}
	p.parsed = true
	defaults := tlsSettings{}
	p.all(func(l *line, inherited bool) {
		switch l.arg(0) {
		case "default-server":
			defaults = c.presets(l, defaults)
		case "server", "server-template":
			if !inherited && !l.no && p.isBackend() {
				c.server(p, l, defaults)
			}
		}
	})
	return p.servers
}

// presets puts one default-server line over those before it.
func (c *configuration) presets(l *line, before tlsSettings) tlsSettings {
	list := options(l, l.args())
	for len(list) > 0 && (list[0].name.text == "from" || list[0].name.text == "name") {
		if list[0].name.text == "name" {
			return before // only for servers that name it
		}
		if list[0].value.text == "none" {
			before = tlsSettings{}
		}
		list = list[1:]
	}
	return merged(c, list, before)
}

// merged puts settings over others, and lets those that switch something off take it out.
func merged(c *configuration, list []option, outer tlsSettings) tlsSettings {
	out := readSettings(c, list).over(outer)
	for _, o := range list {
		switch o.name.text {
		case "no-ssl", "no-verifyhost", "no-allow-0rtt":
			out.one.remove(strings.TrimPrefix(o.name.text, "no-"))
		case "ssl", "verifyhost", "allow-0rtt":
			out.one.put(o.name.text, o)
		case "sni-auto":
			out.one.remove("no-sni-auto")
		}
	}
	if len(out.certs) == 0 {
		out.certs = outer.certs
	}
	return out
}

func (c *configuration) server(p *proxy, l *line, defaults tlsSettings) {
	at := 2 // server NAME ADDRESS
	if l.arg(0) == "server-template" {
		at = 3 // server-template PREFIX NUMBER ADDRESS
	}
	if len(l.words) <= at {
		c.problem(l.span(), facts.HostRefuses, "HAProxy refuses this line: expected a name and an address behind "+l.arg(0))
		return
	}
	s := merged(c, options(l, l.words[at+1:]), defaults)
	u := &facts.Upstream{Entry: p.entry, Product: product, Span: l.at(l.words[at]), Name: p.name()}
	u.Address, u.Port, u.Exposure = serverAddress(l, l.words[at])
	scheme, schemeAt := "tcp", l.words[at]
	if p.isHTTP() {
		scheme = "http"
	}
	u.Scheme = stated(l, schemeAt, scheme, u.Span, u.Span)
	if o, ok := s.one.get("ssl"); ok {
		if scheme == "http" {
			scheme = "https"
		}
		u.Scheme = stated(o.line, o.name, scheme, o.line.at(o.name), l.span())
		u.Policy = c.clientPolicy(p, l, s, u)
	}
	p.servers = append(p.servers, &server{l, u})
	c.out.Upstreams = append(c.out.Upstreams, u)
}

// serverAddress reads where a server is. A name alone may stand for the port of the client's connection.
func serverAddress(l *line, w word) (host facts.Stated[string], port string, reach facts.Exposure) {
	a := newAddress(l, w, w.text, l.at(w))
	if !a.host.Known() || a.local {
		return a.host, "", a.exposure
	}
	if a.host.Value == "*" { // server x :8080 is where the client was going
		return facts.Undecided[string](a.span, facts.SeveralValues), a.port.Value, facts.ExposureUnknown
	}
	return a.host, a.port.Value, exposure.OfTarget(a.host.Value)
}

// clientPolicy states how HAProxy connects to a server over TLS.
func (c *configuration) clientPolicy(p *proxy, l *line, s tlsSettings, u *facts.Upstream) *facts.TLSPolicy {
	at := l.span()
	s = s.over(p.globalSettings(c, "server"))
	policy := &facts.TLSPolicy{
		Entry: p.entry, Span: at, Setting: "server " + l.arg(1), Subject: p.entry.Component, Purpose: facts.Session,
		Role: facts.TLSClient, Product: product, Version: c.version(l.file), Target: u.Exposure,
	}
	s.settleClient(c, policy, at)
	c.suites(policy, s, at)
	c.groups(policy, s, at)
	for _, o := range s.certs {
		if o.name.text == "crt" {
			policy.Certificates = append(policy.Certificates, c.certificate(o, at)...)
		}
	}
	c.verification(p, policy, s, at)
	c.out.TLS = append(c.out.TLS, policy)
	return policy
}

// verification states how the server's certificate is checked: by default it is, and then a CA has to be named.
func (c *configuration) verification(p *proxy, policy *facts.TLSPolicy, s tlsSettings, at facts.Span) {
	if o, ok := s.one.get("ca-file"); ok {
		policy.Trusts = stated(o.line, o.value, c.based("ca-base", o.value.text), o.line.at(o.value), at)
		policy.Trusts = openssl.Trusted(policy.Trusts)
	}
	o, told := s.one.get("verify")
	words := at
	if told {
		words = o.line.file.span(o.name.start, o.value.end)
		policy.Setting = "verify " + o.value.text
		if o.value.text == "none" || unknownWord(o.line, o.value) != facts.NoReason {
			policy.Verify = stated(o.line, o.value, facts.VerifyNone, words, at)
			return
		}
	} else if l := globally(c.global, "ssl-server-verify"); l != nil && l.arg(1) != "required" {
		policy.Setting = "ssl-server-verify " + l.arg(1)
		policy.Verify = stated(l, l.words[len(l.words)-1], facts.VerifyNone, l.span(), at)
		return
	}
	if policy.Trusts.State == facts.Unset {
		c.problem(words, facts.HostRefuses, "HAProxy refuses to start: it verifies servers unless verify none is set, and expected ca-file here")
	}
	policy.Verify = facts.ByDefault(facts.VerifyFull, at, "HAProxy verifies servers unless it is told not to (configuration.txt §5.2, verify)")
	if told {
		policy.Verify = stated(o.line, o.value, facts.VerifyFull, words, at)
	}
	c.nameCheck(p, policy, s)
}

// nameCheck states whether the name in the certificate matters: it is compared with the SNI, or else with verifyhost.
func (c *configuration) nameCheck(p *proxy, policy *facts.TLSPolicy, s tlsSettings) {
	for _, name := range [...]string{"sni", "verifyhost"} {
		if o, ok := s.one.get(name); ok {
			if reason := unknownWord(o.line, o.value); reason != facts.NoReason {
				policy.Verify = facts.Undecided[facts.Verification](o.line.at(o.value), reason)
			}
			return
		}
	}
	policy.Verify.Value, policy.Weakness = facts.VerifyChain, "any name in the certificate will do"
	if _, off := s.one.get("no-sni-auto"); !off && p.isHTTP() {
		policy.NameByVersion = true
	}
}
