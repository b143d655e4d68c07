package apache

import (
	"strings"

	"github.com/wirevet/wirevet/facts"
)

// authentication states how httpd tells who asks for a route, and from where one may.
// early is true when every request is answered before.
func (e *emitter) authentication(r *facts.Route, v *server, l levels, asked request, early bool) {
	e.originCheck(r, v, l)
	said := e.required(l, asked)
	if !early {
		r.Limits = limits(said)
	}
	at := r.Span // of a block with nothing in it
	if said.at != nil {
		at = said.at.written()
	}
	switch {
	case said.insideShown == no:
		r.Refuses = r.Refuses || !early
		r.Authentication = facts.Written(facts.NoAuthentication, at)
		return
	case said.open == no && said.kind != facts.NoAuthentication:
		r.Authentication = facts.Written(said.kind, at)
		return
	}
	if kind, at := e.otherChecks(r, v, l, asked); kind != facts.NoAuthentication {
		r.Authentication = facts.Written(kind, at)
		return
	}
	open := l.openInclude()
	switch {
	case said.open == unknown || said.inside == unknown:
		r.Authentication = facts.Undecided[facts.AuthenticationKind](at, facts.SeveralValues)
	case !open.IsZero():
		r.Authentication = facts.Undecided[facts.AuthenticationKind](open, facts.OutsideRepository)
	case r.Upstream == nil && v.hasFolders():
		// What is served from a folder has that folder's settings as well.
		r.Authentication = facts.Undecided[facts.AuthenticationKind](r.Span, facts.SeveralValues)
	default:
		why := "Apache asks nobody who connects unless Require says so"
		if said.at != nil {
			why = "this lets in whoever asks"
		}
		r.Authentication = facts.ByDefault(facts.NoAuthentication, at, why)
	}
}

// limits returns the addresses that alone may ask. Where somebody else may as well, there are none.
func limits(v verdict) []facts.Stated[string] {
	if v.shown != no || v.insideShown == no {
		return nil // from elsewhere too, perhaps with a credential; or from nowhere
	}
	return v.limits
}

func (v *server) hasFolders() bool {
	for _, s := range v.levels {
		for _, d := range s.section.block {
			if d.section && strings.HasPrefix(d.name, "<directory") && (len(requirements(d)) > 0 || len(newScope(d).named("authtype")) > 0) {
				return true
			}
		}
	}
	return false
}

// otherChecks looks at client certificates, rules and modules that turn callers away.
func (e *emitter) otherChecks(r *facts.Route, v *server, l levels, asked request) (facts.AuthenticationKind, facts.Span) {
	if asked.https == yes {
		if d := l[len(v.levels):].lookup("sslverifyclient").directive; d != nil && strings.EqualFold(d.arg(0), "require") && undecided(d) == facts.NoReason {
			return facts.ClientCertificate, d.written()
		}
		for _, d := range l.all("sslrequire") {
			if text := d.rest(0); strings.Contains(text, "SSL_CLIENT_VERIFY") && strings.Contains(text, "SUCCESS") {
				return facts.ClientCertificate, d.written()
			}
		}
		if r.Listener.Policy != nil {
			if p := r.Listener.Policy.ClientAuth; p.Known() && p.Value == facts.RequireAndVerify {
				return facts.ClientCertificate, p.Span
			}
		}
	}
	if d, kind := e.turnedAway(r, v, l, carriesCredential); d != nil {
		return kind, d.written()
	}
	if d, _ := e.turnedAway(r, v, l, func(text string) bool { return strings.Contains(text, "SSL_CLIENT_VERIFY") }); d != nil && asked.https == yes {
		return facts.ClientCertificate, d.written()
	}
	for _, name := range []string{"luahookaccesschecker", "luahookauthchecker", "luahookcheckuserid", "luahookfixups", "authnzfcgicheckauthnprovider", "perlaccesshandler", "perlauthenhandler", "wsgiaccessscript", "wsgiauthuserscript"} {
		if d := l.lookup(name).directive; d != nil && d.conditional == facts.NoReason {
			return facts.OpaqueAuthentication, d.written()
		}
	}
	return facts.NoAuthentication, facts.Span{}
}

