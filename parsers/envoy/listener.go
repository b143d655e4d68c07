package envoy

import (
	"strings"

	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/internal/exposure"
	"github.com/wirevet/wirevet/internal/listener"
)

// bound is an address on which a listener accepts connections.
type bound struct {
	at            facts.Span
	address, port facts.Stated[string]
	exposure      facts.Exposure
}

// boundTo reads the address of a listener. It reports false for one that there is not.
func boundTo(address node) (bound, bool) {
	switch s, pipe := address.get("socket_address"), address.get("pipe", "path"); {
	case s.present():
		host, port := s.get("address"), s.get("port_value")
		if !port.present() {
			port = s.get("named_port")
		}
		b := bound{at: host.span(), address: host.stated(), port: port.stated()}
		if host.unknown() == facts.NoReason {
			b.exposure = exposure.OfListener(host.text())
		}
		return b, host.present()
	case pipe.present():
		return bound{at: pipe.span(), address: facts.Written("unix:"+pipe.text(), pipe.span()), exposure: facts.Loopback}, true
	}
	return bound{}, false
}

// listener states a listener: each of its filter chains on each of its addresses.
func (e *emitter) listener(n node) {
	if n.get("api_listener").present() {
		return // in the program that has Envoy inside, and on no address
	}
	var on []bound
	for _, address := range append([]node{n.get("address")}, addressesOf(n)...) {
		if b, ok := boundTo(address); ok {
			on = append(on, b)
		}
	}
	if inside := n.get("internal_listener"); inside.present() && len(on) == 0 {
		on = append(on, bound{at: inside.at, address: facts.Written("envoy_internal", inside.at), exposure: facts.Loopback})
	}
	chains := n.get("filter_chains").items()
	if last := n.get("default_filter_chain"); last.present() {
		chains = append(chains, last)
	}
	title := n.get("name").text()
	if title == "" && len(on) > 0 {
		title = strings.TrimSuffix(on[0].address.Value+":"+on[0].port.Value, ":")
	}
	for i, c := range chains {
		e.chain(n, c, on, chainTitle(title, c, i, len(chains)))
	}
}

func addressesOf(n node) []node {
	var out []node
	for _, more := range n.get("additional_addresses").items() {
		out = append(out, more.get("address"))
	}
	return out
}

// chainTitle names one of several chains by what chooses it.
func chainTitle(title string, c node, i, of int) string {
	if of < 2 {
		return title
	}
	if name := c.get("name").text(); name != "" {
		return title + ", filter chain " + name
	}
	if names := c.get("filter_chain_match", "server_names").items(); len(names) > 0 {
		return title + ", filter chain for " + names[0].text()
	}
	return title + ", filter chain " + itoa(i+1)
}

// chain states one filter chain.
func (e *emitter) chain(n, c node, on []bound, title string) {
	at := n.get("name")
	entry := &facts.Entry{Component: "Envoy listener " + title, Name: at.span(), Block: c.whole(), Relevance: facts.Unrelated}
	if entry.Name.IsZero() && len(on) > 0 {
		entry.Name = on[0].at
	}
	e.out.Entries = append(e.out.Entries, entry)
	tls, policy := e.serverTLS(entry, entry.Component, c)
	match := c.get("filter_chain_match")
	var names []facts.Stated[string]
	for _, name := range match.get("server_names").items() {
		names = append(names, stateOf(name, strings.ToLower(name.text())))
	}
	w := &walker{e: e, entry: entry, chain: c, policy: policy}
	for _, field := range [...]string{"source_prefix_ranges", "direct_source_prefix_ranges"} {
		for _, r := range match.get(field).items() {
			w.limits = append(w.limits, rangeOf(r))
		}
	}
	if from := match.get("source_type"); from.present() {
		if i, _ := enum(from, "ANY", "SAME_IP_OR_LOOPBACK", "EXTERNAL"); i == 1 {
			w.limits = append(w.limits, facts.Written("127.0.0.0/8", from.span()))
		}
	}
	for _, b := range on {
		l := &facts.Listener{
			Entry: entry, Product: "Envoy", Span: b.at, Address: b.address, Port: b.port, Exposure: b.exposure, Names: names, TLS: tls, Policy: policy, Proxy: true,
		}
		if w.routes == nil {
			w.listener = l
			w.filters()
		}
		if len(names) == 0 {
			l.Names = w.domains()
		}
		if policy == nil && (w.passes && w.mayPassTLS() || w.speaksOther()) {
			l.TLS = facts.Undecided[bool](b.at, facts.OutsideRepository)
		}
		l.NamesExposure = exposure.OfNames(l.Names)
		l.Routes = w.routes
		l.OnlyRedirects = listener.OnlyRedirects(l.Routes)
		e.out.Listeners = append(e.out.Listeners, l)
	}
}

// mayPassTLS reports whether what a TCP proxy hands on as it is may be TLS, which the next hop ends. It is not where the chain is for
// connections without it, or where TLS begins at the proxy.
func (w *walker) mayPassTLS() bool {
	if w.chain.get("filter_chain_match", "transport_protocol").text() == "raw_buffer" {
		return false
	}
	for _, r := range w.routes {
		if r.Upstream != nil && r.Upstream.Policy != nil {
			return false
		}
	}
	return true
}

// speaksOther reports whether the chain ends in a filter for a protocol that is neither HTTP nor handed on as it is, Redis's or that of an
// extension: whether that is in clear is no question of HTTP.
func (w *walker) speaksOther() bool {
	return w.manager.n == nil && !w.passes && len(w.chain.get("filters").items()) > 0
}

// rangeOf states a CidrRange.
func rangeOf(r node) facts.Stated[string] {
	prefix := r.get("address_prefix")
	value := prefix.text()
	if size := r.get("prefix_len"); size.present() {
		value += "/" + size.text()
	}
	return stateOf(prefix, value)
}

// admin states Envoy's own pages, which ask nobody who calls.
func (e *emitter) admin(n node) {
	b, ok := boundTo(n.get("address"))
	if !ok {
		return
	}
	entry := &facts.Entry{Component: "Envoy admin interface", Name: n.at, Block: n.whole(), Relevance: facts.Unrelated}
	e.out.Entries = append(e.out.Entries, entry)
	e.out.Listeners = append(e.out.Listeners, &facts.Listener{
		Entry: entry, Product: "Envoy", Span: b.at, Address: b.address, Port: b.port, Exposure: b.exposure, Proxy: true,
		TLS: facts.ByDefault(false, n.at, "Envoy's admin interface speaks no TLS and asks nobody who calls"),
	})
}
