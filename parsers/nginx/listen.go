package nginx

import (
	"net/netip"
	"strings"

	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/internal/exposure"
)

// listen is one listen directive.
type listen struct {
	span       facts.Span
	address    facts.Stated[string]
	portStated facts.Stated[string]
	port       string
	key        string // of its address: what is equal here is one socket
	exposure   facts.Exposure
	ssl, quic  bool
	isDefault  bool
	unknown    facts.Reason
	on         *address
}

// address is a socket that several servers may share.
type address struct {
	ssl, quic bool
	says      facts.Span // the listen directive that makes it speak TLS
	// owner is the default server: the one that says so, or else the first.
	owner    *server
	explicit bool
}

// join puts a server on the address of one of its listen directives.
func join(addresses map[string]*address, l *listen, v *server) {
	a := addresses[l.key]
	if a == nil {
		a = &address{owner: v}
		addresses[l.key] = a
	}
	l.on = a
	// An address speaks TLS for all its servers as soon as one of them says so (ngx_http_add_addresses).
	if l.ssl && !a.ssl {
		a.says = l.span
	}
	a.ssl, a.quic = a.ssl || l.ssl, a.quic || l.quic
	if l.isDefault && !a.explicit {
		a.owner, a.explicit = v, true
	}
}

func listens(s *scope) []*listen {
	var out []*listen
	// `ssl on` was removed in 1.25.1; until then it made every address of the server speak TLS.
	always := false
	if d := (setting{directives: s.named("ssl")}).last(); d != nil {
		always = d.arg(0) == "on"
	} else if v := s.lookup("ssl"); v.last() != nil {
		always = v.last().arg(0) == "on"
	}
	for _, d := range s.named("listen") {
		if len(d.args) == 0 {
			continue
		}
		l := newListen(d)
		l.ssl = l.ssl || always
		out = append(out, l)
	}
	if len(out) == 0 {
		at := s.block.at(s.block.name)
		// A server without a listen directive (ngx_http_core_server); without root's rights it is port 8000.
		const why = "nginx listens on port 80 of every address when no listen directive is there (ngx_http_core_module, listen)"
		out = append(out, &listen{
			span: at, key: "*:80", port: "80", address: facts.ByDefault("*", at, why), portStated: facts.ByDefault("80", at, why), ssl: always,
		})
	}
	return out
}

func newListen(d *statement) *listen {
	l := &listen{span: d.written()}
	for _, a := range d.args[1:] {
		switch a.text {
		case "ssl":
			l.ssl = true
		case "quic", "http3":
			l.quic = true
		case "default_server", "default":
			l.isDefault = true
		}
	}
	text, at := d.args[0].text, d.at(d.args[0])
	if reason := undecided(&statement{args: d.args[:1], conditional: d.conditional}); reason != facts.NoReason {
		l.unknown = reason
		l.key = text
		l.address, l.portStated = facts.Undecided[string](at, reason), facts.Undecided[string](at, reason)
		return l
	}
	if strings.HasPrefix(text, "unix:") {
		l.key, l.exposure = text, facts.Loopback
		l.address = facts.Written(text, at)
		return l
	}
	host, port := splitListen(text)
	l.port = port
	l.address, l.portStated = facts.Written(host, at), facts.Written(port, at)
	if !strings.HasSuffix(text, port) {
		const why = "nginx listens on port 80 when none is written (ngx_http_core_module, listen)"
		l.portStated = facts.ByDefault(port, at, why)
	}
	l.exposure = exposure.OfListener(host)
	l.key = canonical(host) + ":" + port
	if l.quic {
		l.key += "/udp"
	}
	return l
}

// splitListen cuts what a listen directive names into address and port: "443", "*:443", "[::1]:443", "localhost".
func splitListen(text string) (host, port string) {
	if isDigits(text) {
		return "*", text
	}
	i := strings.LastIndexByte(text, ':')
	if i < 0 || strings.HasSuffix(text, "]") {
		return text, "80"
	}
	return text[:i], text[i+1:]
}

func isDigits(s string) bool {
	return s != "" && strings.Trim(s, "0123456789-") == "" // a range of ports has a dash
}

// canonical returns the form in which nginx compares addresses.
func canonical(host string) string {
	switch host {
	case "*", "0.0.0.0":
		return "*"
	case "localhost":
		return "127.0.0.1"
	}
	if a, err := netip.ParseAddr(strings.Trim(host, "[]")); err == nil {
		return a.String()
	}
	return strings.ToLower(host)
}

// tls says whether the address speaks TLS.
func (l *listen) tls() facts.Stated[bool] {
	if l.unknown == facts.UnrenderedTemplate {
		return facts.Undecided[bool](l.span, l.unknown)
	}
	on := facts.Written(l.on.ssl || l.quic, l.span)
	if l.on.ssl && !l.ssl {
		on = facts.Stated[bool]{Value: true, Span: l.on.says, State: facts.Inherited, Why: &facts.Why{Effect: l.span}}
	}
	return on
}
