package caddy

import (
	"strings"

	"github.com/wirevet/wirevet/facts"
)

// headerOps reads what a header directive does to the answer's headers: in its line, or one a line of its block.
func headerOps(d *segment, rest []word) []header {
	var out []header
	if len(rest) > 0 {
		out = append(out, headerOp(rest))
	}
	for _, in := range d.block {
		if len(in.words) > 0 && in.name() != "defer" && in.name() != "match" {
			out = append(out, headerOp(in.words))
		}
	}
	return out
}

// headerOp reads [+|-|?|>]NAME [VALUE [REPLACEMENT]].
func headerOp(words []word) header {
	name := words[0].text
	h := header{removes: strings.HasPrefix(name, "-"), fallback: strings.HasPrefix(name, "?")}
	h.name = strings.ToLower(strings.TrimSuffix(strings.TrimLeft(name, "+-?>"), ":"))
	h.value = word{span: words[0].span}
	if len(words) > 1 {
		h.value = words[1]
	}
	if len(words) > 2 { // a replacement in what is there
		h.value.unknown = facts.OutsideRepository
	}
	return h
}

// browser is what a route's answers tell browsers.
type browser struct {
	hsts, origins header
	credentials   bool
}

// take takes a change in. An unsure one is done to some requests only.
func (b *browser) take(h header, unsure bool) {
	if unsure {
		h.value.unknown = facts.SeveralValues
	}
	switch h.name {
	case "strict-transport-security":
		if !h.fallback || b.hsts.name == "" || b.hsts.removes {
			b.hsts = h
		}
	case "access-control-allow-origin":
		if !h.fallback || b.origins.name == "" || b.origins.removes {
			b.origins = h
		}
	case "access-control-allow-credentials":
		b.credentials = !h.removes && strings.EqualFold(h.value.text, "true")
	}
}

// state puts it into a route.
func (b *browser) state(r *facts.Route) {
	r.HSTS = facts.ByDefault(false, r.Span, "Caddy adds no header unless header does")
	if h := b.hsts; h.name != "" {
		value := strings.ReplaceAll(strings.ToLower(h.value.text), " ", "")
		r.HSTS = stateOf(h.value, !h.removes && strings.Contains(value, "max-age=") && !strings.Contains(value+";", "max-age=0;"))
		r.HSTS.Span = h.value.span
	}
	h := b.origins
	if h.name == "" || h.removes {
		return
	}
	if lower := strings.ToLower(h.value.text); lower == "{header.origin}" || lower == "{http.request.header.origin}" {
		// Whoever asks is answered with its own name.
		r.Origins = facts.Written("*", h.value.span)
		if b.credentials {
			r.AnyOriginWithCredentials = facts.Written(true, h.value.span)
		}
		return
	}
	r.Origins = stateOf(h.value, h.value.text)
}
