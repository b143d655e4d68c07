package caddy

import (
	"cmp"
	"slices"
	"strings"

	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/internal/exposure"
)

// block is the addresses of a site with its directives.
type block struct {
	addresses []address
	list      []*segment
	whole     facts.Span
}

// blocks returns the sites of a Caddyfile. Without braces there is one, and the rest of the file is its directives.
func (t *caddyfile) blocks() []*block {
	var out []*block
	for i, s := range t.lines {
		switch {
		case len(s.words) == 0:
			if i > 0 && s.blocked {
				t.problem(s.end, facts.Syntax, "expected the address of a site in front of this block")
			}
		case s.blocked:
			out = append(out, newBlock(s, s.block, s.whole()))
		default:
			whole := s.whole()
			if last := t.lines[len(t.lines)-1].whole(); last.Source == whole.Source {
				whole.End = max(whole.End, last.End)
			}
			return append(out, newBlock(s, t.lines[i+1:], whole))
		}
	}
	return out
}

func newBlock(s *segment, list []*segment, whole facts.Span) *block {
	b := &block{list: list, whole: whole}
	for _, w := range s.words {
		w.text = strings.TrimSuffix(w.text, ",")
		if w.span.End > w.span.Start && !w.quoted && strings.HasSuffix(w.span.Text(), ",") {
			w.span.End--
		}
		if w.text != "" {
			b.addresses = append(b.addresses, newAddress(w))
		}
	}
	return b
}

// socket is an address that a site is served on.
type socket struct {
	host, port facts.Stated[string]
	key        string
}

// sockets returns the addresses on which a block listens for one of its addresses.
func (b *block) sockets(a *address, o *options) []socket {
	hosts := o.bind
	if list := (&segment{block: b.list}).inner("bind"); len(list) > 0 {
		hosts = nil
		for _, s := range list {
			hosts = append(hosts, s.args()...)
		}
	}
	p := a.listenPort(o)
	if len(hosts) == 0 {
		return []socket{{facts.ByDefault("", a.span, anyWhy), p, ":" + portKey(p)}}
	}
	var out []socket
	for _, w := range hosts {
		text := w.text
		if _, after, has := strings.Cut(text, "/"); has && !strings.HasPrefix(text, "unix") {
			text = after // tcp4/127.0.0.1
		}
		w.text = text
		out = append(out, socket{w.stated(), p, text + ":" + portKey(p)})
	}
	return out
}

func portKey(p facts.Stated[string]) string {
	if p.Known() {
		return p.Value
	}
	return p.Span.Text()
}

// servers groups the sites of a Caddyfile by the addresses that they are served on, as mapAddressToProtocolToServerBlocks does.
func (t *caddyfile) servers(o *options) []*server {
	byKey := map[string]*server{}
	var out []*server
	for _, b := range t.blocks() {
		c := compiler{file: t, options: o, block: b}
		if len(b.addresses) == 0 {
			continue
		}
		c.made = c.rules()
		c.made.steps = below(&b.addresses[0], c.made.steps)
		for _, on := range b.bySocket(o) {
			v := byKey[on.key]
			if v == nil {
				v = &server{}
				byKey[on.key] = v
				out = append(out, v)
			}
			v.add(c.site(on), on, o)
		}
	}
	for _, v := range out {
		v.sort()
		v.settle(o)
		v.strayLogs()
	}
	return out
}

// served is a socket with the addresses of one block that are served there.
type served struct {
	socket
	tls       bool // the block has a tls directive
	addresses []address
}

func (b *block) bySocket(o *options) []*served {
	var out []*served
	for i := range b.addresses {
		a := &b.addresses[i]
		for _, s := range b.sockets(a, o) {
			j := slices.IndexFunc(out, func(x *served) bool { return x.key == s.key })
			if j < 0 {
				j = len(out)
				out = append(out, &served{socket: s})
			}
			out[j].addresses = append(out[j].addresses, *a)
		}
	}
	return out
}

func (v *server) add(s *site, on *served, o *options) {
	v.sites = append(v.sites, s)
	v.onHTTPPort = on.port.Known() && on.port.Value == o.http()
	v.onHTTPSPort = on.port.Known() && on.port.Value == o.https()
	v.on = append(v.on, on)
}

// sort puts the most specific site first: that is the order in which Caddy asks them, and takes their TLS policies.
func (v *server) sort() {
	slices.SortStableFunc(v.sites, func(a, b *site) int {
		x, y := a.rank(), b.rank()
		return cmp.Or(cmp.Compare(x[0], y[0]), cmp.Compare(x[1], y[1]), cmp.Compare(x[2], y[2]))
	})
}

