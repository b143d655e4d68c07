package nginx

import (
	"github.com/wirevet/wirevet/facts"
)

// stream states the servers of a stream block: connections that nginx hands on without a look at what they carry.
func (e *emitter) stream(s *scope) {
	e.groups, e.formats, e.maps = map[string]*group{}, map[string]*statement{}, map[string]*statement{}
	var servers []*server
	for _, d := range s.own {
		switch {
		case d.name.text == "upstream" && d.blocked && len(d.args) > 0:
			e.groups[d.args[0].text] = newGroup(e.tree.scope(s, d, d.block))
		case d.name.text == "server" && d.blocked:
			servers = append(servers, &server{
				block: d, scope: e.tree.scope(s, d, d.block), policies: map[*server]*facts.TLSPolicy{},
			})
		}
	}
	addresses := map[string]*address{}
	for _, v := range servers {
		v.listens = listens(v.scope)
		for _, l := range v.listens {
			join(addresses, l, v)
		}
		v.entry = serverEntry(v)
		v.entry.Component = "nginx stream" + v.entry.Component[len("nginx"):]
	}
	for _, v := range servers {
		e.streamServer(v)
	}
}

func (e *emitter) streamServer(v *server) {
	e.out.Entries = append(e.out.Entries, v.entry)
	for _, l := range v.listens {
		f := &facts.Listener{
			Entry: v.entry, Product: product, Span: l.span, Address: l.address, Port: l.portStated, Exposure: l.exposure, TLS: l.tls(),
			Proxy: true,
		}
		if l.on.ssl {
			f.Policy = e.policy(v, l)
		} else {
			// What passes through may well be TLS: nothing here says so.
			f.TLS = facts.Undecided[bool](l.span, facts.OutsideRepository)
		}
		e.out.Listeners = append(e.out.Listeners, f)
	}
}
