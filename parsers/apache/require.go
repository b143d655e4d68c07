package apache

import (
	"strings"

	"github.com/wirevet/wirevet/facts"
)

// answers says who is let in: from anywhere or only from the addresses that are let in, with nothing to show or with every credential
// that is asked for.
type answers struct{ open, inside, shown, insideShown answer }

func alike(a answer) answers { return answers{a, a, a, a} }

func withCredential() answers { return answers{no, no, yes, yes} }

func (a answers) and(b answers) answers {
	return answers{a.open.and(b.open), a.inside.and(b.inside), a.shown.and(b.shown), a.insideShown.and(b.insideShown)}
}

func (a answers) or(b answers) answers {
	return answers{a.open.or(b.open), a.inside.or(b.inside), a.shown.or(b.shown), a.insideShown.or(b.insideShown)}
}

func (a answers) not() answers {
	return answers{a.open.not(), a.inside.not(), a.shown.not(), a.insideShown.not()}
}

// verdict is what the directives of a request's sections say of who may ask.
type verdict struct {
	answers
	kind   facts.AuthenticationKind
	at     *statement // what decides; nil when nothing is said
	state  facts.State
	limits []facts.Stated[string]
	// neutral is true of what is for other methods alone: it lets whoever asks in by itself, and counts for nothing beside anything else.
	neutral bool
}

// authorization is what one or several sections say of who may ask.
type authorization struct {
	merging string     // the argument of AuthMerging, in lower case
	off     *statement // the AuthMerging itself
	said    bool       // there is any Require
	verdict
}

// merged puts the authorization of an inner section onto that of outer ones (merge_authz_core_dir_config in
// modules/aaa/mod_authz_core.c of 2.4.67): its Requires take the place of theirs, unless AuthMerging says otherwise.
func (outer authorization) merged(inner authorization) authorization {
	switch {
	case inner.merging == "" && !inner.said && outer.said:
		return outer
	case inner.merging == "" || inner.merging == "off" || !outer.said:
		return inner
	case !inner.said:
		outer.merging, outer.off = inner.merging, inner.off
		return outer
	case inner.merging == "and":
		inner.verdict = both(outer.verdict, inner.verdict)
	default:
		inner.verdict = either(outer.verdict, inner.verdict)
	}
	return inner
}

// perhaps is merged for an inner section of which it is not known whether it holds.
func (outer authorization) perhaps(inner authorization) authorization {
	out := outer.merged(inner)
	if !outer.said || out.open != outer.open {
		out.answers = alike(unknown)
	}
	return out
}

// required evaluates Require and, together with Satisfy, the older Order, Allow and Deny. Location sections are merged with each other
// before they are put onto what is around them, and so are If sections: an AuthMerging in the last one then counts for all of them.
func (e *emitter) required(l levels, r request) verdict {
	var all, group authorization
	for i, s := range l {
		if i > 0 && s.group != l[i-1].group {
			all, group = all.merged(group), authorization{}
		}
		one := e.authorizationOf(s, l, r)
		one.state = l.stateOf(i)
		if s.section.conditional != facts.NoReason && (one.said || one.merging != "") {
			group = group.perhaps(one)
		} else {
			group = group.merged(one)
		}
	}
	all = all.merged(group)
	if !all.said {
		all.verdict = e.unsaid(all.off, l)
	}
	return e.older(all.verdict, l)
}

func (e *emitter) authorizationOf(s *scope, l levels, r request) authorization {
	var out authorization
	if found := s.named("authmerging"); len(found) > 0 {
		out.off = found[len(found)-1]
		out.merging = strings.ToLower(out.off.arg(0))
	}
	if list := requirements(s.section); len(list) > 0 {
		out.said, out.verdict = true, e.any(list, l, r)
	}
	return out
}

// unsaid is what holds where no Require does: everybody gets in, or nobody where an AuthType is configured (AH01627).
func (e *emitter) unsaid(off *statement, l levels) verdict {
	if found := l.lookup("authtype"); found.directive != nil && !found.is("none") {
		if undecided(found.directive) != facts.NoReason {
			return verdict{at: found.directive}
		}
		return verdict{answers: alike(no), at: found.directive}
	}
	return verdict{answers: alike(yes), at: off}
}

