package haproxy

import (
	"slices"
	"strconv"
	"strings"

	"github.com/wirevet/wirevet/facts"
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
