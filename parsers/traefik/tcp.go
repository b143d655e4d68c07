package traefik

import (
	"slices"
	"strings"

	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/internal/exposure"
)

// tcpRouter states a router of connections, of which Traefik reads no request: it ends their TLS, or hands them on as they are.
func (c *config) tcpRouter(n *node, e *entryPoint) {
	rule, tls := c.tcpRule(n), n.get("tls")
	if strings.EqualFold(tls.text(), "false") {
		tls = nil
	}
	switch {
	case rule.refused != nil:
		c.tell(rule.refused.at, "Traefik disables this router: "+rule.refused.why)
		return
	case tls == nil && len(rule.domains) > 0 && rule.domains[0].Text != "*":
		c.tell(rule.domains[0].Content(), "Traefik disables this router: without tls it hears no name, and HostSNI is for * alone")
		return
	}
	entry := &facts.Entry{Component: "Traefik TCP router " + n.name, Name: n.at, Block: whole(n), Relevance: facts.Unrelated}
	c.out.Entries = append(c.out.Entries, entry)
	for i := range rule.routes {
		c.tcpRoute(n, e, entry, tls, &rule.routes[i])
	}
}

// handsOnClear reports whether a router of connections takes all that comes to an entry point without TLS: no request gets to a router
// of HTTP there (ServeTCP in pkg/server/router/tcp of 3.7.13).
func (c *config) handsOnClear(e *entryPoint) bool {
	taken, known := c.clear[e.name]
	if known {
		return taken
	}
	for _, router := range c.dynamic.get("tcp", "routers").all() {
		if tls := router.get("tls"); tls != nil && !strings.EqualFold(tls.text(), "false") || router.get("service") == nil && router.container == "" {
			continue
		}
		here := slices.ContainsFunc(c.entryPointsOf(router, c.points), func(o *entryPoint) bool { return o.name == e.name })
		rule := c.tcpRule(router)
		taken = taken || here && rule.refused == nil && slices.ContainsFunc(rule.routes, func(a alternative) bool {
			return len(a.hosts)+len(a.limits)+len(a.others) == 0 && !a.pattern && a.unknown == facts.NoReason
		})
	}
	c.clear[e.name] = taken
	return taken
}

// tcpRoute states one way to match the rule of a router of connections.
func (c *config) tcpRoute(n *node, e *entryPoint, entry *facts.Entry, tls *node, a *alternative) {
	l := &facts.Listener{Entry: entry, Product: "Traefik", Span: e.at, Address: e.address, Port: e.port, Exposure: e.exposure, Proxy: true}
	name(l, a, c.tcpRule(n))
	through := facts.Stated[bool]{}
	if p := tls.get("passthrough"); p != nil {
		through = stateOf(p.value, p.isTrue())
	}
	switch {
	case unknown(tls.word()) != facts.NoReason:
		l.TLS = facts.Undecided[bool](tls.span(), unknown(tls.word()))
	case tls == nil:
		// What passes through may well be TLS: nothing here says so.
		l.TLS = facts.Undecided[bool](n.at, facts.OutsideRepository)
	case through.State == facts.Unresolved || through.Value:
		l.TLS = facts.Written(true, through.Span) // either way only TLS gets to it; how, the next hop decides
	default:
		l.TLS = facts.Written(true, tls.at)
		l.Policy = c.serverPolicy(entry, n, tls, optionsName(tls))
		c.out.TLS = append(c.out.TLS, l.Policy)
	}
	at := c.tcpRule(n).word.Content()
	r := &facts.Route{Entry: entry, Listener: l, Span: at, Path: "/", Upstream: c.tcpUpstream(entry, n, tls, through), Limits: c.tcpLimits(n, a)}
	openUp(&r.Authentication, r.Span)
	openUp(&r.HSTS, r.Span)
	openUp(&r.BodyLimit, r.Span)
	if p := l.Policy; p != nil && p.ClientAuth.Known() && p.ClientAuth.Value == facts.RequireAndVerify {
		r.Authentication = facts.Stated[facts.AuthenticationKind]{Value: facts.ClientCertificate, Span: p.ClientAuth.Span, State: p.ClientAuth.State, Why: p.ClientAuth.Why}
	}
	l.Routes = []*facts.Route{r}
	c.out.Listeners, c.out.Routes = append(c.out.Listeners, l), append(c.out.Routes, r)
}

