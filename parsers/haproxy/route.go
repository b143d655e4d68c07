package haproxy

import (
	"slices"
	"strconv"
	"strings"

	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/internal/listener"
)

// class is a kind of request that the rules of a frontend tell from others: by a path, by names, or by both.
type class struct {
	path  matcher
	hosts []facts.Stated[string]
	span  facts.Span // the words that tell
	from  *rule      // the use_backend that it was read from; nil for others
	entry *facts.Entry
}

// maxClasses is how many kinds of request of one frontend are followed.
const maxClasses = 256

// classes returns the kinds of request that a frontend tells apart, that of all others last.
func (c *configuration) classes(p *proxy) []*class {
	f := finder{proxy: p}
	for _, r := range p.readRules() {
		if r.set == "use_backend" || r.set == "http-request" || r.set == "redirect" || r.set == "block" {
			f.rule(r)
		}
	}
	for _, name := range c.backendsOf(p) {
		if b := c.byName[name]; b != nil && b != p {
			f.proxy = b
			for _, r := range b.readRules() {
				if r.set == "http-request" || r.set == "redirect" {
					f.rule(r)
				}
			}
		}
	}
	rest := &class{span: p.section.at(), entry: p.entry}
	if l := p.last("default_backend").line; l != nil && len(l.args()) > 0 {
		rest.span = l.at(l.args()[0])
	}
	out := f.all(rest)
	if len(out) > maxClasses {
		c.problem(p.section.at(), facts.TooLarge, "more paths and names than wirevet follows ("+strconv.Itoa(maxClasses)+"): the rest is passed over")
		out = append(out[:maxClasses-1], rest)
	}
	return out
}

// finder collects kinds of request.
type finder struct {
	proxy *proxy
	found []*class
}

func (f *finder) rule(r *rule) {
	if r.condition == nil {
		return
	}
	for _, all := range r.condition.alternatives {
		var from *rule
		if r.set == "use_backend" && !r.condition.unless {
			from = r
		}
		f.alternative(all, f.hosts(all, false), from)
		if others := f.hosts(all, true); len(others) > 0 {
			f.alternative(all, others, nil) // those that the rule leaves out
		}
	}
}

// alternative adds the kinds of request that one alternative of a condition names, for some names.
func (f *finder) alternative(all []term, hosts []facts.Stated[string], from *rule) {
	paths := 0
	for _, t := range all {
		for _, one := range t.tests {
			if one.kind(f.proxy) != pathOf || one.unknown() || one.match == "len" || one.match == "found" {
				continue
			}
			for _, w := range one.values {
				paths++
				m := matcher{one.match, w.text}
				if one.fold {
					m.text = strings.ToLower(m.text)
				}
				origin := from
				if t.negated {
					origin = nil
				}
				f.add(&class{path: m, hosts: hosts, span: one.line.at(w), from: origin})
			}
		}
	}
	if paths == 0 && len(hosts) > 0 {
		f.add(&class{hosts: hosts, span: hosts[0].Span, from: from})
	}
}

// hosts returns the names that the terms of one alternative ask for, or those that they leave out.
func (f *finder) hosts(all []term, negated bool) []facts.Stated[string] {
	var out []facts.Stated[string]
	for _, t := range all {
		if t.negated != negated {
			continue
		}
		for _, one := range t.tests {
			if one.kind(f.proxy) != hostOf || one.unknown() || one.match != "str" {
				continue
			}
			for _, w := range one.values {
				out = append(out, facts.Written(withoutPort(strings.ToLower(w.text)), one.line.at(w)))
			}
		}
	}
	return out
}

func (f *finder) add(c *class) {
	for _, other := range f.found {
		if other.path == c.path && sameHosts(other.hosts, c.hosts) {
			if other.from == nil {
				other.from = c.from
			}
			return
		}
	}
	f.found = append(f.found, c)
}

func sameHosts(a, b []facts.Stated[string]) bool {
	return slices.EqualFunc(a, b, func(x, y facts.Stated[string]) bool { return x.Value == y.Value })
}

// all returns the classes, with those of a path alone for each group of names too, and what no rule tells from others last.
func (f *finder) all(rest *class) []*class {
	for _, named := range slices.Clone(f.found) {
		if len(named.hosts) == 0 || named.path.how != "" {
			continue
		}
		for _, path := range slices.Clone(f.found) {
			if len(path.hosts) == 0 && len(f.found) < 4*maxClasses {
				f.add(&class{path: path.path, hosts: named.hosts, span: path.span})
			}
		}
	}
	f.found = slices.DeleteFunc(f.found, func(k *class) bool { return len(k.hosts) == 0 && k.from == nil && f.routedByName(k.path) })
	if len(f.found) > 0 {
		rest.entry = nil // the frontend's own entry is what all of them have in common
	}
	return append(f.found, rest)
}

// routedByName reports whether a path leads somewhere for requests to some names only: what is said of the path alone is then
// about those.
func (f *finder) routedByName(path matcher) bool {
	return slices.ContainsFunc(f.found, func(k *class) bool { return k.path == path && len(k.hosts) > 0 && k.from != nil })
}

// hostsOf returns all names of the classes, each once.
func hostsOf(classes []*class) []facts.Stated[string] {
	var out []facts.Stated[string]
	for _, c := range classes {
		for _, h := range c.hosts {
			if !slices.ContainsFunc(out, func(o facts.Stated[string]) bool { return o.Value == h.Value }) {
				out = append(out, h)
			}
		}
	}
	return out
}

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

// upstream returns the next hop: of the servers of a backend the one that reaches farthest, and rather one without TLS.
func (c *configuration) upstream(name word, at *line, px *proxy) *facts.Upstream {
	switch {
	case at == nil:
		return nil
	case px == nil:
		reason := facts.OutsideRepository
		if strings.Contains(name.text, "%[") || name.unknown != facts.NoReason {
			reason = facts.UnknownVariable
		}
		span := at.at(name)
		return &facts.Upstream{
			Span: span, Product: displayed, Name: name.text, Scheme: facts.Undecided[string](span, reason), Address: facts.Undecided[string](span, reason),
		}
	}
	var worst *facts.Upstream
	for _, s := range px.servers {
		if worst == nil || weight(s.upstream) > weight(worst) {
			worst = s.upstream
		}
	}
	return worst
}

func weight(u *facts.Upstream) int {
	out := 2 * int(u.Exposure)
	if u.Policy == nil && u.Exposure > facts.Loopback {
		out += 100
	}
	return out
}

// streams reports whether a way is set up for answers that last.
func streams(way []*proxy) bool {
	for _, p := range way {
		for _, name := range [...]string{"server", "client", "tunnel"} {
			if l := p.last("timeout", name).line; l != nil && seconds(l.arg(2)) >= 300 {
				return true
			}
		}
		if s := p.last("option", "http-no-delay"); s.line != nil && !s.line.no {
			return true
		}
	}
	return false
}

// seconds reads a time of HAProxy: milliseconds unless a unit follows.
func seconds(text string) int {
	digits := strings.TrimRight(text, "usmhd")
	n, err := strconv.Atoi(digits)
	if err != nil {
		return 0
	}
	switch text[len(digits):] {
	case "", "ms":
		return n / 1000
	case "s":
		return n
	case "m":
		return n * 60
	case "h":
		return n * 3600
	case "d":
		return n * 86400
	}
	return 0
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
