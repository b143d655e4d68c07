package apache

import (
	"slices"
	"strings"

	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/internal/exposure"
	"github.com/wirevet/wirevet/internal/listener"
)

// server is a virtual host, or the server itself.
type server struct {
	levels  levels // the server's context, and the virtual host
	section *statement
	virtual bool
	entry   *facts.Entry
	names   []facts.Stated[string]
	listens []*listen
	routes  []*route
	rewrite []*rewriteRule
	// sections are those that may apply to a request, the server's own before the virtual host's: Proxy, then Location.
	sections []*section
	policies map[*server]*facts.TLSPolicy
}

// own is the scope of the virtual host, or of the server itself.
func (v *server) own() *scope { return v.levels[len(v.levels)-1] }

// servers states the virtual hosts of a configuration, and the server itself where it answers what none of them does.
func (e *emitter) servers(root *statement) {
	// The virtual hosts are no part of the context that each of them has around it.
	context := *root
	context.block = nil
	for _, d := range root.block {
		if d.name != "<virtualhost" {
			context.block = append(context.block, d)
		}
	}
	main := newScope(&context)
	e.formats, e.managed = map[string]*statement{}, map[string]bool{}
	e.balancer = map[string][]*statement{}
	var all []*server
	for _, d := range root.block {
		if d.name == "<virtualhost" {
			all = append(all, &server{levels: levels{main, newScope(d)}, section: d, virtual: true})
		}
	}
	listeners := sockets(main)
	addresses := map[string]*address{}
	e.collect(&context)
	for _, v := range all {
		e.collect(v.section)
		v.listens = e.listens(v.section, listeners)
	}
	ranked := rankOf(all)
	for _, v := range all {
		v.listens = slices.DeleteFunc(v.listens, func(l *listen) bool { return ranked.outranks(l, listeners) })
	}
	if itself := e.itself(main, all, listeners); itself != nil {
		all = append(all, itself)
	}
	for _, v := range all {
		v.policies = map[*server]*facts.TLSPolicy{}
		v.names = serverNames(v.own())
		for _, l := range v.listens {
			key := canonical(l.host) + ":" + l.port
			if addresses[key] == nil {
				addresses[key] = &address{owner: v}
			}
			l.on = addresses[key]
		}
		v.entry = serverEntry(v)
	}
	for _, v := range all {
		e.server(v)
	}
	listener.Pair(e.out.Listeners)
}

// rank is what virtual hosts name, to tell which of them are never asked.
type rank struct {
	addresses map[string]bool // "10.0.0.5:443", without wildcards
	ports     map[string]bool // of wildcards that name one
}

func rankOf(all []*server) rank {
	out := rank{map[string]bool{}, map[string]bool{}}
	for _, v := range all {
		for _, l := range v.listens {
			switch host := canonical(l.host); {
			case host != "*":
				out.addresses[host+":"+l.port] = true
			case !l.anyPort:
				out.ports[l.port] = true
			}
		}
	}
	return out
}

// outranks reports whether a virtual host of a wildcard is never asked: because another wildcard names the port, or because for
// each Listen of its port another virtual host names the very address (ap_update_vhost_given_ip tries those first).
func (r rank) outranks(l *listen, listeners []*socket) bool {
	if canonical(l.host) != "*" {
		return false
	}
	if l.anyPort && r.ports[l.port] {
		return true
	}
	covered := false
	for _, s := range listeners {
		if !s.covers(l.host, l.port) {
			continue
		}
		if canonical(s.host) == "*" || !r.addresses[canonical(s.host)+":"+l.port] {
			return false
		}
		covered = true
	}
	return covered
}

// collect notes what other parts refer to by name.
func (e *emitter) collect(section *statement) {
	for _, d := range section.block {
		switch d.name {
		case "logformat":
			if len(d.args) > 1 {
				e.formats[d.args[1].text] = d
			}
		case "mdomain", "<mdomain", "<mdomainset":
			for _, a := range d.args {
				e.managed[strings.ToLower(a.text)] = true
			}
		case "<proxy":
			if name := strings.ToLower(strings.TrimRight(d.arg(0), "/")); strings.HasPrefix(name, "balancer://") {
				for _, m := range d.block {
					if m.name == "balancermember" && len(m.args) > 0 {
						e.balancer[name] = append(e.balancer[name], m)
					}
				}
			}
		case "balancermember":
			if len(d.args) > 1 {
				name := strings.ToLower(strings.TrimRight(d.arg(0), "/"))
				m := *d
				m.args = d.args[1:]
				e.balancer[name] = append(e.balancer[name], &m)
			}
		}
	}
}