// requirements returns what of a section says who may ask.
func requirements(section *statement) []*statement {
	var out []*statement
	for _, d := range section.block {
		switch d.name {
		case "require", "<requireall", "<requireany", "<requirenone", "<limit", "<limitexcept":
			out = append(out, d)
		}
	}
	return out
}

func both(a, b verdict) verdict {
	switch {
	case a.neutral:
		return b
	case b.neutral:
		return a
	}
	out := a
	out.answers = a.and(b.answers)
	out.limits = append(out.limits, b.limits...)
	if a.kind == facts.NoAuthentication {
		out.kind = b.kind
	}
	// What asks for more is what decides.
	if a.at == nil || a.open == yes && b.at != nil || a.kind == facts.NoAuthentication && b.kind != facts.NoAuthentication {
		out.at = b.at
	}
	return out
}

func either(a, b verdict) verdict {
	switch {
	case a.neutral:
		return b
	case b.neutral:
		return a
	}
	out := a
	out.answers = a.or(b.answers)
	out.limits = append(out.limits, b.limits...)
	if a.kind == facts.NoAuthentication {
		out.kind = b.kind
	}
	if out.open == yes { // whatever else is asked of others
		out.kind, out.limits = facts.NoAuthentication, nil
	}
	if a.at == nil || b.open == yes && a.open != yes || a.open != yes && a.kind == facts.NoAuthentication && b.kind != facts.NoAuthentication {
		out.at = b.at
	}
	return out
}

// any evaluates requirements of which one suffices, as those that stand beside each other are.
func (e *emitter) any(list []*statement, l levels, r request) verdict {
	if len(list) == 0 {
		return verdict{answers: alike(no)}
	}
	out := verdict{answers: alike(yes), at: list[0], neutral: true}
	for _, d := range list {
		out = either(out, e.requirement(d, l, r))
	}
	return out
}

func (e *emitter) requirement(d *statement, l levels, r request) verdict {
	switch d.name {
	case "<limit", "<limitexcept":
		return verdict{answers: alike(yes), at: d, neutral: true}
	case "<requireany":
		return e.any(requirements(d), l, r)
	case "<requireall":
		out := verdict{answers: alike(yes), neutral: true}
		for _, inner := range requirements(d) {
			out = both(out, e.requirement(inner, l, r))
		}
		return out
	case "<requirenone":
		out := e.any(requirements(d), l, r)
		if out.neutral {
			return out
		}
		out.answers, out.kind = out.not(), facts.NoAuthentication
		return out
	}
	out := e.provider(d, l, r)
	out.at = d
	if d.conditional != facts.NoReason {
		out.answers = alike(unknown)
	}
	return out
}

// provider evaluates one Require.
func (e *emitter) provider(d *statement, l levels, r request) verdict {
	args := d.args
	negated := len(args) > 0 && strings.EqualFold(args[0].text, "not")
	if negated {
		args = args[1:]
	}
	if len(args) == 0 {
		return verdict{answers: alike(no)}
	}
	out := verdict{answers: alike(no)}
	switch strings.ToLower(args[0].text) {
	case "all":
		granted := answerOf(len(args) > 1 && strings.EqualFold(args[1].text, "granted"))
		out.answers = alike(granted)
	case "ip", "host", "forward-dns", "local":
		out.inside, out.insideShown = yes, yes
		if negated { // not from some addresses: from anywhere else
			return verdict{answers: alike(yes)}
		}
		for _, a := range args[1:] {
			out.limits = append(out.limits, facts.Written(a.text, a.span()))
		}
		if strings.EqualFold(args[0].text, "local") {
			out.limits = append(out.limits, facts.Written("127.0.0.0/8", args[0].span()))
		}
		return out
	case "ssl":
		out.answers = alike(r.https)
	case "ssl-verify-client":
		out.kind, out.answers = facts.ClientCertificate, withCredential()
	case "method":
		post := no
		for _, a := range args[1:] {
			if a.text == "POST" {
				post = yes
			}
		}
		out.answers = alike(post)
	case "env":
		out = e.requiredVariable(args, l)
	case "expr":
		out = e.requiredExpression(d, r)
	case "valid-user", "user", "group", "file-owner", "file-group", "claim", "dbm-group", "dbd-group", "dbd-login", "ldap-user",
		"ldap-group", "ldap-dn", "ldap-attribute", "ldap-filter", "claims_expr", "oauth2_claim", "shib-session", "shib-attr", "valid-client", "unix-group":
		return e.authenticated(l)
	default:
		out.answers = alike(unknown) // a provider of a module that is not known
	}
	if negated {
		out.answers, out.kind = out.not(), facts.NoAuthentication
	}
	return out
}

