package oracle

import (
	"slices"
	"strings"

	"github.com/wirevet/wirevet/facts"
)

// elsewhere is a name that no configuration has.
const elsewhere = "else.test"

// calledAs returns a listener as it is for one name.
func calledAs(l *facts.Listener, name string) *facts.Listener {
	as := *l
	as.Names = []facts.Stated[string]{{Value: name, State: facts.Explicit}}
	return &as
}

// witness returns the name and the path of a request that a route answers, where the answer tells which one it comes from. Where a
// request is turned away before that, the first one is as good as any; not where no router is for it, or one with other TLS options.
func (p *probe) witness(l *facts.Listener, r *facts.Route) (name, path string) {
	for _, name := range p.namesOf(l) {
		for _, path := range deeper(strings.TrimPrefix(r.Path, "^")) {
			a := p.get(calledAs(l, name), name, path, "Basic dXNlcjp3b3Jk", &p.w.good)
			if a == nil {
				continue
			}
			if by := p.program.answeredBy(a); by != "" && r.Entry.Component == by || by == "" && a.StatusCode != 404 && a.StatusCode != 421 {
				return name, path
			}
		}
	}
	return "", ""
}

// namesOf returns the names by which a listener may be called.
func (p *probe) namesOf(l *facts.Listener) (out []string) {
	for _, n := range l.Names {
		switch {
		case !n.Known():
			out = append(out, names[2])
		case strings.HasPrefix(n.Value, "*"):
			out = append(out, elsewhere, names[2], names[0], names[1])
		default:
			out = append(out, n.Value)
		}
	}
	if len(l.Names) > 0 {
		return out
	}
	for _, name := range []string{elsewhere, names[2]} {
		if !slices.ContainsFunc(p.system.Listeners, func(o *facts.Listener) bool {
			return o.Port.Value == l.Port.Value && slices.ContainsFunc(o.Names, func(n facts.Stated[string]) bool { return n.Value == name })
		}) {
			out = append(out, name)
		}
	}
	return out
}

// deeper returns a path and some below it.
func deeper(path string) []string {
	below := strings.TrimSuffix(path, "/")
	return []string{path, below + "/x", below + "/mcp", below + "/deep", below + "/mcp/x", below + "/mcp/deep"}
}

// sweep asks for many paths of all names: whoever answers has to be among the facts.
func (p *probe) sweep() {
	ports := map[string]*facts.Listener{}
	for _, l := range p.system.Listeners {
		ports[l.Port.Value] = l
	}
	for port, one := range ports {
		for _, encrypted := range []bool{false, true} {
			l := *one
			l.TLS = facts.Stated[bool]{Value: encrypted, State: facts.Explicit}
			for _, name := range append([]string{elsewhere}, names...) {
				for _, path := range deeper("/") {
					a := p.get(calledAs(&l, name), name, path, "Basic dXNlcjp3b3Jk", &p.w.good)
					if a == nil {
						continue
					}
					if by := p.program.answeredBy(a); by != "" && !p.claims(by, port, encrypted, name, path) {
						p.differ(&l, "TLS %v, %s%s: answered by %s, wirevet says nothing of that", encrypted, name, path, by)
					}
				}
			}
		}
	}
}

// claims reports whether a route among the facts is for a request.
func (p *probe) claims(router, port string, encrypted bool, name, path string) bool {
	for _, l := range p.system.Listeners {
		if l.Port.Value != port || !l.TLS.Known() || l.TLS.Value != encrypted || !answersTo(l, name) {
			continue
		}
		for _, r := range l.Routes {
			if r.Entry.Component == router && strings.HasPrefix(path, strings.TrimPrefix(r.Path, "^")) {
				return true
			}
		}
	}
	return false
}

// answersTo reports whether a listener is for a name.
func answersTo(l *facts.Listener, name string) bool {
	return len(l.Names) == 0 || slices.ContainsFunc(l.Names, func(n facts.Stated[string]) bool {
		return !n.Known() || n.Value == name || strings.HasPrefix(n.Value, "*")
	})
}

// alsoFromHere reports whether the router of a route has another one, for addresses as ours: which of the two answers, it does not tell.
func (p *probe) alsoFromHere(r *facts.Route) bool {
	return slices.ContainsFunc(p.system.Routes, func(o *facts.Route) bool { return o.Entry == r.Entry && !outside(o) })
}
