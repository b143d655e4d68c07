package envoy

import (
	"strconv"
	"strings"

	"github.com/wirevet/wirevet/facts"
)

// walker follows the connections of a filter chain to the routes of their requests.
type walker struct {
	e        *emitter
	entry    *facts.Entry
	chain    node
	policy   *facts.TLSPolicy
	listener *facts.Listener
	limits   []facts.Stated[string]
	gates    []filter // network filters that ask who connects

	manager node // the HTTP connection manager
	http    []filter
	config  node // its routes
	vhosts  []node
	passes  bool // connections are handed on as they are
	mcp     bool // an HTTP filter speaks MCP
	backend []*facts.Upstream

	routes []*facts.Route
}

// filter is a network or HTTP filter.
type filter struct {
	node
	name, kind string
	body       node
}

func filterOf(n node) filter {
	kind, body := typed(n)
	// What is neither here nor Envoy's own may do anything.
	whole := typeOf(n.get("typed_config"))
	if n.get("config_discovery").present() || whole != "" && !strings.HasPrefix(whole, "envoy.") || strings.HasPrefix(whole, "envoy.extensions.filters.http.golang.") {
		kind = "?"
	}
	return filter{n, n.get("name").text(), kind, body}
}

// span is what names a filter.
func (f filter) span() facts.Span {
	if name := f.get("name"); name.present() {
		return name.span()
	}
	return f.at
}

func itoa(i int) string { return strconv.Itoa(i) }

// filters goes through the network filters of the chain.
func (w *walker) filters() {
	w.routes = []*facts.Route{}
	for _, n := range w.chain.get("filters").items() {
		switch f := filterOf(n); f.kind {
		case "HttpConnectionManager", "EnvoyMobileHttpConnectionManager":
			w.manage(f)
			return
		case "TcpProxy":
			w.passes = true
			w.handOn(f)
			return
		case "RBAC", "ExtAuthz":
			w.gates = append(w.gates, f)
		}
	}
}

// handOn states that connections go to a cluster as they are.
func (w *walker) handOn(f filter) {
	r := w.route(f.node, pathMatch{kind: anyPath}, f.span(), w.entry)
	r.Upstream = w.upstream(f.body)
	w.ask(r, pathMatch{kind: patternPath}, scopes{})
	r.Audit = w.audit(r, f.body.get("access_log"))
}

// manage states the routes of an HTTP connection manager.
func (w *walker) manage(f filter) {
	w.manager = f.body
	for _, n := range w.manager.get("http_filters").items() {
		w.http = append(w.http, filterOf(n))
	}
	for _, h := range w.http {
		switch h.kind {
		case "Mcp", "McpJsonRestBridge":
			w.mcp = true
		case "McpRouter":
			w.mcp = true
			w.backends(h)
		}
	}
	w.tokens()
	w.config = w.manager.get("route_config")
	if rds := w.manager.get("rds"); rds.present() {
		if config := rds.get("config_source"); onDisk(config) {
			found, reason := w.e.findOnDisk(config, routesKind, rds.get("route_config_name").text())
			if reason == facts.NoReason {
				w.config = found
			}
		}
	}
	if !w.config.present() {
		at := f.span()
		for _, field := range [...]string{"rds", "scoped_routes"} {
			if n := w.manager.get(field); n.present() {
				at = n.at
			}
		}
		w.elsewhere(f.node, at)
		return
	}
	w.vhosts = w.config.get("virtual_hosts").items()
	for _, v := range w.vhosts {
		w.virtualHost(v)
	}
}

// elsewhere stands for routes that something else sends, or a tree of matchers chooses.
func (w *walker) elsewhere(n node, at facts.Span) *facts.Route {
	r := w.route(n, pathMatch{kind: anyPath}, at, w.entry)
	r.Upstream = unknownUpstream(w.entry, at)
	w.e.out.Upstreams = append(w.e.out.Upstreams, r.Upstream)
	w.ask(r, pathMatch{kind: patternPath}, scopes{})
	r.Audit = w.audit(r, w.manager.get("access_log"))
	openUp(&r.Authentication, at)
	openUp(&r.HSTS, at)
	return r
}

func unknownUpstream(entry *facts.Entry, at facts.Span) *facts.Upstream {
	return &facts.Upstream{
		Entry: entry, Span: at, Product: "Envoy",
		Scheme: facts.Undecided[string](at, facts.OutsideRepository), Address: facts.Undecided[string](at, facts.OutsideRepository),
	}
}

func openUp[T any](v *facts.Stated[T], at facts.Span) {
	if v.State == facts.Default {
		*v = facts.Undecided[T](at, facts.OutsideRepository)
	}
}