// rank is lower for a more specific site: catch-alls behind wildcards behind names, and longer names first.
func (s *site) rank() [3]int {
	longest, wild := 0, 0
	for _, h := range s.hosts {
		longest = max(longest, len(h)-strings.Count(h, "*"))
		if strings.Contains(h, "*") {
			wild = 1
		}
	}
	if len(s.hosts) == 0 {
		return [3]int{1, 0, 0}
	}
	return [3]int{0, wild, -longest}
}

// settle decides whether a server speaks TLS. Automatic HTTPS comes in where nothing is written (serversFromPairings;
// App.automaticHTTPSPhase1).
func (v *server) settle(o *options) {
	var directive facts.Span
	for _, s := range v.sites {
		if s.policy == nil {
			continue
		}
		directive = s.policy.span
		if !s.policy.empty {
			v.policies = append(v.policies, s.policy)
		}
	}
	q := v.qualifying(o)
	at := v.sites[0].span
	says := func(on facts.Span, why string) facts.Stated[bool] {
		if !directive.IsZero() {
			return facts.Written(true, directive)
		}
		return facts.ByDefault(true, on, why)
	}
	const named = "Caddy serves TLS where the address has a name (automatic HTTPS)"
	switch {
	case len(v.policies) > 0:
		v.tls = facts.Written(true, v.policies[0].span)
	case !q.https.IsZero() && (!q.autoAdds || o.defaultSNI):
		v.tls = says(q.https, named)
	case v.plain():
		v.tls = facts.Written(false, at)
	case !o.off.IsZero():
		v.tls = facts.Stated[bool]{Value: false, Span: o.off, State: facts.Inherited, Why: &facts.Why{Effect: at}}
	case v.onHTTPPort:
		v.tls = facts.ByDefault(false, at, "Caddy's automatic HTTPS leaves out what is served on the HTTP port only")
	case v.onHTTPSPort:
		v.tls = says(at, "Caddy serves TLS on its HTTPS port (automatic HTTPS)")
	case !q.domain.IsZero():
		v.tls = says(q.domain, named)
	default:
		v.tls = facts.ByDefault(false, at, "Caddy's automatic HTTPS needs a host name, the HTTPS port or a tls directive")
	}
}

// plain reports whether all sites are written with http://.
func (v *server) plain() bool {
	return !slices.ContainsFunc(v.sites, func(s *site) bool { return !s.plain })
}

// qualification is what the addresses of a server say about HTTPS.
type qualification struct {
	https    facts.Span // an address that is to be served over TLS
	domain   facts.Span // a name for which automatic HTTPS gets a certificate
	autoAdds bool       // automatic HTTPS sees to TLS later on
}

func (v *server) qualifying(o *options) qualification {
	q := qualification{autoAdds: o.off.IsZero()}
	skipped := map[string]bool{}
	for _, on := range v.on {
		for _, a := range on.addresses {
			skipped[a.host] = skipped[a.host] || a.scheme == "http" && a.host != "" && !v.onHTTPPort
		}
	}
	for _, on := range v.on {
		everyName := slices.ContainsFunc(on.addresses, func(a address) bool { return a.host == "" && a.unknown == facts.NoReason })
		for _, a := range on.addresses {
			named := a.host != "" || a.unknown != facts.NoReason
			if a.scheme == "https" || a.scheme != "http" && a.port != o.http() && (on.tls || named && !skipped[a.host]) {
				q.https = a.span
			}
			if named && !skipped[a.host] && !everyName {
				q.domain = a.span
			}
			q.autoAdds = q.autoAdds && (a.port == o.https() || a.port != o.http() && named)
		}
	}
	return q
}

// site makes a site of the addresses of a block that are served on one socket.
func (c *compiler) site(on *served) *site {
	s := &site{rules: c.made, address: on.host, port: on.port, span: on.addresses[0].span, plain: true}
	if on.host.Known() {
		s.exposure = exposure.OfListener(on.host.Value)
	}
	everyName := false
	for i := range on.addresses {
		a := &on.addresses[i]
		s.plain = s.plain && a.scheme == "http"
		s.ported = a.port != "" && a.port != "80" && a.port != "443"
		name, has := a.name()
		if !has {
			everyName = true
			continue
		}
		s.names = append(s.names, name)
		if name.Known() && !slices.Contains(s.hosts, name.Value) {
			s.hosts = append(s.hosts, name.Value)
		}
	}
	if everyName {
		s.names, s.hosts = nil, nil
	}
	tls := (&segment{block: c.block.list}).inner("tls")
	on.tls = len(tls) > 0
	c.readTLS(s, tls)
	if len(tls) == 0 && len(s.names) > 0 && !s.plain && c.automatic() {
		s.certificates = []facts.CertificateRef{{Automatic: true}}
	}
	return s
}

// automatic reports whether Caddy gets certificates by itself.
func (c *compiler) automatic() bool {
	return c.options.off.IsZero() && c.options.noCertificates.IsZero()
}
