package nginx

import (
	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/internal/exposure"
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
		v.names = serverNames(v.scope) // since 1.25.5
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
			Entry: v.entry, Product: product, Span: l.span, Address: l.address, Port: l.portStated, Names: v.names,
			Exposure: l.exposure, NamesExposure: exposure.OfNames(v.names), TLS: l.tls(), Proxy: true,
		}
		if l.on.ssl {
			f.Policy = e.policy(v, l)
		} else {
			// What passes through may well be TLS: nothing here says so.
			f.TLS = facts.Undecided[bool](l.span, facts.OutsideRepository)
		}
		e.out.Listeners = append(e.out.Listeners, f)
		if r := e.streamRoute(v, f); r != nil {
			f.Routes = []*facts.Route{r}
			e.out.Routes = append(e.out.Routes, r)
		}
	}
}

// streamRoute states where connections are handed on to. nginx reads nothing of them: what is asked of requests, the program
// behind it decides.
func (e *emitter) streamRoute(v *server, l *facts.Listener) *facts.Route {
	d := (setting{directives: v.scope.named("proxy_pass")}).last()
	if d == nil || len(d.args) == 0 {
		return nil
	}
	at := d.at(d.args[0])
	r := &facts.Route{
		Entry: v.entry, Listener: l, Span: at, Path: "/", Limits: limits(v.scope), Refuses: nobodyAllowed(v.scope),
		Authentication: facts.Undecided[facts.AuthenticationKind](at, facts.OutsideRepository),
		HSTS:           facts.Undecided[bool](at, facts.OutsideRepository), BodyLimit: facts.Undecided[bool](at, facts.OutsideRepository),
	}
	if p := l.Policy; p != nil && p.ClientAuth.Known() && p.ClientAuth.Value == facts.RequireAndVerify {
		r.Authentication = facts.Stated[facts.AuthenticationKind]{Value: facts.ClientCertificate, Span: p.ClientAuth.Span, State: p.ClientAuth.State, Why: p.ClientAuth.Why}
	}
	u := &facts.Upstream{Entry: v.entry, Span: at, Product: product}
	e.target(u, v.scope, d, "tcp")
	encrypts := v.scope.flag("proxy_ssl", at)
	switch {
	case encrypts.State == facts.Unresolved:
		u.Scheme = facts.Undecided[string](encrypts.Span, encrypts.Why.Reason)
	case encrypts.Value:
		u.Scheme = facts.Written("tls", encrypts.Span)
		u.Policy = e.clientPolicy(u, v.scope, d, "proxy_ssl_")
	case l.Policy == nil:
		u.Scheme = facts.Undecided[string](at, facts.OutsideRepository) // what came in
	case u.Scheme.Known():
		u.Scheme = facts.ByDefault("tcp", at, "nginx hands on what it has decrypted as it is, unless proxy_ssl is on (ngx_stream_proxy_module)")
	}
	r.Upstream = u
	e.out.Upstreams = append(e.out.Upstreams, u)
	return r
}