// domains returns the names that the virtual hosts answer to; none when one answers to all.
func (w *walker) domains() []facts.Stated[string] {
	var out []facts.Stated[string]
	seen := map[string]bool{}
	for _, v := range w.vhosts {
		names := domainsOf(v)
		if names == nil {
			return nil
		}
		for _, n := range names {
			if !n.Known() || !seen[n.Value] {
				out = append(out, n)
				seen[n.Value] = true
			}
		}
	}
	return out
}

// domainsOf returns the names of a virtual host, without ports; nil for one that answers to all.
func domainsOf(v node) []facts.Stated[string] {
	var out []facts.Stated[string]
	seen := map[string]bool{}
	for _, d := range v.get("domains").items() {
		name := strings.ToLower(d.text())
		if name == "*" {
			return nil
		}
		if i := strings.LastIndexByte(name, ':'); i > 0 && !strings.HasSuffix(name, "]") {
			name = name[:i]
		}
		if !seen[name] {
			seen[name] = true
			out = append(out, stateOf(d, strings.Trim(name, "[]")))
		}
	}
	return out
}

// virtualHost states the routes of a virtual host, of which the first that matches a request takes it.
func (w *walker) virtualHost(v node) {
	var before taken
	names := domainsOf(v)
	if tree := v.get("matcher"); tree.present() {
		w.elsewhere(v, tree.at).Names = names
	}
	for _, n := range v.get("routes").items() {
		p := pathOf(n.get("match"))
		if before.covers(p) {
			continue // nothing is left for it
		}
		if !p.conditional && p.node.unknown() == facts.NoReason {
			before.add(p)
		}
		w.virtualRoute(v, n, p, names)
	}
}

// virtualRoute states one route of a virtual host.
func (w *walker) virtualRoute(v, n node, p pathMatch, names []facts.Stated[string]) {
	at := p.node.span()
	if at.IsZero() {
		at = n.get("match").at
	}
	entry := &facts.Entry{
		Component: "Envoy route " + p.text() + " of virtual host " + v.get("name").text(), Name: at, Block: n.whole(), Relevance: facts.Unrelated,
	}
	w.e.out.Entries = append(w.e.out.Entries, entry)
	r := w.route(n, p, at, entry)
	r.Names = names
	s := scopes{n, v, w.config}
	if only := n.get("route", "weighted_clusters", "clusters").items(); len(only) == 1 {
		s = append(scopes{only[0]}, s...) // of several, each says something for its share
	}
	w.act(r, v, n)
	w.ask(r, p, s)
	w.answer(r, s)
	if r.Authentication.State == facts.Explicit && (r.Authentication.Value == facts.PasswordAuthentication || r.Authentication.Value == facts.TokenAuthentication) {
		r.Redirect = false // the router redirects, and filters before it ask for the credential first, in clear as it may be
	}
	r.Audit = w.audit(r, w.manager.get("access_log"))
	r.MCP = w.mcp && r.Upstream != nil && !r.Redirect
}

// route makes a route with what all have.
func (w *walker) route(n node, p pathMatch, at facts.Span, entry *facts.Entry) *facts.Route {
	r := &facts.Route{Entry: entry, Listener: w.listener, Span: at, Path: p.text(), Pattern: p.kind == patternPath, Limits: w.limits}
	r.EarlyData = facts.Stated[bool]{}
	for _, h := range n.get("match", "headers").items() {
		if strings.EqualFold(h.get("name").text(), "origin") && !h.get("invert_match").isTrue() {
			r.OriginCheck = facts.Written(true, h.get("name").span())
		}
	}
	if n.get("match", "tls_context").present() && w.policy != nil {
		w.policy.ClientAuthChecked = true
	}
	w.routes = append(w.routes, r)
	w.e.out.Routes = append(w.e.out.Routes, r)
	return r
}

// act states what is done with a request.
func (w *walker) act(r *facts.Route, v, n node) {
	if n.get("route").present() {
		action := n.get("route")
		r.Upstream = w.upstream(action)
		// Zero switches the limit of 15 seconds for an answer off, or that for silence.
		r.Streams = action.get("timeout").isZero() || action.get("idle_timeout").isZero()
		if w.backend != nil {
			r.Upstream = widest(w.backend)
		}
	}
	if to := n.get("redirect"); to.present() {
		r.Redirect = to.get("https_redirect").isTrue() || to.get("scheme_redirect").text() == "https"
	}
	if status := n.get("direct_response", "status").text(); len(status) == 3 && (status[0] == '4' || status[0] == '5') {
		r.Refuses = true
	}
	if i, ok := enum(v.get("require_tls"), "NONE", "EXTERNAL_ONLY", "ALL"); ok && i == 2 && (w.listener.TLS.Known() && !w.listener.TLS.Value) {
		r.Redirect = true
	}
}
