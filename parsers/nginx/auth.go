package nginx

import (
	"strings"

	"github.com/wirevet/wirevet/facts"
)

// authentications are the directives by which nginx, or a module of it, tells who calls.
var authentications = []struct {
	name string
	kind facts.AuthenticationKind
}{
	{"auth_jwt", facts.TokenAuthentication},
	{"auth_oidc", facts.ExternalAuthorization},
	{"auth_request", facts.ExternalAuthorization},
	{"auth_basic", facts.PasswordAuthentication},
	{"auth_digest", facts.PasswordAuthentication},
	{"auth_ldap", facts.PasswordAuthentication},
	{"auth_pam", facts.PasswordAuthentication},
	{"auth_gss", facts.OpaqueAuthentication},
	{"access_by_lua_block", facts.OpaqueAuthentication},
	{"access_by_lua_file", facts.OpaqueAuthentication},
	{"access_by_lua", facts.OpaqueAuthentication},
}

// authentication states how nginx tells who calls a location.
func (e *emitter) authentication(v *server, at *location, l *facts.Listener) facts.Stated[facts.AuthenticationKind] {
	if everyoneAllowed(at.scope) {
		return facts.ByDefault(facts.NoAuthentication, at.span, "satisfy any lets in whom `allow all` lets in (ngx_http_core_module, satisfy)")
	}
	unknown := setting{}
	for _, a := range authentications {
		s := at.scope.lookup(a.name)
		d := s.last()
		switch {
		case d != nil && d.arg(0) != "off":
			if d.conditional {
				return facts.Undecided[facts.AuthenticationKind](d.written(), facts.UnrenderedTemplate)
			}
			return stated(setting{state: s.state, asked: s.asked}, a.kind, d.written(), at.span) // whatever variables its words have
		case d == nil && s.state == facts.Unresolved:
			unknown = s
		}
	}
	if d, kind := e.tested(v, at); d != nil {
		return facts.Written(kind, d.written())
	}
	if p := l.Policy; p != nil && p.ClientAuth.Known() {
		switch by := e.clientVerifyTest(v, at); {
		case p.ClientAuth.Value == facts.RequireAndVerify, p.ClientAuth.Value == facts.VerifyIfGiven && by != "", strings.Contains(by, "SUCCESS"):
			return facts.Stated[facts.AuthenticationKind]{Value: facts.ClientCertificate, Span: p.ClientAuth.Span, State: p.ClientAuth.State}
		}
	}
	if unknown.state == facts.Unresolved {
		return stated(unknown, facts.NoAuthentication, facts.Span{}, at.span)
	}
	return facts.ByDefault(facts.NoAuthentication, at.span, "nginx asks nobody who connects unless it is told to")
}

// everyoneAllowed reports whether `satisfy any` makes the other checks void, because everybody's address is allowed.
func everyoneAllowed(s *scope) bool {
	if !satisfiesAny(s) {
		return false
	}
	rules, _ := access(s)
	for _, d := range rules {
		if everybody(d) { // whatever a few addresses before it are told
			return d.name.text == "allow"
		}
	}
	return false
}

// tested returns an if that turns away callers whose credential is not the right one, and what kind of check it is.
func (e *emitter) tested(v *server, at *location) (*statement, facts.AuthenticationKind) {
	for s := at.scope; s != nil; s = s.parent {
		for _, d := range s.named("if") {
			if refuses(d.block) == nil {
				continue
			}
			if kind := e.credentialTest(d); kind != facts.NoAuthentication {
				return d, kind
			}
		}
		if s == v.scope {
			break
		}
	}
	return nil, facts.NoAuthentication
}

// credentialTest says what kind of check a condition is.
func (e *emitter) credentialTest(d *statement) facts.AuthenticationKind {
	text := condition(d)
	for rest := text; ; {
		i := strings.IndexByte(rest, '$')
		if i < 0 {
			return facts.NoAuthentication
		}
		name := variableName(rest[i:])
		rest = rest[i+1:]
		if m := e.maps[name]; m != nil && carriesCredential(m.arg(0)) {
			return facts.TokenAuthentication // a map from the credential to a verdict
		}
		if !carriesCredential("$" + name) {
			continue
		}
		if onlyPresence(text) {
			// Whether what is there is right, only the program behind can say.
			return facts.OpaqueAuthentication
		}
		return facts.TokenAuthentication
	}
}

// carriesCredential reports whether a text has the variable of a header or cookie that carries credentials.
func carriesCredential(text string) bool {
	for _, name := range []string{"http_authorization", "http_x_api_key", "http_api_key", "http_x_auth_token", "http_x_token", "http_x_access_token", "http_apikey"} {
		if uses(text, name) {
			return true
		}
	}
	return false
}

// onlyPresence reports whether a condition asks only whether the header is there.
func onlyPresence(text string) bool {
	_, value, compares := strings.Cut(text, "=")
	if !compares {
		_, value, compares = strings.Cut(text, "~")
	}
	value = strings.Trim(strings.TrimLeft(value, "~*= "), `"' `)
	switch strings.ToLower(value) {
	case "", "^$", "^bearer ", "^bearer", "bearer", "^bearer .+", "^bearer .+$", `^bearer\s+`, ".":
		return true
	}
	return !compares
}

// clientVerifyTest returns the condition by which nginx itself turns away who has no verified certificate. Where the
// certificate need not be anyone's, only SUCCESS is such a condition.
func (e *emitter) clientVerifyTest(v *server, at *location) string {
	for s := at.scope; s != nil; s = s.parent {
		for _, d := range s.named("if") {
			if refuses(d.block) != nil && uses(condition(d), clientVerify) {
				return condition(d)
			}
		}
		if s == v.scope {
			break
		}
	}
	return ""
}

// hostCheck states whether requests for foreign names are refused: by the server that owns the address, when that is
// another one.
func hostCheck(v *server, l *facts.Listener) facts.Stated[bool] {
	for _, own := range v.listens {
		if own.span != l.Span || own.on == nil {
			continue
		}
		owner := own.on.owner
		if owner == v || len(v.names) == 0 {
			break
		}
		if d := refuses(owner.scope.own); d != nil {
			return facts.Written(true, d.written())
		}
		if d := (setting{directives: owner.scope.named("ssl_reject_handshake")}).last(); d != nil && d.arg(0) == "on" {
			return facts.Written(true, d.written())
		}
	}
	return facts.Stated[bool]{}
}

// originCheck states whether requests of foreign pages are refused.
func (e *emitter) originCheck(r *facts.Route, v *server, at *location) {
	for s := at.scope; s != nil; s = s.parent {
		for _, d := range s.named("if") {
			if refuses(d.block) != nil && e.dependsOn(condition(d), "http_origin") {
				r.OriginCheck = facts.Written(true, d.written())
				return
			}
		}
		if s == v.scope {
			return
		}
	}
}

// dependsOn reports whether a text uses the variable, or one that a map makes of it.
func (e *emitter) dependsOn(text, variable string) bool {
	if uses(text, variable) {
		return true
	}
	for rest := text; ; {
		i := strings.IndexByte(rest, '$')
		if i < 0 {
			return false
		}
		if m := e.maps[variableName(rest[i:])]; m != nil && uses(m.arg(0), variable) {
			return true
		}
		rest = rest[i+1:]
	}
}
