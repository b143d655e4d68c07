package apache

import (
	"strings"

	"github.com/wirevet/wirevet/facts"
)

// verdict is what the directives of a request's sections say of who may ask.
type verdict struct {
	open   answer // whoever asks, from anywhere, with nothing to show
	inside answer // the same from the addresses that are let in
	shown  answer // from there, with every credential that is asked for
	kind   facts.AuthenticationKind
	at     *statement // what decides; nil when nothing is said
	state  facts.State
	limits []facts.Stated[string]
}

// required evaluates Require and, together with Satisfy, the older Order, Allow and Deny. The innermost section that has any
// Require replaces those of outer ones, unless AuthMerging says otherwise (merge_authz_core_dir_config).
func (e *emitter) required(l levels, r request) verdict {
	out := verdict{open: yes, inside: yes, shown: yes}
	for i, s := range l {
		list := requirements(s.section)
		merging := ""
		if found := s.named("authmerging"); len(found) > 0 {
			merging = strings.ToLower(found[len(found)-1].arg(0))
			if len(list) == 0 && merging == "off" {
				out = e.forgotten(found[len(found)-1], l)
				continue
			}
		}
		if len(list) == 0 {
			continue
		}
		one := e.any(list, l, r)
		one.state = l.stateOf(i)
		switch {
		case s.section.conditional != facts.NoReason && out.at == nil:
			one.open, one.inside, one.shown = unknown, unknown, unknown
		case s.section.conditional != facts.NoReason:
			if one.open != out.open {
				one.open, one.inside, one.shown = unknown, unknown, unknown
			}
		case merging == "and":
			one = both(out, one)
		case merging == "or" && out.at != nil:
			one = either(out, one)
		}
		out = one
	}
	return e.older(out, l)
}

// forgotten is what AuthMerging Off without a Require leaves of those of outer sections: nothing. With an AuthType httpd answers
// that with an error.
func (e *emitter) forgotten(d *statement, l levels) verdict {
	if found := l.lookup("authtype"); found.directive != nil && !found.is("none") {
		return verdict{open: no, inside: no, shown: no, at: d}
	}
	return verdict{open: yes, inside: yes, shown: yes, at: d}
}

// requirements returns what of a section says who may ask.
func requirements(section *statement) []*statement {
	var out []*statement
	for _, d := range section.block {
		switch d.name {
		case "require", "<requireall", "<requireany", "<requirenone":
			out = append(out, d)
		}
	}
	return out
}

func both(a, b verdict) verdict {
	out := a
	out.open, out.inside, out.shown = a.open.and(b.open), a.inside.and(b.inside), a.shown.and(b.shown)
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
	out := a
	out.open, out.inside, out.shown = a.open.or(b.open), a.inside.or(b.inside), a.shown.or(b.shown)
	out.limits = append(out.limits, b.limits...)
	if a.kind == facts.NoAuthentication {
		out.kind = b.kind
	}
	if a.at == nil || b.open == yes && a.open != yes || a.open != yes && a.kind == facts.NoAuthentication && b.kind != facts.NoAuthentication {
		out.at = b.at
	}
	return out
}

// any evaluates requirements of which one suffices, as those that stand beside each other are.
func (e *emitter) any(list []*statement, l levels, r request) verdict {
	out := verdict{open: no, inside: no, shown: no}
	for _, d := range list {
		out = either(out, e.requirement(d, l, r))
	}
	return out
}

