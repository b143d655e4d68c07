package envoy

import (
	"slices"
	"strconv"

	"github.com/wirevet/wirevet/facts"
)

func number(n node) float64 {
	f, err := strconv.ParseFloat(n.text(), 64)
	if err != nil {
		return 0
	}
	return f
}

// verdict is what a filter does about who calls.
type verdict struct {
	kind facts.AuthenticationKind
	at   facts.Span
	// open is true when something that is not the path, or that the files do not show, decides whether it asks.
	open bool
}

// ask states who is asked for what before a request gets to a route: by the filters in their order, else by the handshake.
func (w *walker) ask(r *facts.Route, p pathMatch, s scopes) {
	r.Authentication = facts.ByDefault(facts.NoAuthentication, r.Span, "Envoy asks nobody who calls unless a filter does")
	r.BodyLimit = facts.ByDefault(false, r.Span, "Envoy takes bodies of any size unless a filter bounds them")
	for _, f := range append(w.gates[:len(w.gates):len(w.gates)], w.http...) {
		kind, own, off := s.override(f)
		if off.present() {
			continue
		}
		v := w.filter(r, f, p, kind, own)
		switch {
		case v.open && r.Authentication.State == facts.Default:
			r.Authentication = facts.Undecided[facts.AuthenticationKind](v.at, facts.SeveralValues)
		case !v.open && v.kind != facts.NoAuthentication && r.Authentication.State != facts.Explicit:
			r.Authentication = facts.Written(v.kind, v.at)
		}
	}
	if w.policy != nil && r.Authentication.State == facts.Default {
		switch auth := w.policy.ClientAuth; {
		case auth.Known() && auth.Value == facts.RequireAndVerify:
			r.Authentication = facts.Stated[facts.AuthenticationKind]{Value: facts.ClientCertificate, Span: auth.Span, State: auth.State, Why: auth.Why}
		case auth.State == facts.Unresolved:
			r.Authentication = facts.Undecided[facts.AuthenticationKind](auth.Span, auth.Why.Reason)
		}
	}
	if i, ok := enum(w.manager.get("forward_client_cert_details"), "SANITIZE", "FORWARD_ONLY", "APPEND_FORWARD", "SANITIZE_SET", "ALWAYS_FORWARD_ONLY"); ok &&
		(i == 2 || i == 3) && w.policy != nil {
		w.policy.ClientAuthChecked = true // the program behind is told whose certificate it was
	}
}

// filter says what one filter does about who calls a route. own is what the route's levels say of it.
func (w *walker) filter(r *facts.Route, f filter, p pathMatch, kind string, own node) verdict {
	yes := func(k facts.AuthenticationKind) verdict { return verdict{kind: k, at: f.span()} }
	switch f.kind {
	case "JwtAuthentication":
		return jwt(f, p, own)
	case "ExtAuthz":
		if kind == "ExtAuthzPerRoute" && own.get("disabled").isTrue() || f.body.get("shadow_mode").isTrue() {
			return verdict{}
		}
		return externally(r, f)
	case "OAuth2":
		config := f.body.get("config")
		if own.get("config").present() {
			config = own.get("config")
		}
		return oauth(f, config, p)
	case "BasicAuth":
		if f.body.get("allow_missing").isTrue() {
			return verdict{}
		}
		return yes(facts.PasswordAuthentication)
	case "ApiKeyAuth":
		return yes(facts.TokenAuthentication)
	case "RBAC":
		body := f.body
		if kind == "RBACPerRoute" {
			if body = own.get("rbac"); !body.present() {
				return verdict{}
			}
		}
		return w.rbac(r, f, p, body)
	case "CsrfPolicy":
		policy := f.body
		if own.present() {
			policy = own
		}
		everybody := slices.ContainsFunc(policy.get("additional_origins").items(), func(n node) bool { _, any := anyOrigin(n); return any })
		if percent(policy.get("filter_enabled")) == 100 && !everybody {
			r.OriginCheck = facts.Written(true, f.span())
		}
	case "Buffer", "BodySizeLimit":
		if own.get("disabled").isTrue() {
			return verdict{}
		}
		r.BodyLimit = facts.Written(true, f.span())
	case "Lua", "LuaPerRoute", "Wasm", "ExternalProcessor", "DynamicModuleFilter", "Composite", "ExtensionWithMatcher", "FilterChainConfig", "?":
		return verdict{at: f.span(), open: true}
	}
	return verdict{}
}

// externally says whether a service is asked about every request.
func externally(r *facts.Route, f filter) verdict {
	share := f.body.get("filter_enabled")
	switch denies := f.body.get("deny_at_disable", "default_value").isTrue(); {
	case denies:
		r.Refuses = r.Refuses || percent(share) == 0
	case percent(share) == 0:
		return verdict{}
	case percent(share) < 100:
		return verdict{at: share.at, open: true}
	case f.body.get("filter_enabled_metadata").present():
		return verdict{at: f.body.get("filter_enabled_metadata").at, open: true}
	}
	return verdict{kind: facts.ExternalAuthorization, at: f.span()}
}

// oauth says whether somebody who has not logged in gets through: past the filter, or because the next hop decides.
func oauth(f filter, config node, p pathMatch) verdict {
	if !config.present() {
		return verdict{}
	}
	for _, m := range append(config.get("pass_through_matcher").items(), config.get("allow_failed_matcher").items()...) {
		if m.get("name").text() != ":path" {
			return verdict{at: m.at, open: true} // whoever sends the header passes
		}
		match, ok := headerMatch(m)
		if !ok {
			continue
		}
		touches := match.touches(p)
		switch inverted := m.get("invert_match").isTrue(); {
		case inverted && !touches, !inverted && match.covers(p):
			return verdict{}
		case inverted && !match.covers(p), !inverted && touches:
			return verdict{at: m.at, open: true}
		}
	}
	return verdict{kind: facts.ExternalAuthorization, at: f.span()}
}
