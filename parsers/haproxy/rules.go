package haproxy

import (
	"slices"
	"strings"

	"github.com/wirevet/wirevet/facts"
)

// rule is a line that decides about requests or changes answers, with its condition.
type rule struct {
	line      *line
	set       string // http-request, http-response, redirect, use_backend …
	action    string // deny, auth, set-header …; empty where the set is the action
	args      []word // behind the action, up to the condition
	condition *condition
	inherited bool
}

// readRules reads the rules of a proxy, once, in the order of the file, those of its defaults first.
func (p *proxy) readRules() []*rule {
	if p.rules != nil {
		return p.rules
	}
	p.rules = []*rule{}
	p.all(func(l *line, inherited bool) {
		r := &rule{line: l, set: l.arg(0), inherited: inherited}
		args := l.args()
		switch r.set {
		case "http-request", "http-response", "http-after-response":
		case "tcp-request":
			if len(args) > 0 { // connection, session, content
				args = args[1:]
			}
		case "redirect", "use_backend", "block", "use-server":
			args = l.words[l.skip():]
		default:
			return
		}
		if len(args) == 0 || l.no {
			return
		}
		r.action = args[0].text
		var behind int
		r.condition, behind = p.readCondition(l)
		// The words of the condition are the last ones.
		r.args = args[1:max(1, min(len(args), behind-(len(l.words)-len(args))))]
		p.rules = append(p.rules, r)
	})
	return p.rules
}

// outcome is what becomes of a request.
type outcome uint8

const (
	served     outcome = iota // it goes on to the backend
	redirected                // to TLS
	refused
	answered // by HAProxy itself: a page, a redirect to somewhere else
)

// result is an outcome with the rule that led to it, and the one that let the request pass all others of its set.
type result struct {
	outcome outcome
	by      *rule
	pass    *rule
}

// follow takes a request through the rules of a proxy: those of tcp-request and http-request in their order, then redirects.
func (v *visit) follow(p *proxy) result {
	v.in = p
	rules := p.readRules()
	out := result{}
	for _, set := range [...]string{"tcp-request", "http-request", "redirect"} {
		for _, r := range rules {
			if r.set != set && (set != "http-request" || r.set != "block") {
				continue
			}
			if v.holds(r.condition) != yes {
				continue
			}
			what, stop := r.decides()
			if !stop {
				continue
			}
			if what == served { // allow, accept: the rest of the set is passed over
				out.pass = r
				break
			}
			out.outcome, out.by = what, r
			return out
		}
	}
	return out
}

// decides returns what a rule that applies makes of a request, and whether it ends its set.
func (r *rule) decides() (outcome, bool) {
	switch r.action {
	case "deny", "tarpit", "reject", "silent-drop", "auth", "block":
		return refused, true
	case "allow", "accept":
		return served, true
	case "redirect":
		return target(r.args), true
	case "return":
		for i, w := range r.args {
			if w.text == "status" && i+1 < len(r.args) && (strings.HasPrefix(r.args[i+1].text, "4") || strings.HasPrefix(r.args[i+1].text, "5")) {
				return refused, true
			}
		}
		return answered, true
	case "use-service":
		return answered, true
	}
	return served, false
}

// target says where a redirect leads.
func target(words []word) outcome {
	for i := 0; i+1 < len(words); i++ {
		to := strings.ToLower(words[i+1].text)
		switch words[i].text {
		case "scheme":
			if to == "https" || strings.HasPrefix(to, "https ") {
				return redirected
			}
		case "location", "prefix":
			if strings.HasPrefix(to, "https://") {
				return redirected
			}
		}
	}
	return answered
}

// kindsOf returns the ways to prove oneself that a condition looks at.
func (v *visit) kindsOf(c *condition) []facts.AuthenticationKind {
	if c == nil {
		return nil
	}
	var out []facts.AuthenticationKind
	for _, all := range c.alternatives {
		for _, t := range all {
			for _, one := range t.tests {
				if one.kind(v.in) == credentialOf {
					out = append(out, one.proves(v.in))
				}
			}
		}
	}
	return out
}

// proves says what kind of proof a test looks at.
func (t *test) proves(p *proxy) facts.AuthenticationKind {
	switch {
	case strings.HasPrefix(t.fetch, "ssl_c_"), t.fetch == "ssl_fc_has_crt":
		return facts.ClientCertificate
	case t.fetch == "http_auth", t.fetch == "http_auth_group":
		return facts.PasswordAuthentication
	case t.external(p):
		return facts.ExternalAuthorization
	}
	return facts.TokenAuthentication
}

// authentication states how those who call are told apart: what nobody may and a member may.
func (c *configuration) authentication(at facts.Span, way []*proxy, make func(caller) visit, p *facts.TLSPolicy) facts.Stated[facts.AuthenticationKind] {
	by, kind := firstDecisive(way, make)
	if kind == facts.ClientCertificate {
		// What is asked for beside the certificate says more of who calls.
		certified := func(who caller) visit {
			v := make(who)
			v.certified = true
			return v
		}
		if other, also := firstDecisive(way, certified); other != nil {
			by, kind = other, also
		}
	}
	if by != nil {
		span := by.line.span()
		if by.line.conditional != facts.NoReason {
			return facts.Undecided[facts.AuthenticationKind](span, by.line.conditional)
		}
		out := facts.Written(kind, span)
		if by.inherited {
			out.State, out.Why = facts.Inherited, &facts.Why{Effect: at}
		}
		return out
	}
	if p != nil && p.ClientAuth.Known() && p.ClientAuth.Value == facts.RequireAndVerify {
		return facts.Stated[facts.AuthenticationKind]{Value: facts.ClientCertificate, Span: p.ClientAuth.Span, State: p.ClientAuth.State, Why: p.ClientAuth.Why}
	}
	for _, px := range way {
		if r := opaque(px, make); r != nil {
			return facts.Written(facts.OpaqueAuthentication, r.line.span())
		}
	}
	return facts.ByDefault(facts.NoAuthentication, at, "HAProxy asks nobody who connects unless it is told to")
}

