package haproxy

import (
	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/internal/exposure"
)

// displayed is how messages call the product.
const displayed = "HAProxy"

// frontend states one frontend: its listeners, and what becomes of requests on each.
func (c *configuration) frontend(p *proxy) {
	binds := c.binds(p)
	if len(binds) == 0 {
		return
	}
	classes := c.classes(p)
	names := hostsOf(classes)
	trail := c.audit(p)
	for _, b := range binds {
		policies := map[bool]*facts.TLSPolicy{}
		for _, a := range b.addresses {
			l := c.listener(b, a, names)
			if b.ssl != nil && l.TLS.Known() {
				if policies[a.quic] == nil {
					policies[a.quic] = c.policy(b, b.settings, b.line.span(), a)
					c.inUse(p, policies[a.quic])
				}
				l.Policy = policies[a.quic]
			}
			c.routes(l, p, classes, trail)
		}
		if b.ssl != nil && len(b.addresses) > 0 {
			c.perName(b, classes, trail)
		}
	}
}

func (c *configuration) listener(b *bind, a address, names []facts.Stated[string]) *facts.Listener {
	l := &facts.Listener{
		Entry: b.proxy.entry, Product: displayed, Span: a.span, Address: a.host, Port: a.port, Names: names,
		Exposure: a.exposure, NamesExposure: exposure.OfNames(names), TLS: b.tls(b.proxy, a), Proxy: true,
	}
	c.out.Listeners = append(c.out.Listeners, l)
	return l
}

// perName states what a bind line does for names that have settings of their own, in a crt-list.
func (c *configuration) perName(b *bind, classes []*class, trail *facts.AuditTrail) {
	a := b.addresses[0]
	for _, o := range b.settings.certs {
		if o.name.text != "crt-list" {
			continue
		}
		for _, e := range c.crtList(o) {
			if !e.own {
				continue
			}
			l := c.listener(b, a, e.names)
			l.Span = e.line.span()
			outer := b.settings
			outer.versions = outer.ends()
			s := e.settings.over(outer)
			s.certs = nil
			l.Policy = c.policy(b, s, e.line.span(), a)
			if file := e.line.words[0]; len(e.names) > 0 {
				l.Policy.Subject += " for " + e.names[0].Value
				ref := stated(e.line, file, c.based("crt-base", file.text), e.line.at(file), e.line.span())
				l.Policy.Certificates = []facts.CertificateRef{{File: ref, Key: ref}}
			}
			c.routes(l, b.proxy, classes, trail)
		}
	}
}

// inUse adds the certificates that ssl-f-use gives to every bind line of a frontend (since 3.2).
func (c *configuration) inUse(p *proxy, policy *facts.TLSPolicy) {
	for _, l := range p.section.lines {
		if l.arg(0) != "ssl-f-use" {
			continue
		}
		for _, o := range options(l, l.args()) {
			if o.name.text == "crt" {
				policy.Certificates = append(policy.Certificates, c.certificate(o, policy.Span)...)
			}
		}
	}
}
