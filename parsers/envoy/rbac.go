package envoy

import (
	"strings"

	"github.com/wirevet/wirevet/facts"
)

// principal is whom a policy of the filter rbac lets in.
type principal uint8

const (
	anybody principal = iota
	byAddress
	byCertificate
	byCredential
	byOther
)

// rbac says whom the filter lets through to a route.
func (w *walker) rbac(r *facts.Route, f filter, p pathMatch, body node) verdict {
	rules := body.get("rules")
	if !rules.present() {
		if m := body.get("matcher"); m.present() {
			return verdict{at: m.at, open: true}
		}
		return verdict{} // shadow rules are counted, not enforced
	}
	if i, _ := enum(rules.get("action"), "ALLOW", "DENY", "LOG"); i != 0 {
		if i == 1 {
			return w.denied(rules, f)
		}
		return verdict{}
	}
	some := false
	kinds := map[principal]bool{}
	var limits []facts.Stated[string]
	for policy := range rules.get("policies").members() {
		if !permits(policy, p) {
			continue
		}
		some = true
		for _, who := range policy.get("principals").items() {
			kinds[principalOf(who, &limits, 0)] = true
		}
	}
	switch {
	case !some:
		r.Refuses = true // what no policy allows is denied
		return verdict{}
	case kinds[anybody]:
		return verdict{}
	case kinds[byAddress] && len(kinds) > 1:
		return verdict{at: f.span(), open: true} // some are not asked
	case kinds[byOther] || len(kinds) > 1:
		return verdict{kind: facts.OpaqueAuthentication, at: f.span()}
	case kinds[byAddress]:
		r.Limits = append(r.Limits[:len(r.Limits):len(r.Limits)], limits...)
		return verdict{}
	case kinds[byCertificate]:
		if w.policy != nil {
			w.policy.ClientAuthChecked = true
		}
		return verdict{kind: facts.ClientCertificate, at: f.span()}
	}
	return verdict{kind: facts.TokenAuthentication, at: f.span()}
}

// denied says whether those without a certificate are refused: DENY with not_id authenticated. Other denials tell nothing of who calls.
func (w *walker) denied(rules node, f filter) verdict {
	for policy := range rules.get("policies").members() {
		for _, who := range policy.get("principals").items() {
			if who.get("not_id", "authenticated").n != nil {
				if w.policy != nil {
					w.policy.ClientAuthChecked = true
				}
				return verdict{kind: facts.ClientCertificate, at: f.span()}
			}
			if not := who.get("not_id"); not.present() {
				return verdict{at: not.at, open: true}
			}
		}
	}
	return verdict{}
}

// permits reports whether a policy may be for requests of a route.
func permits(policy node, p pathMatch) bool {
	for _, rule := range policy.get("permissions").items() {
		path := rule.get("url_path", "path")
		if !path.present() {
			return true
		}
		for field, kind := range map[string]pathKind{"prefix": prefixPath, "exact": exactPath} {
			if n := path.get(field); n.present() && (pathMatch{kind: kind, node: n}).touches(p) {
				return true
			}
		}
		if path.get("safe_regex").present() || path.get("suffix").present() || path.get("contains").present() {
			return true
		}
	}
	return false
}

// principalOf reads a Principal. Ranges of addresses are collected.
func principalOf(who node, limits *[]facts.Stated[string], depth int) principal {
	if depth > 20 {
		return byOther
	}
	for _, field := range [...]string{"source_ip", "direct_remote_ip", "remote_ip"} {
		if r := who.get(field); r.present() {
			*limits = append(*limits, rangeOf(r))
			return byAddress
		}
	}
	if who.get("any").isTrue() {
		return anybody
	}
	if who.get("authenticated").n != nil {
		return byCertificate
	}
	if h := who.get("header"); h.present() {
		switch strings.ToLower(h.get("name").text()) {
		case "authorization", "x-api-key", "api-key", "cookie":
			return byCredential
		}
		return byOther
	}
	if list := who.get("and_ids", "ids").items(); len(list) > 0 {
		strongest := anybody
		for _, one := range list {
			strongest = max(strongest, principalOf(one, limits, depth+1))
		}
		return strongest
	}
	if list := who.get("or_ids", "ids").items(); len(list) > 0 {
		kind := principalOf(list[0], limits, depth+1)
		for _, one := range list[1:] {
			if other := principalOf(one, limits, depth+1); other != kind {
				kind = min(kind, other)
				if kind != anybody {
					kind = byOther
				}
			}
		}
		return kind
	}
	return byOther
}
