package apache

import (
	"strings"

	"github.com/wirevet/wirevet/facts"
)

// header is what Header directives make of one header of an answer, in one of the two tables that httpd keeps.
type header struct {
	at    *statement
	value arg
	state facts.State
	open  facts.Reason // it may be changed under a condition
}

// headers states what a route's answers tell browsers: whether to insist on TLS, and whose pages may call. Header directives
// of all levels are applied one after the other (merge_headers_config).
func (e *emitter) headers(r *facts.Route, l levels, asked request) {
	if h := e.sent(l, "Strict-Transport-Security", asked); h != nil {
		value := !strings.Contains(strings.ReplaceAll(strings.ToLower(h.value.text), " ", ""), "max-age=0")
		r.HSTS = headerValue(h, value, r.Span)
	} else {
		r.HSTS = e.absentHSTS(r, l, asked)
	}
	h := e.sent(l, "Access-Control-Allow-Origin", asked)
	if h == nil {
		return
	}
	r.Origins = headerValue(h, h.value.text, r.Span)
	if reflects := e.reflected(h, l); reflects == yes {
		r.Origins = headerValue(&header{at: h.at, value: h.value, state: h.state}, "*", r.Span)
		if c := e.sent(l, "Access-Control-Allow-Credentials", asked); c != nil && strings.EqualFold(c.value.text, "true") {
			r.AnyOriginWithCredentials = facts.Written(true, h.at.written())
		}
	} else if reflects == unknown {
		r.Origins = facts.Undecided[string](h.value.span(), facts.SeveralValues)
	}
}

func (e *emitter) absentHSTS(r *facts.Route, l levels, asked request) facts.Stated[bool] {
	if open := l.openInclude(); !open.IsZero() {
		return facts.Undecided[bool](open, facts.OutsideRepository)
	}
	if d := l.lookup("mdrequirehttps"); d.is("permanent") && asked.https == yes {
		for _, name := range asked.names {
			if e.managed[name] {
				return facts.Written(true, d.directive.written()) // mod_md adds it
			}
		}
	}
	return facts.ByDefault(false, r.Span, "Apache adds no header unless Header does")
}

// headerValue states a header's value.
func headerValue[T any](h *header, value T, effect facts.Span) facts.Stated[T] {
	if h.open != facts.NoReason {
		return facts.Undecided[T](h.at.written(), h.open)
	}
	if reason := undecided(h.at); reason != facts.NoReason {
		return facts.Undecided[T](h.at.written(), reason)
	}
	out := facts.Stated[T]{Value: value, Span: h.value.span(), State: h.state}
	if h.state == facts.Inherited {
		out.Why = &facts.Why{Effect: effect}
	}
	return out
}

// sent returns what becomes of a header, or nil when no directive adds it to an answer.
func (e *emitter) sent(l levels, name string, asked request) *header {
	tables := map[bool]*header{}
	for i, s := range l {
		for _, d := range s.named("header") {
			args, always := d.args, false
			if len(args) > 0 && (strings.EqualFold(args[0].text, "always") || strings.EqualFold(args[0].text, "onsuccess")) {
				args, always = args[1:], strings.EqualFold(args[0].text, "always")
			}
			if len(args) < 2 || !strings.EqualFold(strings.TrimSuffix(args[1].text, ":"), name) {
				continue
			}
			condition := d.conditional
			if condition == facts.NoReason {
				condition = e.headerCondition(args, asked)
			}
			if condition == never {
				continue
			}
			tables[always] = changed(tables[always], d, args, l.stateOf(i), condition)
		}
	}
	if tables[true] != nil {
		return tables[true]
	}
	return tables[false]
}

// never is the condition that does not hold.
const never = facts.Reason(255)

// changed applies one directive to a header.
func changed(h *header, d *statement, args []arg, state facts.State, condition facts.Reason) *header {
	switch action := strings.ToLower(args[0].text); action {
	case "set", "add", "append", "merge", "setifempty":
		if len(args) < 3 || action == "setifempty" && h != nil && condition == facts.NoReason {
			return h
		}
		return &header{at: d, value: args[2], state: state, open: condition}
	case "unset":
		if condition == facts.NoReason {
			return nil
		}
		if h != nil {
			return &header{at: d, value: h.value, state: state, open: condition}
		}
	case "edit", "edit*":
		if h != nil {
			return &header{at: d, value: h.value, state: state, open: facts.SeveralValues}
		}
	}
	return h
}

// headerCondition reads the last word of a Header: env=NAME, env=!NAME, expr=….
func (e *emitter) headerCondition(args []arg, asked request) facts.Reason {
	if len(args) < 3 {
		return facts.NoReason
	}
	last := args[len(args)-1].text
	holds := yes
	switch {
	case len(args) < 4 && !strings.EqualFold(args[0].text, "unset"):
		return facts.NoReason
	case strings.EqualFold(last, "env=https"):
		holds = asked.https
	case strings.EqualFold(last, "env=!https"):
		holds = asked.https.not()
	case strings.HasPrefix(last, "env="):
		holds = unknown
		if strings.Contains(args[2].text, "%{"+strings.TrimPrefix(last, "env=")+"}e") {
			holds = yes // the value is what the condition asks for: see reflected
		}
	case strings.HasPrefix(last, "expr="):
		holds = e.expression(strings.TrimPrefix(last, "expr="), asked)
	}
	switch holds {
	case yes:
		return facts.NoReason
	case no:
		return never
	}
	return facts.SeveralValues
}

// reflected says whether the value of Access-Control-Allow-Origin is the origin of whoever asks: through a variable that
// SetEnvIf or a rewrite rule fills, or by an expression.
func (e *emitter) reflected(h *header, l levels) answer {
	text := h.value.text
	if strings.HasPrefix(text, "expr=") {
		return answerOf(asksOrigin(text))
	}
	begin := strings.Index(text, "%{")
	if begin < 0 {
		return no
	}
	name, _, _ := strings.Cut(text[begin+2:], "}")
	for _, directive := range []string{"setenvif", "setenvifnocase"} {
		for _, d := range l.all(directive) {
			if len(d.args) < 3 || !strings.EqualFold(d.arg(0), "Origin") || !setsVariable(d, name) {
				continue
			}
			if expression := d.arg(1); everything(expression) || expression == "^(.+)$" || expression == "(.+)" || expression == ".+" {
				return yes
			}
			return unknown // those that the expression lets through
		}
	}
	for _, d := range l.all("rewriterule") {
		if _, value, has := strings.Cut(d.arg(2), "E="+name+":"); has && strings.Contains(strings.ToUpper(value), "ORIGIN") && everything(d.arg(0)) {
			return yes
		}
	}
	return unknown
}
