package oracle

import (
	"bytes"
	"crypto/tls"
	"fmt"

	"github.com/wirevet/wirevet/facts"
)

// presents asks a listener that hands TLS on as it is: what it presents is the next hop's certificate.
func (p *probe) presents(l *facts.Listener) {
	want := p.kind(l.Routes[0].Upstream)
	conn, err := p.dial(l, &tls.Config{})
	if err != nil {
		p.differ(l, "hands TLS on, wirevet says: %v", err)
		return
	}
	defer conn.Close()
	if !bytes.Equal(conn.ConnectionState().PeerCertificates[0].Raw, p.w.presented[want]) {
		p.differ(l, "hands TLS on, wirevet says: it has another certificate than the next hop %s", want)
	}
}

// leadsNowhere reports whether a listener is for connections whose next hop is not trusted: it is connected to before the handshake
// of whoever comes, which then does not happen.
func (p *probe) leadsNowhere(l *facts.Listener) bool {
	u := l.Routes[0].Upstream
	return u != nil && u.Scheme.Value == "tls" && u.Policy != nil && !p.trusts(l.Routes[0])
}

// forwards asks a route of connections, of which the server reads no request, and gives no answer of its own.
func (p *probe) forwards(l *facts.Listener, r *facts.Route, cert *tls.Certificate) {
	answer := p.get(l, p.host(l), fmt.Sprintf("/?/m%d", p.asked), "", cert)
	want := r.Upstream.Policy == nil || p.trusts(r)
	if got := answer != nil && answer.StatusCode == 200; got != want {
		p.differ(l, "%s: reached the next hop %v, wirevet says %v", r.Path, got, want)
	}
}

// handsOnClear asks a listener that hands on connections without TLS, and perhaps others. It reports false for one that does not.
func (p *probe) handsOnClear(l *facts.Listener) bool {
	if len(l.Routes) != 1 || l.Routes[0].Upstream == nil || l.Routes[0].Audit != nil {
		return false
	}
	p.passes(l, p.get(l, p.host(l), "/", "", nil), p.handsOn(l.Routes[0]))
	return true
}