// firstDecisive returns the first rule on the way by which nobody is turned away and a member let in, and what it looks at.
func firstDecisive(way []*proxy, make func(caller) visit) (*rule, facts.AuthenticationKind) {
	for _, px := range way {
		if by, kind := decisive(px, make); by != nil {
			return by, kind
		}
	}
	return nil, facts.NoAuthentication
}

// decisive returns the rule by which a proxy turns nobody away and lets a member in, and what it looks at.
func decisive(px *proxy, make func(caller) visit) (*rule, facts.AuthenticationKind) {
	out, in, forged := make(nobody), make(member), make(forger)
	none := out.follow(px)
	if none.outcome != refused {
		return nil, 0
	}
	with := in.follow(px)
	if with.outcome == refused {
		return nil, 0
	}
	kinds, by := in.kindsOf(none.by.condition), none.by
	if with.pass != nil && with.pass != none.pass && in.holds(none.by.condition) != no { // allow if …, and then deny
		if others := in.kindsOf(with.pass.condition); len(others) > 0 {
			kinds, by = others, with.pass
		}
	}
	if len(kinds) == 0 {
		return nil, 0
	}
	kind := kinds[0]
	if none.by.action == "auth" {
		kind = facts.PasswordAuthentication
	}
	// Whoever brings just anything gets in: whether it is right, only the program behind can say.
	if kind != facts.PasswordAuthentication && forged.follow(px).outcome != refused {
		kind = facts.OpaqueAuthentication
		if slices.Contains(kinds, facts.ClientCertificate) && !forged.anyCertificate {
			kind = facts.ClientCertificate
		}
	}
	return by, kind
}

// opaque returns a rule that hands the decision to a program which is not in these files.
func opaque(px *proxy, make func(caller) visit) *rule {
	v := make(member)
	v.in = px
	for _, r := range px.readRules() {
		if r.set == "http-request" && (strings.HasPrefix(r.action, "lua.") || r.action == "send-spoe-group") && v.holds(r.condition) != no {
			return r
		}
	}
	return nil
}

// originCheck states whether requests of foreign pages are turned away.
func originCheck(r *facts.Route, way []*proxy, v *visit) {
	for _, px := range way {
		v.in = px
		for _, one := range px.readRules() {
			if one.set != "http-request" || one.action != "deny" && one.action != "reject" && one.action != "silent-drop" && one.action != "return" {
				continue
			}
			if one.condition != nil && v.holds(one.condition) != no && one.condition.looksAt(px, originOf) {
				r.OriginCheck = facts.Written(true, one.line.span())
				return
			}
		}
	}
}

// hostCheck states whether requests for names that no rule knows are turned away.
func hostCheck(r *facts.Route, way []*proxy, v visit) {
	v.hosts = []string{"foreign.invalid"}
	for _, px := range way {
		if got := v.follow(px); got.outcome == refused && got.by.condition != nil && got.by.condition.looksAt(px, hostOf) {
			r.HostCheck = facts.Written(true, got.by.line.span())
			return
		}
	}
}

func (c *condition) looksAt(p *proxy, what kind) bool {
	for _, all := range c.alternatives {
		for _, t := range all {
			for _, one := range t.tests {
				if one.kind(p) == what {
					return true
				}
			}
		}
	}
	return false
}

// limits returns the ranges of addresses outside of which everybody is turned away.
func limits(way []*proxy, v *visit) []facts.Stated[string] {
	var out []facts.Stated[string]
	for _, px := range way {
		v.in = px
		for _, r := range px.readRules() {
			if what, _ := r.decides(); what != refused || r.set == "redirect" || r.condition == nil || !onlyAddresses(px, r.condition, v) {
				continue
			}
			for _, all := range r.condition.alternatives {
				for _, t := range all {
					for _, one := range t.tests {
						if one.fetch != "src" || one.unknown() {
							continue
						}
						for _, w := range one.values {
							out = append(out, facts.Written(w.text, one.line.at(w)))
						}
					}
				}
			}
		}
	}
	return out
}

// onlyAddresses reports whether a condition for turning away is that the caller's address is none of those named: !{ src … },
// or unless { src … }.
func onlyAddresses(p *proxy, c *condition, v *visit) bool {
	if len(c.alternatives) != 1 || !c.looksAt(p, addressOf) {
		return false
	}
	for _, t := range c.alternatives[0] {
		about := len(t.tests) > 0 && t.tests[0].fetch == "src"
		switch {
		case about && t.negated != c.unless:
		case !about && v.term(t) == yes && !c.unless:
		default:
			return false
		}
	}
	return true
}
