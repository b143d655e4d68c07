package traefik

import (
	"regexp"
	"slices"
	"strings"

	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/internal/exposure"
)

// sameEverywhere is what a router has on every entry point.
type sameEverywhere struct {
	entry    *facts.Entry
	audits   map[facts.Span]*facts.AuditTrail // by what says whether it is logged
	upstream *facts.Upstream
}

// router states a router as it is on one entry point.
func (c *config) router(n *node, e *entryPoint, options asked, rivals contest) {
	tls := tlsOf(n, e)
	if tls == nil && c.handsOnClear(e) {
		return
	}
	if to := c.goesFirst(e, n); to != nil && !encrypts(to) {
		return // whoever asks is sent to another port
	}
	for _, own := range rivals.of(n, e, tls) {
		if own = rivals.rest(own, e, tls); own != nil {
			c.route(n, e, c.listener(n, e, c.same(n).entry, own.alternative, tls, options), own)
		}
	}
}

// same returns what a router has on every entry point.
func (c *config) same(router *node) *sameEverywhere {
	once := c.once[router]
	if once == nil {
		entry := &facts.Entry{Component: "Traefik router " + router.name, Name: router.at, Block: whole(router), Relevance: facts.Unrelated}
		c.out.Entries = append(c.out.Entries, entry)
		once = &sameEverywhere{entry: entry, audits: map[facts.Span]*facts.AuditTrail{}, upstream: c.upstream(entry, router)}
		c.once[router] = once
	}
	return once
}

// route states one way to a router.
func (c *config) route(n *node, e *entryPoint, l *facts.Listener, own *contender) {
	once, rule := c.same(n), c.rule(n).word.Content()
	route := &facts.Route{
		Entry: once.entry, Listener: l, Span: rule, Path: "/", Upstream: once.upstream, Audit: c.audit(once, n, e, rule), Limits: slices.Clone(own.limits),
	}
	if own.kind != otherKind {
		route.Span, route.Path, route.Pattern = own.path.Content(), own.path.Text, own.kind == pathPattern
	}
	if own.origin {
		route.OriginCheck = facts.Written(true, rule)
	}
	c.apply(route, n, e)
	if c.goesFirst(e, n) != nil {
		route.Redirect = true
	}
	own.stated = route
	l.Routes = append(l.Routes, route)
	l.OnlyRedirects = onlyRedirects(l.Routes)
	c.out.Routes = append(c.out.Routes, route)
}

// listener returns that of some hosts on an entry point; routers of the same hosts have one.
func (c *config) listener(n *node, e *entryPoint, entry *facts.Entry, a *alternative, tls *node, options asked) *facts.Listener {
	key := e.name
	for _, h := range a.hosts {
		key += " " + strings.ToLower(h.Text)
	}
	rule := c.rule(n)
	if a.pattern || a.unknown != facts.NoReason {
		key += " " + rule.word.Content().Text()
	}
	if tls != nil {
		key += " tls " + qualified(optionsName(tls), n.provider)
	}
	if l := c.listeners[key]; l != nil {
		return l
	}
	l := &facts.Listener{
		Entry: entry, Product: "Traefik", Span: e.at, Address: e.address, Port: e.port, Exposure: e.exposure, Proxy: true,
	}
	name(l, a, rule)
	switch {
	case tls != nil && unknown(tls.value) != facts.NoReason:
		l.TLS = facts.Undecided[bool](tls.span(), unknown(tls.value))
	case tls != nil:
		l.TLS = facts.Written(true, tls.at)
		l.Policy = c.policy(entry, n, e, tls, a, options)
	case e.known:
		l.TLS = facts.ByDefault(false, n.at, "Traefik speaks no TLS where neither the router nor the entry point has tls")
	default:
		l.TLS = facts.Undecided[bool](n.at, facts.OutsideRepository)
	}
	c.listeners[key] = l
	c.out.Listeners = append(c.out.Listeners, l)
	return l
}

