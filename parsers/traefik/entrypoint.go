package traefik

import (
	"slices"
	"strconv"
	"strings"

	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/internal/exposure"
)

// config is a static configuration, perhaps none, with the dynamic one that belongs to it.
type config struct {
	static, dynamic *node
	files           []*parsed
	states          string         // the provider of the routers that are stated here, "" for all: the others are, where that is read
	also            map[*node]bool // routers that are stated all the same
	elsewhere       bool           // the static configuration is stated there too
	settle          []func(*facts.Facts)
	points          []*entryPoint
	clear           map[string]bool                                     // the entry points of which a router of connections takes all that is in clear
	find            func(kind, namespace, name string) (Resource, bool) // in a cluster
	out             *facts.Facts
	listeners       map[string]*facts.Listener
	once            map[*node]*sameEverywhere   // by router
	rules           map[*node]*rule             // by router
	told            map[facts.Span]bool         // what a problem is stated of
	inlined         map[facts.Span]*facts.Facts // what stands in a value, in the place of a file
}

// entryPoint is an address on which Traefik listens.
type entryPoint struct {
	name          string
	at            facts.Span
	address, port facts.Stated[string]
	exposure      facts.Exposure
	settings      *node
	node          *node // its http settings
	known         bool
}

// entryPoints returns those of the static configuration: http on port 80 when it names none.
func (c *config) entryPoints() []*entryPoint {
	var out []*entryPoint
	if c.static == nil {
		return nil
	}
	for _, n := range c.static.get("entryPoints").all() {
		if strings.EqualFold(n.name, "traefik") {
			continue // for Traefik's own pages
		}
		e := &entryPoint{name: n.name, at: n.at, settings: n, node: n.get("http"), known: true}
		e.listen(n.get("address"))
		out = append(out, e)
	}
	if len(out) == 0 {
		at := c.static.at
		if at.Source == nil && len(c.static.children) > 0 {
			at = c.static.children[0].at
		}
		const why = "Traefik has the entry point http on port 80 when none is configured"
		out = append(out, &entryPoint{name: "http", at: at, address: facts.ByDefault("", at, why), port: facts.ByDefault("80", at, why), known: true})
	}
	return out
}

// listen reads an address: [host]:port[/protocol].
func (e *entryPoint) listen(n *node) {
	if n == nil {
		e.address, e.port = facts.Undecided[string](e.at, facts.OutsideRepository), facts.Undecided[string](e.at, facts.OutsideRepository)
		return
	}
	w := n.value
	if reason := unknown(w); reason != facts.NoReason {
		e.address, e.port = facts.Undecided[string](n.span(), reason), facts.Undecided[string](n.span(), reason)
		return
	}
	text, _, _ := strings.Cut(w.Text, "/")
	host, port := text, ""
	if i := strings.LastIndexByte(text, ':'); i >= 0 {
		host, port = text[:i], text[i+1:]
	}
	host = strings.Trim(host, "[]")
	e.at, e.address, e.port, e.exposure = n.span(), facts.Written(host, n.span()), facts.Written(port, n.span()), exposure.OfListener(host)
}

// elsewhere stands for an entry point that a static configuration which is not here defines.
func elsewhere(name string, at facts.Span) *entryPoint {
	open := facts.Undecided[string](at, facts.OutsideRepository)
	return &entryPoint{name: name, at: at, address: open, port: open}
}

// of returns the entry points of a router: those that it names, else all, or those that are said to be the default.
func (c *config) entryPointsOf(router *node, all []*entryPoint) []*entryPoint {
	words := router.get("entryPoints").words()
	if len(words) == 0 {
		if len(all) == 0 {
			return []*entryPoint{elsewhere("", router.at)}
		}
		var chosen []*entryPoint
		for _, e := range all {
			if c.static.get("entryPoints", e.name, "asDefault").isTrue() {
				chosen = append(chosen, e)
			}
		}
		if len(chosen) > 0 {
			return chosen
		}
		return all
	}
	var out []*entryPoint
	for _, w := range words {
		i := slices.IndexFunc(all, func(e *entryPoint) bool { return strings.EqualFold(e.name, w.Text) })
		if i >= 0 {
			out = append(out, all[i])
		} else {
			out = append(out, elsewhere(w.Text, w.Content()))
		}
	}
	return out
}

// redirects returns what sends an entry point's requests to TLS.
func (e *entryPoint) redirects() *node {
	if to := e.node.get("redirections", "entryPoint"); encrypts(to) {
		return to
	}
	return nil
}

// encrypts reports whether a redirection leads to TLS: its scheme is https unless it says otherwise.
func encrypts(to *node) bool {
	return to != nil && (to.get("scheme") == nil || to.get("scheme").text() == "https")
}

