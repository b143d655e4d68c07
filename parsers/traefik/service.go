package traefik

import (
	"net/url"
	"strings"

	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/internal/exposure"
)

// server is one next hop with the load balancer that has it.
type server struct {
	url      facts.Word
	balancer *node
	provider string
	label    string // the container, when the hop is the one that has the labels
	port     string
}

// servers returns those of a service, also when it stands for others.
func (c *config) servers(name, from string, depth int) (out []server, known bool) {
	n := c.named(name, from, "http", "services")
	if n == nil || depth > 10 {
		return nil, false
	}
	known = true
	balancer := n.get("loadBalancer")
	for _, s := range balancer.get("servers").all() {
		if u := s.get("url"); u != nil {
			out = append(out, server{url: u.value, balancer: balancer, provider: n.provider})
		}
	}
	if port := balancer.get("server", "port"); port != nil && balancer.container != "" {
		out = append(out, server{url: port.value, balancer: balancer, provider: n.provider, label: balancer.container, port: port.text()})
	}
	var others []string
	for _, list := range [...]*node{n.get("weighted", "services"), n.get("mirroring", "mirrors"), n.get("highestRandomWeight", "services")} {
		for _, s := range list.all() {
			others = append(others, s.get("name").text())
		}
	}
	for _, one := range [...]*node{n.get("mirroring", "service"), n.get("failover", "service"), n.get("failover", "fallback")} {
		if one != nil {
			others = append(others, one.text())
		}
	}
	for _, other := range others {
		more, ok := c.servers(other, n.provider, depth+1)
		out, known = append(out, more...), known && ok
	}
	return out, known
}

// upstream states the next hop of a router: of several the one that reaches farthest. It is nil for Traefik's own services.
func (c *config) upstream(entry *facts.Entry, router *node) *facts.Upstream {
	named := router.get("service")
	name := named.text()
	at := router.at
	if named != nil {
		at = named.span()
	}
	if strings.HasSuffix(name, "@internal") {
		return nil
	}
	if named == nil && router.container != "" {
		name = c.onlyService("http", router.container)
	}
	u := &facts.Upstream{Entry: entry, Span: at, Product: "Traefik", Name: name}
	servers, known := c.servers(name, router.provider, 0)
	if !known || len(servers) == 0 {
		u.Address = facts.Undecided[string](at, facts.OutsideRepository)
		u.Scheme = facts.Undecided[string](at, facts.OutsideRepository)
		if router.container != "" {
			u.Address, u.Exposure = facts.Written(router.container, at), facts.LocalContainer
			u.Scheme = facts.ByDefault("http", at, "Traefik speaks HTTP to a container unless its labels say otherwise")
		}
		c.out.Upstreams = append(c.out.Upstreams, u)
		return u
	}
	chosen := servers[0]
	for i, s := range servers {
		scheme, host, port, ok := s.parts()
		if !ok {
			u.Span, u.Exposure, chosen = s.url.Content(), facts.ExposureUnknown, s
			u.Address = facts.Undecided[string](s.url.Content(), max(unknown(s.url), facts.UnknownVariable))
			u.Scheme = facts.Undecided[string](s.url.Content(), max(unknown(s.url), facts.UnknownVariable))
			break
		}
		if reach := exposure.OfTarget(host); i == 0 || reach > u.Exposure {
			u.Span, u.Exposure, u.Port, chosen = s.url.Content(), reach, port, s
			u.Scheme, u.Address = facts.Written(scheme, s.url.Content()), facts.Written(host, s.url.Content())
		}
	}
	if u.Scheme.Known() && u.Scheme.Value == "https" {
		u.Policy = c.clientPolicy(u, chosen)
	}
	c.out.Upstreams = append(c.out.Upstreams, u)
	return u
}

// onlyService returns the one service that a container's labels define, or "".
func (c *config) onlyService(protocol, container string) string {
	name := ""
	for _, n := range c.dynamic.get(protocol, "services").all() {
		if b := n.get("loadBalancer"); b != nil && b.container == container || n.container == container {
			if name != "" {
				return ""
			}
			name = n.name
		}
	}
	return name
}

func (s *server) parts() (scheme, host, port string, ok bool) {
	if s.label != "" {
		scheme = s.balancer.get("server", "scheme").text()
		if scheme == "" {
			scheme = "http"
		}
		return scheme, strings.ToLower(s.label), s.port, true
	}
	if unknown(s.url) != facts.NoReason {
		return "", "", "", false
	}
	u, err := url.Parse(s.url.Text)
	if err != nil || u.Host == "" {
		return "", "", "", false
	}
	return strings.ToLower(u.Scheme), strings.ToLower(u.Hostname()), u.Port(), true
}

// clientPolicy states how Traefik connects to a next hop over TLS: as its transport says, or the one for all.
func (c *config) clientPolicy(u *facts.Upstream, s server) *facts.TLSPolicy {
	setting := s.url.Text
	if s.label != "" {
		setting = "https://" + s.label
	}
	transport := c.static.get("serversTransport")
	if named := s.balancer.get("serversTransport"); named != nil {
		transport = c.named(named.text(), s.provider, "http", "serversTransports")
		if transport == nil {
			return c.transportPolicy(u, setting, nil, named.span())
		}
	} else if c.static == nil {
		return c.transportPolicy(u, setting, nil, s.url.Content())
	}
	return c.transportPolicy(u, setting, transport, facts.Span{})
}

// transportPolicy states how a connection over TLS is made by the settings of a transport. elsewhere is what names a transport
// that is not here.
func (c *config) transportPolicy(u *facts.Upstream, setting string, transport *node, elsewhere facts.Span) *facts.TLSPolicy {
	at := u.Span
	p := &facts.TLSPolicy{
		Entry: u.Entry, Span: at, Setting: setting, Subject: u.Entry.Component, Purpose: facts.Session, Role: facts.TLSClient,
		Product: product, Target: u.Exposure,
	}
	c.out.TLS = append(c.out.TLS, p)
	p.Lowest = facts.ByDefault(facts.TLS12, at, "Go's TLS clients ask for TLS 1.2 or later")
	p.Highest = facts.ByDefault(facts.TLS13, at, "Go's TLS clients ask for TLS 1.2 or later")
	p.Versions = []facts.Stated[facts.TLSVersion]{p.Lowest, p.Highest}
	if !elsewhere.IsZero() {
		p.Verify = facts.Undecided[facts.Verification](elsewhere, facts.OutsideRepository)
		return p
	}
	p.Verify = facts.ByDefault(facts.VerifyFull, at, "Traefik verifies the chain and the name of a next hop unless insecureSkipVerify is true")
	p.Trusts = facts.ByDefault("system", at, "Traefik trusts the roots of the system unless rootCAs names others")
	if cas := transport.get("rootCAs").words(); len(cas) > 0 {
		p.Trusts = c.trusted(p, cas)
	}
	if skip := transport.get("insecureSkipVerify"); skip != nil {
		switch {
		case unknown(skip.value) != facts.NoReason:
			p.Verify = facts.Undecided[facts.Verification](skip.span(), unknown(skip.value))
		case skip.isTrue():
			p.Verify, p.Setting = facts.Written(facts.VerifyNone, skip.span()), "insecureSkipVerify: "+skip.text()
		}
	}
	return p
}