// turnedAway returns a rule or an If that refuses the requests of a route by a test of what is asked for, and what kind of check it is.
func (e *emitter) turnedAway(r *facts.Route, v *server, l levels, asks func(string) bool) (*statement, facts.AuthenticationKind) {
	for _, rule := range v.rewrite {
		code := rule.flags["R"]
		if !rule.has("F") && !rule.has("G") && (code == "" || code[0] != '4') || !e.coversRoute(rule, r) {
			continue
		}
		if d, kind := tested(rule, asks); d != nil {
			return d, kind
		}
	}
	for _, s := range l {
		for _, d := range s.section.block {
			if (d.name == "<if" || d.name == "<elseif") && asks(d.rest(0)) && deniesAll(d) {
				return d, credentialKind(d.rest(0))
			}
		}
		if len(s.section.block) > 0 && s.section.name != "" && s.section.name != "<virtualhost" {
			for _, rule := range rules(s.section) {
				if rule.has("F") {
					if d, kind := tested(rule, asks); d != nil {
						return d, kind
					}
				}
			}
		}
	}
	return nil, facts.NoAuthentication
}

// coversRoute reports whether a rule is about all that a route is for.
func (e *emitter) coversRoute(rule *rewriteRule, r *facts.Route) bool {
	expression := rule.directive.arg(0)
	if everything(expression) {
		return true
	}
	below := strings.TrimSuffix(r.Path, "/") + "/x"
	return !r.Pattern && e.match(r.Path, expression, rule.has("NC")) == yes && e.match(below, expression, rule.has("NC")) == yes
}

func tested(rule *rewriteRule, asks func(string) bool) (*statement, facts.AuthenticationKind) {
	for _, c := range rule.conditions {
		if asks(c.arg(0)) && c.conditional == facts.NoReason {
			if onlyPresence(strings.TrimPrefix(c.arg(1), "!")) {
				return c, facts.OpaqueAuthentication
			}
			return c, facts.TokenAuthentication
		}
	}
	return nil, facts.NoAuthentication
}

// deniesAll reports whether a section lets nobody in.
func deniesAll(d *statement) bool {
	for _, inner := range d.block {
		switch inner.name {
		case "require":
			if strings.EqualFold(inner.arg(0), "all") && strings.EqualFold(inner.arg(1), "denied") {
				return true
			}
		case "redirect":
			if code := inner.arg(0); len(code) == 3 && code[0] == '4' {
				return true
			}
		}
	}
	return false
}

// carriesCredential reports whether a text names a header that carries credentials.
func carriesCredential(text string) bool {
	lower := strings.ToLower(text)
	for _, name := range []string{"http:authorization", "http_authorization", "req('authorization')", "http:x-api-key", "http:api-key", "http:x-auth-token", "http:apikey", "http:x-access-token"} {
		if strings.Contains(lower, name) {
			return true
		}
	}
	switch lower {
	case "authorization", "x-api-key", "api-key", "x-auth-token", "apikey", "x-access-token":
		return true // an attribute of SetEnvIf
	}
	return false
}

// credentialKind says whether an expression compares a credential, or asks only whether there is one.
func credentialKind(expression string) facts.AuthenticationKind {
	for _, operator := range []string{"==", "!=", "=~", "!~", " -strmatch "} {
		if _, operand, has := strings.Cut(expression, operator); has && !onlyPresence(strings.Trim(operand, " '\"/m#")) {
			return facts.TokenAuthentication
		}
	}
	return facts.OpaqueAuthentication
}

// onlyPresence reports whether a pattern asks only whether the header is there.
func onlyPresence(pattern string) bool {
	switch strings.ToLower(strings.Trim(pattern, `"' `)) {
	case "", "^$", "^bearer ", "^bearer", "bearer", "^bearer .+", "^bearer .+$", `^bearer\s+`, `^bearer\s+.+`, `^bearer\s+.+$`, ".", ".+", "(.*)", ".*":
		return true
	}
	return false
}

// asksOrigin reports whether an expression looks at the header Origin.
func asksOrigin(text string) bool {
	lower := strings.ToLower(text)
	return strings.Contains(lower, "http:origin") || strings.Contains(lower, "http_origin") || strings.Contains(lower, "req('origin')")
}

// originCheck states whether requests of foreign pages are refused.
func (e *emitter) originCheck(r *facts.Route, v *server, l levels) {
	if d, _ := e.turnedAway(r, v, l, asksOrigin); d != nil {
		r.OriginCheck = facts.Written(true, d.written())
		return
	}
	for _, d := range l.all("require") {
		if strings.EqualFold(d.arg(0), "expr") && asksOrigin(d.rest(1)) {
			r.OriginCheck = facts.Written(true, d.written())
		}
	}
}
