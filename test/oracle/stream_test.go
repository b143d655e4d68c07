package oracle

import (
	"crypto/tls"

	"github.com/wirevet/wirevet/facts"
)

func (p *probe) isStream(l *facts.Listener) bool {
	return p.program.stream != nil && p.program.stream(l)
}

// stream asks a listener that hands connections on. What it does not take, it ends without an answer.
func (p *probe) stream(l *facts.Listener) {
	encrypted := l.Policy != nil
	if l.TLS.Known() != encrypted || encrypted && !l.TLS.Value {
		p.differ(l, "wirevet says TLS %v %s", l.TLS.Value, l.TLS.State)
		return
	}
	if len(l.Routes) != 1 || l.Routes[0].Upstream == nil {
		p.differ(l, "%d routes", len(l.Routes))
		return
	}
	if r := l.Routes[0]; r.Refuses || outside(r) { // which is looked at before any handshake
		p.passes(l, p.get(l, p.host(l), "/", "", &p.w.good), 0)
		return
	}
	works := p.handsOn(l.Routes[0])
	if !encrypted {
		p.passes(l, p.get(l, p.host(l), "/", "", nil), works)
		return
	}
	if conn, err := connect(l); err != nil {
		p.differ(l, "%v", err)
	} else {
		if p.ask(conn, p.host(l), "/plain", "") != nil {
			p.differ(l, "it answers in clear, wirevet says TLS %v", l.TLS.Value)
		}
		conn.Close()
	}
	p.versions(l)
	p.suites(l)
	if !p.reachable(l) {
		return
	}
	if works != 0 { // otherwise nobody gets an answer
		p.clients(l)
	}
	var cert *tls.Certificate
	if requires(l) {
		cert = &p.w.good
	}
	p.passes(l, p.get(l, p.host(l), "/", "", cert), works)
}

// handsOn returns with which status an HTTP request is answered that a route has handed on; 0 when the connection is ended.
func (p *probe) handsOn(r *facts.Route) int {
	switch {
	case r.Upstream.Policy == nil && p.kind(r.Upstream) != "clear":
		return 400 // Go's server says that it was asked in clear
	case r.Upstream.Policy == nil:
		return 200
	case p.kind(r.Upstream) != "clear" && p.trusts(r):
		return 200
	}
	return 0
}

func (p *probe) passes(l *facts.Listener, a *answer, want int) {
	got := 0
	if a != nil {
		got = a.StatusCode
	}
	if got != want {
		u := l.Routes[0].Upstream
		p.differ(l, "to %s%s:%s: %d, want %d", u.Address.Value, u.Name, u.Port, got, want)
	}
}