// name gives a listener the names that a way to match a rule is for.
func name(l *facts.Listener, a *alternative, r *rule) {
	for _, h := range a.hosts {
		l.Names = append(l.Names, stateOf(h, strings.ToLower(h.Text)))
	}
	switch {
	case a.unknown != facts.NoReason:
		l.Names = append(l.Names, facts.Undecided[string](r.word.Content(), a.unknown))
	case a.pattern:
		l.Names = append(l.Names, facts.Undecided[string](r.word.Content(), facts.SeveralValues))
	}
	for _, n := range l.Names {
		if n.Known() {
			l.NamesExposure = max(l.NamesExposure, exposure.OfTarget(n.Value))
		}
	}
}

func onlyRedirects(routes []*facts.Route) bool {
	for _, r := range routes {
		if !r.Redirect && !r.Refuses {
			return false
		}
	}
	return len(routes) > 0
}

// middlewaresOf returns the middlewares of a router in their order: the entry point's first. One that is not here is nil.
func (c *config) middlewaresOf(router *node, e *entryPoint) []*node {
	provider := ""
	if router != nil {
		provider = router.provider
	}
	var out []*node
	for _, w := range append(e.node.get("middlewares").words(), router.get("middlewares").words()...) {
		out = c.middleware(out, w.Text, provider, 0)
	}
	return out
}

func (c *config) middleware(out []*node, name, from string, depth int) []*node {
	m := c.named(name, from, "http", "middlewares")
	if m == nil || depth > 10 {
		return append(out, nil)
	}
	if chain := m.get("chain", "middlewares"); chain != nil {
		for _, w := range chain.words() {
			out = c.middleware(out, w.Text, m.provider, depth+1)
		}
		return out
	}
	return append(out, m)
}

// apply takes what the middlewares do into a route.
func (c *config) apply(r *facts.Route, router *node, e *entryPoint) {
	r.Authentication = facts.ByDefault(facts.NoAuthentication, r.Span, "Traefik asks nobody who connects unless a middleware does")
	r.HSTS = facts.ByDefault(false, r.Span, "Traefik adds no header unless a middleware does")
	r.BodyLimit = facts.ByDefault(false, r.Span, "Traefik takes bodies of any size unless a middleware bounds them")
	open, uncertified := false, false
	var off *node // of HSTS, where nothing else sets it
	fixed := false
	for _, m := range c.middlewaresOf(router, e) {
		if m == nil {
			open = true
			continue
		}
		for _, kind := range m.children {
			c.applyOne(r, kind, &fixed)
			if s := kind.get("stsSeconds"); s != nil && s.text() == "0" {
				off = s
			}
		}
	}
	if !e.known && e.name != "" {
		open = true // the entry point may have middlewares of its own
	}
	if off != nil && r.HSTS.State == facts.Default {
		r.HSTS = facts.Written(false, off.span())
	}
	if p := r.Listener.Policy; p != nil && r.Authentication.State == facts.Default {
		switch {
		case p.ClientAuth.Known() && p.ClientAuth.Value == facts.RequireAndVerify:
			r.Authentication = facts.Stated[facts.AuthenticationKind]{Value: facts.ClientCertificate, Span: p.ClientAuth.Span, State: p.ClientAuth.State, Why: p.ClientAuth.Why}
		case p.ClientAuth.State == facts.Unresolved:
			uncertified = true
		}
	}
	at := r.Span
	if n := router.get("middlewares"); n != nil {
		at = n.at
	}
	if open || uncertified {
		openUp(&r.Authentication, at)
	}
	if open {
		openUp(&r.HSTS, at)
		openUp(&r.BodyLimit, at)
	}
}

func openUp[T any](v *facts.Stated[T], at facts.Span) {
	if v.State == facts.Default || v.State == facts.Unset {
		*v = facts.Undecided[T](at, facts.OutsideRepository)
	}
}

