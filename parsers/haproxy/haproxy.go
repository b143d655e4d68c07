package haproxy

import (
	"path"
	"slices"
	"strings"

	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/internal/openssl"
	"github.com/wirevet/wirevet/parsers/input"
)

// Parse states what the files of HAProxy say: each by itself, but those that make one configuration together.
func Parse(u *input.Unit) []*facts.Facts {
	files := input.ParseEach(u, parse)
	var out []*facts.Facts
	opened, lists := map[string]*list{}, openssl.Lists{}
	for _, together := range configurations(files) {
		c := newConfiguration(u, opened, lists, together)
		for _, f := range together {
			c.out.Sources = append(c.out.Sources, f.src)
			c.out.Problems = append(c.out.Problems, f.problems...)
			c.out.Directives = append(c.out.Directives, f.ignores...)
		}
		c.state()
		out = append(out, c.out)
	}
	return out
}

// configurations puts files together that HAProxy is started with together (-f may be given several times, or name a folder):
// haproxy.cfg with the folder conf.d beside it, and the files of a folder of which one needs what another has.
func configurations(files []*file) [][]*file {
	byFolder := map[string][]*file{}
	var folders []string
	for _, f := range files {
		dir := path.Dir(f.src.Path)
		if base := path.Base(dir); (base == "conf.d" || base == "haproxy.d") && slices.ContainsFunc(files, func(g *file) bool {
			return g.src.Path == path.Join(path.Dir(dir), "haproxy.cfg")
		}) {
			dir = path.Dir(dir)
		}
		if byFolder[dir] == nil {
			folders = append(folders, dir)
		}
		byFolder[dir] = append(byFolder[dir], f)
	}
	var out [][]*file
	for _, dir := range folders {
		group := byFolder[dir]
		if len(group) > 1 && belongTogether(group, dir) {
			// haproxy.cfg comes before what is in the folder beside it.
			slices.SortStableFunc(group, func(a, b *file) int { return strings.Count(a.src.Path, "/") - strings.Count(b.src.Path, "/") })
			out = append(out, group)
			continue
		}
		for _, f := range group {
			out = append(out, []*file{f})
		}
	}
	return out
}

// belongTogether reports whether files make one configuration: they lie in two folders of it, or one lacks what another has, and
// no two of them have the same.
func belongTogether(group []*file, dir string) bool {
	has, needs := map[string]*file{}, map[string]*file{}
	for _, f := range group {
		if path.Dir(f.src.Path) != dir {
			return true
		}
		for _, s := range f.sections {
			if s.kind == "backend" || s.kind == "listen" {
				if other := has[s.name()]; other != nil && other != f {
					return false
				}
				has[s.name()] = f
			}
			for _, l := range s.lines {
				if name := l.arg(0); name == "default_backend" || name == "use_backend" {
					needs[l.arg(1)] = f
				}
			}
		}
	}
	for name, f := range needs {
		if has[name] != nil && has[name] != f {
			return true
		}
	}
	return false
}

// state states what the configuration says.
func (c *configuration) state() {
	for _, p := range c.proxies {
		p.entry = &facts.Entry{
			Component: "haproxy " + p.kind() + " " + p.name(), Name: p.section.at(), Block: p.section.span(), Relevance: facts.Unrelated,
		}
		c.out.Entries = append(c.out.Entries, p.entry)
	}
	for _, p := range c.proxies {
		c.serversOf(p)
	}
	for _, p := range c.proxies {
		if p.isFrontend() {
			c.frontend(p)
		}
	}
	for _, p := range c.proxies {
		if p.passedOn && !p.decrypted {
			p.asTheyCome()
		}
	}
	findEncrypted(c.out.Listeners)
	c.undefinedACLs()
}

// undefinedACLs states conditions that name an ACL which is not there, or only below them.
func (c *configuration) undefinedACLs() {
	said := map[facts.Span]bool{}
	for _, p := range c.proxies {
		p.readRules()
		for _, at := range p.undefined {
			if !said[at] {
				said[at] = true
				c.problem(at, facts.HostRefuses, "HAProxy refuses to start: expected an ACL of this name above this line")
			}
		}
	}
}

// findEncrypted tells each listener without TLS which other one serves the same over TLS: of the same frontend, or else one with
// one of its names, or with one of its backends.
func findEncrypted(listeners []*facts.Listener) {
	byEntry, byName := map[*facts.Entry]*facts.Listener{}, map[string]*facts.Listener{}
	byHop := map[*facts.Upstream]*facts.Listener{}
	for _, l := range slices.Backward(listeners) { // of several the first
		if !isTrue(l.TLS) {
			continue
		}
		byEntry[l.Entry] = l
		for _, n := range l.Names {
			byName[n.Value] = l
		}
		for _, r := range l.Routes {
			if r.Upstream != nil {
				byHop[r.Upstream] = l
			}
		}
	}
	for _, l := range listeners {
		if !l.TLS.Known() || l.TLS.Value {
			continue
		}
		l.Encrypted = byEntry[l.Entry]
		for _, n := range l.Names {
			if l.Encrypted == nil && n.Known() {
				l.Encrypted = byName[n.Value]
			}
		}
		for _, r := range l.Routes {
			if l.Encrypted == nil && r.Upstream != nil {
				l.Encrypted = byHop[r.Upstream]
			}
		}
	}
}