func (e *emitter) requirement(d *statement, l levels, r request) verdict {
	switch d.name {
	case "<requireany":
		return e.any(requirements(d), l, r)
	case "<requireall":
		out := verdict{open: yes, inside: yes, shown: yes}
		for _, inner := range requirements(d) {
			out = both(out, e.requirement(inner, l, r))
		}
		return out
	case "<requirenone":
		out := e.any(requirements(d), l, r)
		out.open, out.inside, out.shown, out.kind = out.open.not(), out.inside.not(), out.shown.not(), facts.NoAuthentication
		return out
	}
	out := e.provider(d, l, r)
	out.at = d
	if d.conditional != facts.NoReason {
		out.open, out.inside, out.shown = unknown, unknown, unknown
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
		return verdict{open: no, inside: no, shown: no}
	}
	out := verdict{open: no, inside: no, shown: no}
	switch strings.ToLower(args[0].text) {
	case "all":
		granted := answerOf(len(args) > 1 && strings.EqualFold(args[1].text, "granted"))
		out.open, out.inside, out.shown = granted, granted, granted
	case "ip", "host", "forward-dns", "local":
		out.inside, out.shown = yes, yes
		if negated { // not from some addresses: from anywhere else
			return verdict{open: yes, inside: yes, shown: yes}
		}
		for _, a := range args[1:] {
			out.limits = append(out.limits, facts.Written(a.text, a.span()))
		}
		if strings.EqualFold(args[0].text, "local") {
			out.limits = append(out.limits, facts.Written("127.0.0.0/8", args[0].span()))
		}
		return out
	case "ssl":
		out.open, out.inside, out.shown = r.https, r.https, r.https
	case "ssl-verify-client":
		out.kind, out.shown = facts.ClientCertificate, yes
	case "method":
		post := no
		for _, a := range args[1:] {
			if a.text == "POST" {
				post = yes
			}
		}
		out.open, out.inside, out.shown = post, post, post
	case "env":
		out = e.requiredVariable(args, l)
	case "expr":
		out = e.requiredExpression(d, r)
	case "valid-user", "user", "group", "file-owner", "file-group", "claim", "dbm-group", "dbd-group", "dbd-login", "ldap-user",
		"ldap-group", "ldap-dn", "ldap-attribute", "ldap-filter", "claims_expr", "oauth2_claim", "shib-session", "shib-attr", "valid-client", "unix-group":
		return e.authenticated(l)
	default:
		out.open, out.inside, out.shown = unknown, unknown, unknown // a provider of a module that is not known
	}
	if negated {
		out.open, out.inside, out.shown, out.kind = out.open.not(), out.inside.not(), out.shown.not(), facts.NoAuthentication
	}
	return out
}

// authenticated says what a requirement of a user asks for: what AuthType has.
func (e *emitter) authenticated(l levels) verdict {
	out := verdict{open: no, inside: no, shown: yes, kind: facts.OpaqueAuthentication}
	found := l.lookup("authtype")
	if found.directive == nil || undecided(found.directive) != facts.NoReason {
		return verdict{}
	}
	switch strings.ToLower(found.directive.arg(0)) {
	case "basic", "digest", "form":
		out.kind = facts.PasswordAuthentication
	case "openid-connect", "auth-openidc", "mellon", "shibboleth", "cas", "saml":
		out.kind = facts.ExternalAuthorization
		if l.lookup("oidcunauthaction").is("pass") {
			return verdict{open: yes, inside: yes, shown: yes}
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
			return verdict{open: no, inside: no, shown: yes, kind: kind}
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
		return verdict{open: no, inside: no, shown: yes, kind: credentialKind(text)}
	case strings.Contains(text, "SSL_CLIENT_VERIFY") && strings.Contains(text, "SUCCESS"):
		return verdict{open: no, inside: no, shown: yes, kind: facts.ClientCertificate}
	}
	answer := e.expression(text, r)
	return verdict{open: answer, inside: answer, shown: answer}
}

// older applies Order, Allow, Deny and Satisfy of mod_access_compat.
func (e *emitter) older(v verdict, l levels) verdict {
	host := verdict{open: yes, inside: yes, shown: yes}
	for i, s := range l {
		order, allow, deny := s.named("order"), s.named("allow"), s.named("deny")
		if len(order)+len(allow)+len(deny) == 0 {
			continue
		}
		one := verdict{open: yes, inside: yes, shown: yes, state: l.stateOf(i)}
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
			one.open, one.inside, one.limits = no, answerOf(len(ranges) > 0), ranges
			one.shown = one.inside
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
