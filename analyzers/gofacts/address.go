package gofacts

import (
	"go/ast"
	"net/url"
	"strings"

	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/internal/exposure"
)

// address is what is known of a URL.
type address struct {
	text, scheme, host facts.Stated[string]
	port, path         string
	exposure           facts.Exposure
}

// unknownPart stands in a text for what is not known of it.
const unknownPart = "wirevet-unknown-part"

// assembled is a text that may be put together from parts which are not known.
type assembled struct {
	text     string // with unknownPart in the place of such parts
	known    bool   // all of it
	fallback *value // what may be replaced from outside
	span     facts.Span
}

func (r *reader) assemble(e ast.Expr) assembled {
	out := assembled{known: true, span: r.span(e)}
	pieces := r.text(e)
	var b strings.Builder
	for i := range pieces {
		p := &pieces[i]
		if !p.known {
			out.known = false
			b.WriteString(unknownPart)
			continue
		}
		b.WriteString(p.text)
		if p.value.origin != unknownOrigin && p.value.origin != constantOrigin {
			out.fallback = &p.value
		}
	}
	out.text = b.String()
	return out
}

// say states a part of the text that is known.
func (a assembled) say(part string) facts.Stated[string] {
	if a.fallback != nil {
		return facts.ByDefault(part, a.span, "the default of "+a.fallback.describe())
	}
	return facts.Written(part, a.span)
}

// authority reads a host with its port. User information is left out.
func (a assembled) authority(text string, out *address) {
	u := &url.URL{Host: text[strings.LastIndexByte(text, '@')+1:]}
	if host := u.Hostname(); !strings.Contains(host, unknownPart) && host != "" {
		out.host, out.exposure = a.say(strings.ToLower(host)), exposure.OfTarget(host)
	}
	if port := u.Port(); !strings.Contains(port, unknownPart) {
		out.port = port
	}
}

// urlOf takes a URL apart that may be put together from parts which are not known.
func (r *reader) urlOf(e ast.Expr) address {
	a := r.assemble(e)
	unknown := facts.Undecided[string](a.span, facts.UnknownVariable)
	out := address{text: unknown, scheme: unknown, host: unknown}
	scheme, rest, found := strings.Cut(a.text, "://")
	if !found || strings.Contains(scheme, unknownPart) {
		return out
	}
	out.scheme = a.say(strings.ToLower(scheme))
	end := strings.IndexAny(rest, "/?#")
	if end < 0 {
		end = len(rest)
	}
	authority := rest[strings.LastIndexByte(rest[:end], '@')+1 : end]
	a.authority(authority, &out)
	if a.known {
		out.text = a.say(scheme + "://" + authority + withoutQuery(rest[end:]))
		out.path = withoutQuery(rest[end:])
	}
	return out
}

func withoutQuery(path string) string {
	if i := strings.IndexAny(path, "?#"); i >= 0 {
		return path[:i]
	}
	return path
}
