package haproxy

import (
	"strings"

	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/internal/listener"
)

// backendsOf returns the names of the backends that a frontend may hand requests to.
func (c *configuration) backendsOf(p *proxy) []string {
	var out []string
	for _, r := range p.readRules() {
		if r.set == "use_backend" && len(r.args) > 0 {
			out = append(out, r.args[0].text)
		}
	}
	if l := p.last("default_backend").line; l != nil {
		out = append(out, l.arg(1))
	}
	return out
}

// backend returns where a request goes, with the word that says so.
func (c *configuration) backend(p *proxy, k *class, v *visit) (name word, at *line, px *proxy) {
	v.in = p
	for _, r := range p.readRules() {
		if r.set != "use_backend" || len(r.args) == 0 {
			continue
		}
		holds := v.holds(r.condition)
		if holds == yes || holds == maybe && r == k.from {
			return r.args[0], r.line, c.byName[r.args[0].text]
		}
	}
	if l := p.last("default_backend").line; l != nil && len(l.args()) > 0 {
		return l.args()[0], l, c.byName[l.arg(1)]
	}
	if p.kind() == "listen" {
		return p.section.header.words[min(1, len(p.section.header.words)-1)], p.section.header, p
	}
	return word{}, nil, nil
}

// routes states what becomes of each kind of request on a listener.
func (c *configuration) routes(l *facts.Listener, p *proxy, classes []*class, trail *facts.AuditTrail) {
	for _, k := range classes {
		r := c.route(l, p, k, trail)
		if r.Upstream == nil && !r.Redirect && !r.Refuses && k.path.how == "" && len(k.hosts) == 0 && k.span == p.section.at() && len(classes) > 1 {
			continue // nothing is said of what no rule names: HAProxy answers it with an error
		}
		c.out.Routes = append(c.out.Routes, r)
		l.Routes = append(l.Routes, r)
	}
	l.OnlyRedirects = listener.OnlyRedirects(l.Routes, ownPaths...)
}

func (c *configuration) route(l *facts.Listener, p *proxy, k *class, trail *facts.AuditTrail) *facts.Route {
	c.entryOf(p, k)
	r := &facts.Route{Entry: k.entry, Listener: l, Span: k.span, Path: k.path.shown(), Pattern: k.path.isPattern(), Names: k.hosts, Audit: trail}
	if len(k.hosts) == 0 && len(l.Names) > 0 {
		r.Names = []facts.Stated[string]{facts.Undecided[string](k.span, facts.SeveralValues)} // any other
	}
	anybody := visitOf(l, p, k)
	request := func(who caller) visit {
		v := anybody
		v.caller = who
		return v
	}
	in, out := request(member), request(nobody)
	name, at, px := c.backend(p, k, &in)
	way := []*proxy{p}
	if px != nil && px != p {
		way = append(way, px)
	}
	switch became(way, &in) {
	case redirected:
		r.Redirect = !isTrue(l.TLS)
	case refused:
		r.Refuses = true
	case served:
		r.Upstream = c.upstream(name, at, px)
	}
	r.Streams = streams(way)
	if !p.isHTTP() && (px == nil || !px.isHTTP()) {
		r.Authentication = facts.Undecided[facts.AuthenticationKind](k.span, facts.OutsideRepository)
		if px != nil {
			px.decrypted = px.decrypted || isTrue(l.TLS)
			px.passedOn = px.passedOn || !isTrue(l.TLS)
		}
		return r
	}
	r.Authentication = c.authentication(k.span, way, request, l.Policy)
	headers(r, way, &in)
	originCheck(r, way, &out)
	hostCheck(r, way, in)
	r.Limits = limits(way, &in)
	c.earlyData(r, way, &in)
	c.silenced(r, p, &in)
	return r
}

// asTheyCome states that the servers of a proxy get connections only as they come in, which may well be TLS.
func (p *proxy) asTheyCome() {
	for _, s := range p.servers {
		if u := s.upstream; u.Policy == nil {
			u.Scheme = facts.Undecided[string](u.Span, facts.OutsideRepository)
		}
	}
}

func isTrue(s facts.Stated[bool]) bool { return s.Known() && s.Value }

func visitOf(l *facts.Listener, p *proxy, k *class) visit {
	v := visit{in: p, path: k.path, encrypted: maybe}
	if l.TLS.Known() {
		v.encrypted = truthOf(l.TLS.Value)
	}
	if l.Port.Known() {
		v.port = l.Port.Value
	}
	for _, h := range k.hosts {
		v.hosts = append(v.hosts, h.Value)
	}
	if q := l.Policy; q != nil && q.ClientAuth.Known() {
		v.asked = q.ClientAuth.Value != facts.NoClientCert
		v.required = q.ClientAuth.Value == facts.RequireAnyCert || q.ClientAuth.Value == facts.RequireAndVerify
		v.anyCertificate = q.ClientAuth.Value == facts.RequestClientCert || q.ClientAuth.Value == facts.RequireAnyCert
	}
	return v
}

// became takes a request through the proxies on its way.
func became(way []*proxy, v *visit) outcome {
	for _, p := range way {
		if got := v.follow(p); got.outcome != served {
			return got.outcome
		}
	}
	return served
}

// entryOf makes the entry of a kind of request. That of all others is the frontend's.
func (c *configuration) entryOf(p *proxy, k *class) {
	if k.entry != nil {
		return
	}
	title := k.path.shown()
	if len(k.hosts) > 0 {
		title = k.hosts[0].Value + title
	}
	k.entry = &facts.Entry{
		Component: "haproxy route " + title + " of " + p.kind() + " " + p.name(), Name: k.span, Block: k.span, Relevance: facts.Unrelated,
	}
	if k.from != nil {
		k.entry.Block = k.from.line.span()
	}
	c.out.Entries = append(c.out.Entries, k.entry)
}

func (m matcher) shown() string {
	switch m.how {
	case "":
		return "/"
	case "dir":
		return "/" + strings.Trim(m.text, "/")
	}
	return m.text
}

func (m matcher) isPattern() bool {
	switch m.how {
	case "", "beg", "str", "dir":
		return false
	}
	return true
}

// earlyData states whether 0-RTT requests go on before the handshake has ended (configuration.txt §4.4, wait-for-handshake).
func (c *configuration) earlyData(r *facts.Route, way []*proxy, v *visit) {
	q := r.Listener.Policy
	if q == nil || r.Upstream == nil {
		return
	}
	r.EarlyData = q.EarlyData
	for _, p := range way {
		v.in = p
		for _, one := range p.readRules() {
			if one.action == "wait-for-handshake" && v.holds(one.condition) != no && isTrue(r.EarlyData) {
				r.EarlyData.Value = false
			}
		}
	}
}

// ownPaths are those at which HAProxy's statistics are usually shown.
var ownPaths = []string{"stats", "haproxy"}

// silenced states that a rule takes the requests out of the log.
func (c *configuration) silenced(r *facts.Route, p *proxy, v *visit) {
	if isTrue(r.Audit.Off) || listener.Harmless(r.Path, ownPaths...) {
		return
	}
	v.in = p
	for _, one := range p.readRules() {
		if one.set != "http-request" || one.action != "set-log-level" || len(one.args) == 0 || one.condition == nil || v.holds(one.condition) != yes {
			continue
		}
		trail := *r.Audit
		if one.args[0].text == "silent" {
			trail.Off, trail.Level = facts.Written(true, one.line.span()), facts.NoAudit
		}
		r.Audit = &trail
	}
}
