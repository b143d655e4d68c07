package envoy

import (
	"time"

	"github.com/wirevet/wirevet/facts"
)

// jwt says whether a route needs a token: the first rule that matches decides, and without one nothing is asked.
func jwt(f filter, p pathMatch, own node) verdict {
	asks := verdict{kind: facts.TokenAuthentication, at: f.span()}
	if own.get("disabled").isTrue() {
		return verdict{}
	}
	if name := own.get("requirement_name"); name.present() {
		if required(f.body.field("requirement_map").field(name.text()), 0) {
			return asks
		}
		return verdict{}
	}
	open := false
	for _, rule := range f.body.get("rules").items() {
		match := pathOf(rule.get("match"))
		needs := rule.get("requires")
		if name := rule.get("requirement_name"); name.present() {
			needs = f.body.field("requirement_map").field(name.text())
		}
		switch {
		case match.covers(p) && !match.conditional:
			if open {
				return verdict{at: rule.at, open: true}
			}
			if required(needs, 0) {
				return asks
			}
			return verdict{}
		case match.touches(p):
			open = true // for some of the requests
		}
	}
	if states := f.body.get("filter_state_rules"); states.present() {
		return verdict{at: states.at, open: true} // other filters choose what is asked of those that no rule is for
	}
	return verdict{at: f.span(), open: open}
}

// required reports whether a requirement lets nobody through without a token.
func required(needs node, depth int) bool {
	if !needs.present() || depth > 20 {
		return false
	}
	if needs.get("provider_name").present() || needs.get("provider_and_audiences").present() {
		return true
	}
	if list := needs.get("requires_all", "requirements").items(); len(list) > 0 {
		for _, one := range list {
			if required(one, depth+1) {
				return true
			}
		}
		return false
	}
	list := needs.get("requires_any", "requirements").items()
	for _, one := range list {
		if !required(one, depth+1) {
			return false
		}
	}
	return len(list) > 0
}

// tokens states how the filter jwt_authn decides whether a token is good.
func (w *walker) tokens() {
	for _, f := range w.http {
		if f.kind != "JwtAuthentication" {
			continue
		}
		for provider := range f.body.get("providers").members() {
			t := &facts.TokenValidation{Entry: w.entry, Span: provider.at, Library: "Envoy's filter jwt_authn"}
			t.Signature = facts.ByDefault(true, provider.at, "jwt_authn verifies every signature")
			t.Expiry = facts.ByDefault(facts.ExpiryOptional, provider.at, "jwt_authn refuses an expired token, and not one without an end, unless require_expiration is true")
			if n := provider.get("require_expiration"); n.isTrue() {
				t.Expiry = facts.Written(facts.ExpiryRequired, n.span())
			}
			t.Audience = facts.ByDefault(false, provider.at, "jwt_authn takes a token for anybody unless audiences are named")
			if n := provider.get("audiences"); len(n.items()) > 0 {
				t.Audience = facts.Written(true, n.at)
			} else if n := audiencesOf(f.body, provider.key); n.present() {
				t.Audience = facts.Written(true, n.at)
			}
			t.Leeway = facts.ByDefault(time.Minute, provider.at, "jwt_authn takes a token for 60 seconds after its end")
			if n := provider.get("clock_skew_seconds"); n.present() && !n.isZero() {
				t.Leeway = stateOf(n, time.Duration(min(number(n), 1e6))*time.Second)
			}
			w.e.out.Tokens = append(w.e.out.Tokens, t)
		}
	}
}

// audiencesOf returns the audiences that a requirement names for a provider, which count for its own.
func audiencesOf(n node, provider string) node {
	if own := n.get("provider_and_audiences"); own.get("provider_name").text() == provider && len(own.get("audiences").items()) > 0 {
		return own.get("audiences")
	}
	for m := range n.children() {
		if found := audiencesOf(m, provider); found.present() {
			return found
		}
	}
	return node{}
}