// applyOne takes what one middleware does into a route. fixed is true when one before it has set the origin, whoever asks.
func (c *config) applyOne(r *facts.Route, kind *node, fixed *bool) {
	switch strings.ToLower(kind.name) {
	case "basicauth", "digestauth":
		r.Authentication = facts.Written(facts.PasswordAuthentication, kind.at)
	case "forwardauth":
		r.Authentication = facts.Written(facts.ExternalAuthorization, kind.at)
	case "jwt", "oauthintrospection":
		r.Authentication = facts.Written(facts.TokenAuthentication, kind.at)
	case "oidc", "oauthclientcredentials", "ldap", "apikey", "plugin":
		r.Authentication = facts.Written(facts.OpaqueAuthentication, kind.at)
	case "ipallowlist", "ipwhitelist":
		r.Limits = narrower(r.Limits, ranges(kind))
	case "redirectscheme":
		r.Redirect = r.Redirect || kind.get("scheme").text() == "https" && !asks(r)
	case "redirectregex":
		r.Redirect = r.Redirect || strings.HasPrefix(kind.get("replacement").text(), "https://") && !asks(r)
	case "buffering":
		if n := kind.get("maxRequestBodyBytes"); n != nil && n.text() != "0" {
			r.BodyLimit = facts.Written(true, n.span())
		}
	case "headers":
		headers(r, kind, fixed)
	}
}

// asks reports whether a credential is asked for before what follows.
func asks(r *facts.Route) bool { return r.Authentication.State == facts.Explicit }

// headers reads the middleware headers. Of several the first one wins, which sets its headers last; one that sets none leaves those
// of the others.
func headers(r *facts.Route, n *node, fixed *bool) {
	outer := *r
	if s := n.get("stsSeconds"); s != nil && s.text() != "0" && (n.get("forceSTSHeader").isTrue() || !inClear(r.Listener)) {
		r.HSTS = stateOf(s.value, true)
	}
	credentials := n.get("accessControlAllowCredentials").isTrue()
	for _, m := range n.get("customResponseHeaders").all() {
		switch strings.ToLower(m.name) {
		case "strict-transport-security":
			value := strings.ReplaceAll(strings.ToLower(m.text()), " ", "")
			r.HSTS = stateOf(m.value, strings.Contains(value, "max-age=") && !strings.Contains(value+";", "max-age=0;"))
		case "access-control-allow-origin":
			r.Origins = stated(m.value)
		case "access-control-allow-credentials":
			credentials = strings.EqualFold(m.text(), "true")
		}
	}
	origins(r, n, credentials)
	if outer.HSTS.State != facts.Default {
		r.HSTS = outer.HSTS
	}
	// Whoever is not on an outer list gets what the inner one says.
	if outer.Origins.State != facts.Unset && (*fixed || r.Origins.Value != "*") {
		r.Origins = outer.Origins
	}
	*fixed = *fixed || n.get("customResponseHeaders", "Access-Control-Allow-Origin") != nil
}

// inClear reports whether nothing is encrypted: there stsSeconds alone adds no header.
func inClear(l *facts.Listener) bool { return l.TLS.Known() && !l.TLS.Value }

// origins reads which pages of others may read answers.
func origins(r *facts.Route, n *node, credentials bool) {
	for _, w := range n.get("accessControlAllowOriginList").words() {
		if r.Origins.State == facts.Unset || w.Text == "*" {
			r.Origins = stated(w)
		}
	}
	for _, w := range n.get("accessControlAllowOriginListRegex").words() {
		anyOrigin, err := regexp.MatchString(w.Text, "https://anybody.invalid")
		if err == nil && r.Origins.State == facts.Unset {
			r.Origins = stated(w)
		}
		if anyOrigin {
			// Whoever asks is answered with its own name.
			r.Origins = facts.Written("*", w.Content())
			if credentials {
				r.AnyOriginWithCredentials = facts.Written(true, w.Content())
			}
		}
	}
}