// goesFirst returns an entry point's redirection, to TLS or not, where it comes before a router of its own. It has the highest priority
// unless it says another one.
func (c *config) goesFirst(e *entryPoint, router *node) *node {
	to := e.node.get("redirections", "entryPoint")
	if to == nil || (tlsOf(router, e) == nil) != (e.tls() == nil) {
		return nil
	}
	first, err := strconv.Atoi(to.get("priority").text())
	if own, _ := c.priority(router); err == nil && first != 0 && first <= own {
		return nil
	}
	return to
}

// facts states what a configuration says.
func (c *config) facts() *facts.Facts {
	c.out, c.listeners, c.once = &facts.Facts{}, map[string]*facts.Listener{}, map[*node]*sameEverywhere{}
	c.told, c.rules = map[facts.Span]bool{}, map[*node]*rule{}
	all := c.entryPoints()
	c.points, c.clear = all, map[string]bool{}
	resolved := c.resolveOptions(all)
	rivals := c.contend(all, resolved)
	for _, router := range c.stated("http") {
		for _, e := range c.entryPointsOf(router, all) {
			c.router(router, e, resolved, rivals)
		}
	}
	rivals.settle()
	for _, router := range c.stated("tcp") {
		for _, e := range c.entryPointsOf(router, all) {
			c.tcpRouter(router, e)
		}
	}
	if !c.elsewhere {
		c.ownPages(all)
	}
	c.logsCredentials()
	findEncrypted(c.out.Listeners)
	return c.out
}

// stated returns the routers that are to be stated here.
func (c *config) stated(protocol string) []*node {
	list := c.dynamic.get(protocol, "routers").all()
	if c.states == "" {
		return list
	}
	return slices.DeleteFunc(slices.Clone(list), func(n *node) bool { return n.provider != c.states && !c.also[n] })
}

// stateAlso takes the routers of a file that is read by nobody else.
func (c *config) stateAlso(p *parsed) {
	if c.also == nil {
		c.also = map[*node]bool{}
	}
	for _, protocol := range [...]string{"http", "tcp"} {
		for _, router := range p.root.get(protocol, "routers").all() {
			c.also[router] = true
		}
	}
}

// ownPages states what entry points answer of themselves, and Traefik's API.
func (c *config) ownPages(all []*entryPoint) {
	for _, e := range all {
		if to := e.redirects(); to != nil && e.tls() == nil && !c.handsOnClear(e) { // else it is TLS that is sent on, and nothing answers in clear
			c.redirect(e, to)
		}
	}
	if insecure := c.static.get("api", "insecure"); insecure.isTrue() {
		entry := &facts.Entry{Component: "Traefik API", Name: insecure.span(), Block: insecure.span(), Relevance: facts.Unrelated}
		c.out.Entries = append(c.out.Entries, entry)
		const why = "Traefik serves its API and dashboard on port 8080 without authentication when api.insecure is true"
		c.out.Listeners = append(c.out.Listeners, &facts.Listener{
			Entry: entry, Product: "Traefik", Span: insecure.span(), Address: facts.ByDefault("", insecure.span(), why),
			Port: facts.ByDefault("8080", insecure.span(), why), TLS: facts.ByDefault(false, insecure.span(), why), Proxy: true,
		})
	}
}

// redirect states an entry point that sends everything to TLS.
func (c *config) redirect(e *entryPoint, to *node) {
	entry := &facts.Entry{Component: "Traefik entry point " + e.name, Name: e.at, Block: e.at, Relevance: facts.Unrelated}
	l := &facts.Listener{
		Entry: entry, Product: "Traefik", Span: e.at, Address: e.address, Port: e.port, Exposure: e.exposure, Proxy: true,
		TLS: facts.ByDefault(false, e.at, "Traefik speaks no TLS where neither the router nor the entry point has tls"), OnlyRedirects: true,
	}
	r := &facts.Route{Entry: entry, Listener: l, Span: whole(to), Path: "/", Redirect: true}
	before := &facts.Route{Listener: l, Span: r.Span}
	c.apply(before, nil, e) // an entry point's middlewares come before its redirection
	r.Limits = before.Limits
	if asks(before) {
		r.Authentication = before.Authentication
	}
	l.Routes = []*facts.Route{r}
	c.out.Entries = append(c.out.Entries, entry)
	c.out.Listeners, c.out.Routes = append(c.out.Listeners, l), append(c.out.Routes, r)
}

// findEncrypted tells each listener without TLS which other one serves the same names over TLS.
func findEncrypted(listeners []*facts.Listener) {
	byName := map[string]*facts.Listener{}
	for _, l := range listeners {
		for _, n := range l.Names {
			if l.TLS.Known() && l.TLS.Value && n.Known() && byName[n.Value] == nil {
				byName[n.Value] = l
			}
		}
	}
	for _, l := range listeners {
		for _, n := range l.Names {
			if l.TLS.Known() && !l.TLS.Value && l.Encrypted == nil && n.Known() {
				l.Encrypted = byName[n.Value]
			}
		}
	}
}