// authenticated says what a requirement of a user asks for: what AuthType has.
func (e *emitter) authenticated(l levels) verdict {
	out := verdict{answers: withCredential(), kind: facts.OpaqueAuthentication}
	found := l.lookup("authtype")
	switch {
	case found.state == facts.Unset:
		return verdict{answers: alike(no)} // httpd says that authentication is not configured (AH00027)
	case found.directive == nil || undecided(found.directive) != facts.NoReason:
		return verdict{}
	}
	switch strings.ToLower(found.directive.arg(0)) {
	case "basic", "digest", "form":
		out.kind = facts.PasswordAuthentication
	case "openid-connect", "auth-openidc", "mellon", "shibboleth", "cas", "saml":
		out.kind = facts.ExternalAuthorization
		if l.lookup("oidcunauthaction").is("pass") {
			return verdict{answers: alike(yes)}
		}
	case "oauth20", "oauth2", "jwt", "jwt-bearer", "jwt-cookie", "bearer":
		out.kind = facts.TokenAuthentication
	case "none":
		out.kind = facts.NoAuthentication
	}
	return out
}

// requiredVariable evaluates `Require env X`, where X is set from a credential.
func (e *emitter) requiredVariable(args []arg, l levels) verdict {
	out := verdict{}
	if len(args) < 2 {
		return out
	}
	for _, name := range []string{"setenvif", "setenvifnocase"} {
		for _, d := range l.all(name) {
			if len(d.args) < 3 || !setsVariable(d, args[1].text) || !carriesCredential(d.arg(0)) {
				continue
			}
			kind := facts.TokenAuthentication
			if onlyPresence(d.arg(1)) {
				kind = facts.OpaqueAuthentication
			}
			return verdict{answers: withCredential(), kind: kind}
		}
	}
	return out
}

func setsVariable(d *statement, name string) bool {
	for _, a := range d.args[2:] {
		set, _, _ := strings.Cut(a.text, "=")
		if set == name {
			return true
		}
	}
	return false
}

// requiredExpression evaluates `Require expr`.
func (e *emitter) requiredExpression(d *statement, r request) verdict {
	text := d.rest(1)
	switch {
	case carriesCredential(text):
		return verdict{answers: withCredential(), kind: credentialKind(text)}
	case strings.Contains(text, "SSL_CLIENT_VERIFY") && strings.Contains(text, "SUCCESS"):
		return verdict{answers: withCredential(), kind: facts.ClientCertificate}
	}
	answer := e.expression(text, r)
	return verdict{answers: alike(answer)}
}

// older applies Order, Allow, Deny and Satisfy of mod_access_compat.
func (e *emitter) older(v verdict, l levels) verdict {
	host := verdict{answers: alike(yes)}
	for i, s := range l {
		order, allow, deny := s.named("order"), s.named("allow"), s.named("deny")
		if len(order)+len(allow)+len(deny) == 0 {
			continue
		}
		one := verdict{answers: alike(yes), state: l.stateOf(i)}
		everybody, ranges := false, []facts.Stated[string](nil)
		for _, d := range allow {
			one.at = d
			for _, a := range d.args[min(1, len(d.args)):] {
				if strings.EqualFold(a.text, "all") {
					everybody = true
				} else {
					ranges = append(ranges, facts.Written(a.text, a.span()))
				}
			}
		}
		denied := len(order) > 0 && strings.HasPrefix(strings.ToLower(order[len(order)-1].arg(0)), "allow") && !everybody
		for _, d := range deny {
			if strings.EqualFold(d.arg(1), "all") {
				denied, one.at = !everybody || len(order) > 0 && strings.HasPrefix(strings.ToLower(order[len(order)-1].arg(0)), "allow"), d
			}
		}
		if one.at == nil && len(order) > 0 {
			one.at = order[0]
		}
		if denied {
			inside := answerOf(len(ranges) > 0)
			one.answers, one.limits = answers{no, inside, no, inside}, ranges
		}
		host = one
	}
	if host.at == nil {
		return v
	}
	if l.lookup("satisfy").is("any") && v.at != nil {
		return either(v, host)
	}
	if v.at == nil {
		return host
	}
	return both(v, host)
}