// tcpLimits returns the addresses that alone may connect: those of middlewares, and of the rule.
func (c *config) tcpLimits(router *node, a *alternative) []facts.Stated[string] {
	out := a.limits
	for _, w := range router.get("middlewares").words() {
		m := c.named(w.Text, router.provider, "tcp", "middlewares")
		for _, kind := range [...]string{"ipAllowList", "ipWhiteList"} {
			out = narrower(out, ranges(m.get(kind)))
		}
	}
	return out
}

// tcpUpstream states the next hop of a TCP router: of several the one that reaches farthest.
func (c *config) tcpUpstream(entry *facts.Entry, router, tls *node, through facts.Stated[bool]) *facts.Upstream {
	named := router.get("service")
	at := router.at
	if named != nil {
		at = named.span()
	}
	u := &facts.Upstream{Entry: entry, Span: at, Product: "Traefik", Name: named.text()}
	u.Scheme, u.Address = facts.Undecided[string](at, facts.OutsideRepository), facts.Undecided[string](at, facts.OutsideRepository)
	if named == nil && router.container != "" {
		u.Name = c.onlyService("tcp", router.container)
	}
	service := c.named(u.Name, router.provider, "tcp", "services")
	balancer := service.get("loadBalancer")
	c.out.Upstreams = append(c.out.Upstreams, u)
	if balancer == nil {
		return u
	}
	var chosen *node
	for _, s := range balancer.get("servers").all() {
		address := s.get("address")
		if address == nil || unknown(address.value) != facts.NoReason {
			return u
		}
		host, port := address.text(), ""
		if i := strings.LastIndexByte(host, ':'); i >= 0 {
			host, port = host[:i], host[i+1:]
		}
		host = strings.ToLower(strings.Trim(host, "[]"))
		if reach := exposure.OfTarget(host); chosen == nil || reach > u.Exposure {
			chosen, u.Port, u.Exposure = s, port, reach
			u.Span, u.Address = address.span(), facts.Written(host, address.span())
		}
	}
	if port := balancer.get("server", "port"); port != nil && balancer.container != "" {
		chosen, u.Port, u.Exposure = balancer.get("server"), port.text(), facts.LocalContainer
		u.Span, u.Address = port.span(), facts.Written(strings.ToLower(balancer.container), port.span())
	}
	encrypts := chosen.get("tls")
	if encrypts == nil {
		encrypts = balancer.get("tls")
	}
	switch {
	case chosen == nil || unknown(tls.word()) != facts.NoReason || through.State == facts.Unresolved:
	case encrypts.isTrue(): // since 3.0
		u.Scheme = facts.Written("tls", encrypts.span())
		settings, elsewhere := c.tcpTransport(balancer, service.provider)
		u.Policy = c.transportPolicy(u, "tls", settings, elsewhere)
	case through.Value:
		u.Scheme = facts.Written("tls", through.Span) // what comes in is TLS, and goes out as it is
	case tls != nil:
		u.Scheme = facts.ByDefault("tcp", u.Span, "Traefik hands on what it has decrypted as it is, unless the server has tls")
	}
	return u
}

// tcpTransport returns the settings by which a load balancer connects, and where they are named when they are not here.
func (c *config) tcpTransport(balancer *node, from string) (settings *node, elsewhere facts.Span) {
	named := balancer.get("serversTransport")
	if named == nil {
		if c.static == nil {
			return nil, balancer.at
		}
		return c.static.get("tcpServersTransport", "tls"), facts.Span{}
	}
	if t := c.named(named.text(), from, "tcp", "serversTransports"); t != nil {
		return t.get("tls"), facts.Span{}
	}
	return nil, named.span()
}
