package haproxy

import (
	"strings"

	"github.com/wirevet/wirevet/facts"
)

// headers states what answers tell browsers: whether to insist on TLS, and whose pages may call. way is the proxies in the order
// in which requests pass them; answers pass them backwards.
func headers(r *facts.Route, way []*proxy, v *visit) {
	var credentials, reflected bool
	for i := range way {
		px := way[len(way)-1-i]
		v.in = px
		for _, set := range [...]string{"http-response", "http-after-response"} {
			for _, one := range px.readRules() {
				if one.set == set && len(one.args) > 0 {
					header(r, one, way, v, &credentials, &reflected)
				}
			}
		}
	}
	if r.HSTS.State == facts.Unset {
		r.HSTS = facts.ByDefault(false, r.Span, "HAProxy adds no header unless http-response does")
	}
	if credentials && reflected {
		r.AnyOriginWithCredentials = facts.Written(true, r.Origins.Span)
	}
}

// header takes one rule that sets or removes a header.
func header(r *facts.Route, one *rule, way []*proxy, v *visit, credentials, reflected *bool) {
	name := strings.ToLower(one.args[0].text)
	if one.action == "del-header" && v.holds(one.condition) == yes {
		switch name {
		case "strict-transport-security":
			r.HSTS = facts.Written(false, one.line.span())
		case "access-control-allow-origin":
			r.Origins = facts.Stated[string]{}
		}
		return
	}
	if one.action != "set-header" && one.action != "add-header" || len(one.args) < 2 {
		return
	}
	holds := v.holds(one.condition)
	if holds == no {
		return
	}
	value := one.args[1]
	at := one.line.at(value)
	switch name {
	case "strict-transport-security":
		sends := !strings.Contains(strings.ReplaceAll(strings.ToLower(value.text), " ", ""), "max-age=0")
		r.HSTS = headerValue(one, value, sends, r.Span)
		if holds == maybe {
			r.HSTS = facts.Undecided[bool](at, facts.SeveralValues)
		}
	case "access-control-allow-origin":
		r.Origins = headerValue(one, value, value.text, r.Span)
		*reflected = reflects(way, value.text)
		switch {
		case *reflected && one.onlyForAnOrigin(v.in) && !chosen(way, value.text):
			r.Origins.Value = "*"
		case *reflected, holds == maybe && value.text != "*":
			r.Origins = facts.Undecided[string](at, facts.SeveralValues) // those that the condition lets through
			*reflected = false
		case strings.Contains(value.text, "%["):
			r.Origins = facts.Undecided[string](at, facts.UnknownVariable)
		}
	case "access-control-allow-credentials":
		*credentials = strings.EqualFold(value.text, "true")
	}
}

func headerValue[T any](one *rule, w word, value T, effect facts.Span) facts.Stated[T] {
	s := stated(one.line, w, value, one.line.at(w), one.line.span())
	if s.Known() {
		s.State, s.Why = facts.Explicit, nil
		if one.inherited {
			s.State, s.Why = facts.Inherited, &facts.Why{Effect: effect}
		}
	}
	return s
}

// reflects reports whether a header's value is what the request says of its origin: a variable that was made of it, or what was
// captured of it. The request itself is gone when the answer is made.
func reflects(way []*proxy, value string) bool {
	inside, ok := strings.CutPrefix(value, "%[")
	if !ok {
		return false
	}
	t := &test{}
	t.criterion(strings.TrimSuffix(inside, "]"))
	for _, p := range way {
		switch {
		case t.fetch == "var" && p.variableKind(t.arg) == originOf:
			return true
		case t.fetch == "capture.req.hdr" && p.captures("origin"):
			return true
		}
	}
	return false
}

// chosen reports whether the value is a variable that a condition makes of some origins alone.
func chosen(way []*proxy, value string) bool {
	inside, ok := strings.CutPrefix(value, "%[var(")
	if !ok {
		return false
	}
	name, _, _ := strings.Cut(inside, ")")
	name, _, _ = strings.Cut(name, ",")
	for _, p := range way {
		for _, one := range p.readRules() {
			set, ok := strings.CutPrefix(one.action, "set-var("+name)
			if ok && (set == ")" || strings.HasPrefix(set, ",")) && !one.onlyForAnOrigin(p) {
				return true
			}
		}
	}
	return false
}

// captures reports whether a header of the request is kept.
func (p *proxy) captures(header string) bool {
	found := false
	p.all(func(l *line, _ bool) {
		if l.arg(0) == "capture" && l.arg(1) == "request" || l.arg(0) == "http-request" && l.arg(1) == "capture" {
			found = found || strings.Contains(strings.ToLower(strings.Join(texts(l.args()), " ")), header)
		}
	})
	return found
}

// onlyForAnOrigin reports whether a rule's condition asks nothing of the origin but that there is one.
func (r *rule) onlyForAnOrigin(p *proxy) bool {
	if r.condition == nil {
		return true
	}
	if r.condition.unless || len(r.condition.alternatives) != 1 {
		return false
	}
	for _, t := range r.condition.alternatives[0] {
		for _, one := range t.tests {
			about := one.kind(p) == originOf || one.fetch == "var" || strings.HasPrefix(one.fetch, "capture.req.hdr")
			if about && (one.match != "found" || t.negated) {
				return false
			}
		}
		if len(t.tests) == 0 {
			return false
		}
	}
	return true
}
