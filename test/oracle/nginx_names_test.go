package oracle

import (
	"regexp"
	"strings"

	"github.com/wirevet/wirevet/facts"
)

var (
	comparedWith = regexp.MustCompile(`(?m)^( *)proxy_ssl_name (\S+);`)
	variable     = regexp.MustCompile(`(?m)^( *)set \$up (\S+);`)
)

// comparedName returns the name that nginx compares the certificate of a route's next hop with: what the grammar has written nearest
// to the route, or else the host of proxy_pass (ngx_http_proxy_module, proxy_ssl_name).
func comparedName(p *probe, r *facts.Route) string {
	name := nearest(p, r, comparedWith)
	switch name {
	case "$up":
		return nearest(p, r, variable)
	case "":
		if r.Upstream.Name != "" {
			return r.Upstream.Name
		}
		return r.Upstream.Address.Value
	}
	return name
}

// nearest returns what a directive says in a location, its server or its module, each of which the grammar indents by one step more.
func nearest(p *probe, r *facts.Route, directive *regexp.Regexp) string {
	module, stream, _ := strings.Cut(p.text, "\nstream {")
	if isNginxStream(r.Listener) {
		module = stream
	}
	for _, at := range []struct {
		indent int
		text   string
	}{{6, r.Entry.Block.Text()}, {4, r.Listener.Entry.Block.Text()}, {2, module}} {
		for _, m := range directive.FindAllStringSubmatch(at.text, -1) {
			if len(m[1]) == at.indent {
				return m[2]
			}
		}
	}
	return ""
}

func isNginxStream(l *facts.Listener) bool {
	return strings.HasPrefix(l.Entry.Component, "nginx stream")
}

// askerDecides reports whether whoever asks says which name the certificate of the next hop must have.
func (p *probe) askerDecides(r *facts.Route) bool {
	return p.program.compared != nil && p.program.compared(p, r) == "$arg_up"
}

// askedFor compares a route of which wirevet does not know how the next hop is verified: by the name that whoever asks has sent.
func (p *probe) askedFor(l *facts.Listener, r *facts.Route, again func(up string) *answer) {
	kind := p.kind(r.Upstream)
	own, other := again(hopNames[kind][0]), again("other.test")
	want := p.program.hopFailed
	if verified(kind) {
		want = 200
	}
	if r.Upstream.Policy.Verify.Known() || !p.askerDecides(r) || own == nil || other == nil || own.StatusCode != want || other.StatusCode != p.program.hopFailed {
		p.differ(l, "%s to %s: %v by its own name and %v by another, wirevet says %s %s", r.Path, kind, own, other,
			r.Upstream.Policy.Verify.State, r.Upstream.Policy.Verify.Value)
	}
}