// itself returns the server outside of the virtual hosts, where it answers an address that none of them has.
func (e *emitter) itself(main *scope, virtual []*server, listeners []*socket) *server {
	v := &server{levels: levels{main}, section: main.section}
	taken := func(s *socket) bool {
		for _, other := range virtual {
			for _, l := range other.listens {
				if l.port == "" || l.port == s.port && (canonical(l.host) == "*" || canonical(l.host) == canonical(s.host)) {
					return true
				}
			}
		}
		return false
	}
	for _, s := range listeners {
		if s.unknown != facts.NoReason {
			v.listens = append(v.listens, &listen{
				span: s.at, host: s.host, port: s.port, address: facts.Undecided[string](s.at, s.unknown), portStated: facts.Undecided[string](s.at, s.unknown),
			})
			continue
		}
		if !taken(s) {
			v.listens = append(v.listens, &listen{
				span: s.at, host: s.host, port: s.port, address: facts.Written(s.host, s.at), portStated: facts.Written(s.port, s.at),
				exposure: exposure.OfListener(s.host), https: s.https,
			})
		}
	}
	if len(listeners) == 0 && len(virtual) == 0 {
		// A fragment of a server whose addresses stand elsewhere.
		for _, d := range main.section.block {
			if routing(d.name) {
				v.listens = append(v.listens, &listen{
					span: d.written(), address: facts.Undecided[string](d.written(), facts.OutsideRepository),
					portStated: facts.Undecided[string](d.written(), facts.OutsideRepository),
				})
				break
			}
		}
	}
	if len(v.listens) == 0 {
		return nil
	}
	return v
}

// routing reports whether a directive says where requests go.
func routing(name string) bool {
	switch name {
	case "proxypass", "proxypassmatch", "<location", "<locationmatch", "rewriterule":
		return true
	}
	return false
}

func serverEntry(v *server) *facts.Entry {
	title := "Apache server"
	at := facts.Span{Source: v.section.file.src}
	block := at
	if v.virtual {
		title, at, block = "Apache virtual host", v.section.word.span(), v.section.span()
	} else if len(v.listens) > 0 {
		at = v.listens[0].span
		block = at
	}
	for _, n := range v.names {
		if n.Known() {
			title, at = title+" "+n.Value, n.Span
			break
		}
	}
	if len(v.listens) > 0 && isDigits(v.listens[0].port) {
		title += ":" + v.listens[0].port
	}
	return &facts.Entry{Component: title, Name: at, Block: block, Relevance: facts.Unrelated}
}

// serverNames returns the names that a server answers to.
func serverNames(s *scope) []facts.Stated[string] {
	var out []facts.Stated[string]
	add := func(d *statement, a arg) {
		name := a.text
		if _, after, has := strings.Cut(name, "://"); has {
			name = after
		}
		if host, port, has := strings.Cut(name, ":"); has && isDigits(port) {
			name = host
		}
		switch reason := undecided(&statement{args: []arg{a}, conditional: d.conditional}); {
		case reason != facts.NoReason:
			out = append(out, facts.Undecided[string](a.span(), reason))
		case name != "":
			out = append(out, facts.Written(strings.ToLower(name), a.span()))
		}
	}
	if found := s.named("servername"); len(found) > 0 && len(found[len(found)-1].args) > 0 {
		add(found[len(found)-1], found[len(found)-1].args[0])
	}
	for _, d := range s.named("serveralias") {
		for _, a := range d.args {
			add(d, a)
		}
	}
	return out
}

// server states one server: its listeners, and its routes once for those that answer alike.
func (e *emitter) server(v *server) {
	e.out.Entries = append(e.out.Entries, v.entry)
	v.sections = e.sectionsOf(v)
	v.rewrite = e.rewriteRules(v)
	e.findRoutes(v)
	groups := map[string][]*facts.Route{}
	for _, l := range v.listens {
		f := &facts.Listener{
			Entry: v.entry, Product: product, Span: l.span, Address: l.address, Port: l.portStated, Names: v.names,
			Exposure: l.exposure, NamesExposure: exposure.OfNames(v.names), TLS: e.speaksTLS(v, l), Proxy: true,
		}
		key := l.port
		if f.TLS.Known() && f.TLS.Value {
			f.Policy = e.policy(v, l)
			key = "tls"
		}
		if groups[key] == nil {
			groups[key] = e.routes(v, l, f)
		}
		f.Routes = groups[key]
		f.OnlyRedirects = listener.OnlyRedirects(f.Routes, "server-status", "server-info")
		e.out.Listeners = append(e.out.Listeners, f)
	}
}
