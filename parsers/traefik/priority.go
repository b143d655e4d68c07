package traefik

import (
	"slices"
	"strconv"
	"strings"

	"github.com/wirevet/wirevet/facts"
)

// contest is which routers there are for a request on one entry point, with TLS or without: the one of the highest priority answers
// (AddRoute in pkg/muxer/http of 3.7.13). Of those with one and the same priority any may.
type contest map[string]*ring

// ring has those of one entry point: by the hosts that they name, and those that are for others too.
type ring struct {
	own    map[*node][]*contender
	byHost map[string][]*contender
	wide   []*contender
}

// contender is one way to match the rule of a router.
type contender struct {
	*alternative              // what is left of it
	whole        *alternative // what it was
	priority     int
	ranked       bool // the priority is known
	service      string
	stated       *facts.Route
	taken        []string // what it answers in the place of routers of lower priority
}

func ringOf(e *entryPoint, tls *node) string { return e.name + " " + strconv.FormatBool(tls != nil) }

// contend gathers the routers of all entry points.
func (c *config) contend(all []*entryPoint, options asked) contest {
	out := contest{}
	for _, router := range c.dynamic.get("http", "routers").all() {
		for _, e := range c.entryPointsOf(router, all) {
			tls := tlsOf(router, e)
			if c.disabled(router, e, tls, options) {
				continue
			}
			in := out[ringOf(e, tls)]
			if in == nil {
				in = &ring{own: map[*node][]*contender{}, byHost: map[string][]*contender{}}
				out[ringOf(e, tls)] = in
			}
			priority, ranked := c.priority(router)
			service := ""
			if named := router.get("service"); named != nil {
				bare, provider := apart(named.text(), router.provider)
				service = bare + "@" + provider
			}
			routes := c.rule(router).routes
			for i := range routes {
				in.add(router, &contender{alternative: &routes[i], whole: &routes[i], priority: priority, ranked: ranked, service: service})
			}
		}
	}
	return out
}

func (r *ring) add(router *node, one *contender) {
	r.own[router] = append(r.own[router], one)
	narrow := len(one.hosts) > 0
	for _, h := range one.hosts {
		narrow = narrow && !strings.HasPrefix(h.Text, "*")
	}
	if !narrow {
		r.wide = append(r.wide, one)
		return
	}
	for _, h := range one.hosts {
		host := strings.ToLower(h.Text)
		r.byHost[host] = append(r.byHost[host], one)
	}
}

// priority returns that of a router: its own, or else the length of its rule (GetRulePriority in pkg/muxer/http).
func (c *config) priority(router *node) (int, bool) {
	if n := router.get("priority"); n != nil {
		number, err := strconv.Atoi(n.text())
		if err != nil || number != 0 {
			return number, err == nil
		}
	}
	word := c.rule(router).word
	return len(word.Text), unknown(word) == facts.NoReason && word.Text != ""
}

// of returns the ways to match the rule of a router: none of one that Traefik drops.
func (c contest) of(router *node, e *entryPoint, tls *node) []*contender {
	in := c[ringOf(e, tls)]
	if in == nil {
		return nil
	}
	return in.own[router]
}

// rest returns what is left of a contender for the hosts that no other answers for in its place, or nil. Those others keep what they
// take.
func (c contest) rest(one *contender, e *entryPoint, tls *node) *contender {
	in := c[ringOf(e, tls)]
	if len(one.hosts) == 0 {
		in.shared(one.alternative, "", one)
		if first := in.before(one.alternative, one); first != nil {
			first.takes("", one)
			return nil
		}
		return one
	}
	left := *one.alternative
	left.hosts = nil
	for i, h := range one.hosts {
		single := *one.alternative
		single.hosts = one.hosts[i : i+1]
		in.shared(&single, h.Text, one)
		if first := in.before(&single, one); first != nil {
			first.takes(h.Text, one)
		} else {
			left.hosts = append(left.hosts, h)
		}
	}
	switch len(left.hosts) {
	case 0:
		return nil
	case len(one.hosts):
		return one
	}
	one.alternative = &left
	return one
}

// before returns what answers all requests of a contender, for at most one host, in its place, or nil.
func (r *ring) before(a *alternative, one *contender) (first *contender) {
	r.above(a, one, func(other *contender) {
		if (first == nil || other.priority > first.priority) && other.whole.covers(a) {
			first = other
		}
	})
	return first
}

// shared tells those that answer some requests of a contender and lead where it leads: by a header, or what is asked for. A browser's
// question before a call (OPTIONS) is none, and whoever is let in by address is somebody else.
func (r *ring) shared(a *alternative, host string, one *contender) {
	r.above(a, one, func(other *contender) {
		some := *other.whole
		asked := slices.ContainsFunc(some.others, func(c string) bool { return c == "Method\x00OPTIONS" || c == "Method\x00HEAD" })
		if asked || len(some.others) == 0 || len(some.limits) > 0 || other.service == "" || other.service != one.service {
			return
		}
		if some.others = nil; some.covers(a) && (!some.pattern || a.pattern) {
			other.takes(host, one)
		}
	})
}

// above calls f for each contender of a higher priority that may answer requests of another one, for at most one host.
func (r *ring) above(a *alternative, one *contender, f func(*contender)) {
	lists := [][]*contender{r.wide}
	if len(a.hosts) > 0 {
		lists = append(lists, r.byHost[strings.ToLower(a.hosts[0].Text)])
	}
	for _, list := range lists {
		for _, other := range list {
			if other.ranked && one.ranked && other.priority > one.priority {
				f(other)
			}
		}
	}
}

// takes keeps what a router answers in the place of one that is never asked: mcp.example.com/mcp.
func (one *contender) takes(host string, other *contender) {
	place := strings.ToLower(host) + "/"
	switch other.kind {
	case pathPattern:
		return
	case exactPath, pathPrefix:
		place = strings.ToLower(host) + other.path.Text
	}
	if !strings.Contains(host, "$") && !strings.Contains(host, "{{") && !slices.Contains(one.taken, place) {
		one.taken = append(one.taken, place)
	}
}

// settle tells the routes what they answer in the place of others.
func (c contest) settle() {
	for _, in := range c {
		for _, list := range in.own {
			for _, one := range list {
				if one.stated != nil {
					one.stated.Instead = one.taken
				}
			}
		}
	}
}
