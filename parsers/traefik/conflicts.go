package traefik

import (
	"slices"
	"strings"

	"github.com/wirevet/wirevet/facts"
)

// asked is what routers ask for on one entry point, by host.
type asked map[string][]*wanted

// wanted are the options that a router names, and what it means by them.
type wanted struct {
	facts.Word
	qualified string
	resolved  string // the default ones where a router of one of its hosts names others
}

func hostKey(e *entryPoint, host string) string { return e.name + " " + strings.ToLower(host) }

// resolveOptions collects which options the routers ask for, by entry point and host: where they differ, the default ones hold.
func (c *config) resolveOptions(all []*entryPoint) asked {
	out := asked{}
	var settle []func()
	for _, router := range c.dynamic.get("http", "routers").all() {
		for _, e := range c.entryPointsOf(router, all) {
			tls := tlsOf(router, e)
			if tls == nil {
				continue
			}
			rule, name := c.rule(router), optionsName(tls)
			own := qualified(name, router.provider)
			w := &wanted{name, own, own}
			for _, h := range rule.domains {
				key := hostKey(e, h.Text)
				out[key] = append(out[key], w)
			}
			settle = append(settle, func() {
				if out.against(e, own, rule).Text != "" {
					w.resolved = defaultOptions
				}
			})
		}
	}
	for _, f := range settle {
		f()
	}
	return out
}

// against returns other options than its own that a router of the same host names.
func (a asked) against(e *entryPoint, own string, r *rule) (other facts.Word) {
	for _, h := range r.domains {
		for _, o := range a[hostKey(e, h.Text)] {
			if o.qualified != own {
				other = o.Word
			}
		}
	}
	return other
}

// byChance reports whether the options of a host are those of either of two routers, by the order of a map in Traefik: of one that
// has the default ones for a conflict at another of its hosts, and one that has none.
func (a asked) byChance(e *entryPoint, hosts []facts.Word) bool {
	for _, h := range hosts {
		list := a[hostKey(e, h.Text)]
		if slices.ContainsFunc(list, func(w *wanted) bool { return w.resolved != list[0].resolved }) {
			return true
		}
	}
	return false
}

// disabled reports whether Traefik drops a router: for its rule, or because its options cannot be its host's and it shall not take the
// default ones, core.strictTLSOptions (findConflictingRouters in pkg/server/aggregator.go of 3.7.13).
func (c *config) disabled(router *node, e *entryPoint, tls *node, options asked) bool {
	r, own := c.rule(router), qualified(optionsName(tls), router.provider)
	strict := tls != nil && !r.unread && c.static.get("core", "strictTLSOptions").isTrue() &&
		(options.against(e, own, r).Text != "" || len(r.domains) == 0 && own != defaultOptions)
	switch {
	case r.refused != nil:
		c.tell(r.refused.at, "Traefik disables this router: "+r.refused.why)
	case strict:
		c.tell(router.at, "Traefik disables this router: core.strictTLSOptions is true, and its host has other TLS options too, or it has no host")
	}
	if !strict {
		c.checkOptions(router, tls)
	}
	return strict || r.refused != nil
}

// checkOptions tells what Traefik refuses of a router's own options, whichever hold in the end: it refuses the router then.
func (c *config) checkOptions(router, tls *node) {
	if tls != nil {
		c.options(&facts.TLSPolicy{}, c.optionsNamed(optionsName(tls).Text, router.provider))
	}
}
