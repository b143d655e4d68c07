package nginx

import (
	"strings"

	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/internal/exposure"
	"github.com/wirevet/wirevet/internal/listener"
)

const product = "nginx"

// server is a server block of http.
type server struct {
	scope     *scope
	block     *statement
	entry     *facts.Entry
	names     []facts.Stated[string]
	listens   []*listen
	locations []*location
	// policies holds one policy for each server that may govern this one's handshake.
	policies map[*server]*facts.TLSPolicy
}

// http states the servers of an http block.
func (e *emitter) http(s *scope) {
	e.groups, e.formats, e.maps = map[string]*group{}, map[string]*statement{}, map[string]*statement{}
	var servers []*server
	var own []*statement
	for _, d := range s.own {
		if d.name.text != "server" || !d.blocked {
			own = append(own, d)
		}
		switch {
		case d.name.text == "upstream" && d.blocked && len(d.args) > 0:
			e.groups[d.args[0].text] = newGroup(e.tree.scope(s, d, d.block))
		case d.name.text == "log_format" && len(d.args) > 1:
			e.formats[d.args[0].text] = d
		case (d.name.text == "map" || d.name.text == "geo") && d.blocked && len(d.args) > 0:
			e.maps[variableName(d.args[len(d.args)-1].text)] = d
		case d.name.text == "server" && d.blocked:
			servers = append(servers, &server{
				block: d, scope: e.tree.scope(s, d, d.block), policies: map[*server]*facts.TLSPolicy{},
			})
			d.file.letGo()
		}
	}
	s.own = own // from here on each server's directives go as soon as its facts are stated
	addresses := map[string]*address{}
	for _, v := range servers {
		v.names = serverNames(v.scope)
		v.listens = listens(v.scope)
		for _, l := range v.listens {
			join(addresses, l, v)
		}
	}
	for _, v := range servers {
		v.entry = serverEntry(v)
	}
	before := len(e.out.Listeners)
	for i, v := range servers {
		e.server(v)
		servers[i] = nil
	}
	listener.Pair(e.out.Listeners[before:])
}

func serverEntry(v *server) *facts.Entry {
	title, at := "nginx server", v.block.at(v.block.name)
	for _, n := range v.names {
		if n.Known() {
			title, at = title+" "+n.Value, n.Span
			break
		}
	}
	if len(v.listens) > 0 && v.listens[0].port != "" {
		title += ":" + v.listens[0].port
	}
	return &facts.Entry{Component: title, Name: at, Block: v.block.span(), Relevance: facts.Unrelated}
}

// serverNames returns the names that a server answers to. The empty name and "_" are no host's name.
func serverNames(s *scope) []facts.Stated[string] {
	var out []facts.Stated[string]
	for _, d := range s.named("server_name") {
		for _, a := range d.args {
			switch {
			case a.text == "" || a.text == "_":
			case d.conditional:
				out = append(out, facts.Undecided[string](d.at(a), facts.UnrenderedTemplate))
			case strings.HasPrefix(a.text, "~"):
				out = append(out, facts.Undecided[string](d.at(a), facts.SeveralValues)) // a regular expression
			case unknownText(a.text) != facts.NoReason:
				out = append(out, facts.Undecided[string](d.at(a), unknownText(a.text)))
			default:
				out = append(out, facts.Written(strings.ToLower(a.text), d.at(a)))
			}
		}
	}
	return out
}

// server states one server: its listeners, and its routes once for those that answer alike.
func (e *emitter) server(v *server) {
	e.out.Entries = append(e.out.Entries, v.entry)
	v.locations = e.locations(v)
	var clear, encrypted []*facts.Route
	for _, l := range v.listens {
		f := &facts.Listener{
			Entry: v.entry, Product: product, Span: l.span, Address: l.address, Port: l.portStated, Names: v.names,
			Exposure: l.exposure, NamesExposure: exposure.OfNames(v.names), TLS: l.tls(), Proxy: true,
		}
		routes := &clear
		if f.TLS.Known() && f.TLS.Value {
			f.Policy = e.policy(v, l)
			routes = &encrypted
		}
		if *routes == nil {
			*routes = e.routes(v, f)
		}
		f.Routes = *routes
		f.OnlyRedirects = listener.OnlyRedirects(f.Routes, "nginx_status", "stub_status")
		e.out.Listeners = append(e.out.Listeners, f)
	}
}
