package envoy

import "github.com/wirevet/wirevet/facts"

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
			return w.denied(r, rules, f, p)
		}
		return verdict{}
	}
	some, partly := false, false
	var kinds principals
	var limits []facts.Stated[string]
	for policy := range rules.get("policies").members() {
		permitted := permits(policy.get("permissions"), p)
		if policy.get("condition").present() || policy.get("checked_condition").present() {
			permitted = min(permitted, part)
		}
		if permitted == none {
			continue
		}
		some = true
		for _, who := range policy.get("principals").items() {
			found := principalsOf(who, p, &limits, 0)
			if found.has(anybody) && permitted < own {
				partly, found = true, found&^only(anybody)
			}
			kinds |= found
		}
	}
	partly = partly || kinds.has(byRequest)
	switch kinds &^= only(nobody) | only(byRequest); {
	case !some:
		r.Refuses = true // what no policy allows is denied
		return verdict{}
	case kinds.has(anybody):
		return verdict{}
	case partly, kinds.has(byAddress) && kinds != only(byAddress):
		return verdict{at: f.span(), open: true} // some are not asked
	case kinds == 0:
		r.Refuses = true
		return verdict{}
	case kinds == only(byAddress):
		r.Limits = append(r.Limits[:len(r.Limits):len(r.Limits)], limits...)
		return verdict{}
	}
	return w.shown(kinds, f)
}

// shown is the verdict on callers who have to show what they are.
func (w *walker) shown(kinds principals, f filter) verdict {
	v := verdict{kind: facts.OpaqueAuthentication, at: f.span()}
	switch kinds {
	case only(byCertificate):
		v.kind = facts.ClientCertificate
		if w.policy != nil {
			w.policy.ClientAuthChecked = true
		}
	case only(byCredential):
		v.kind = facts.TokenAuthentication
	}
	return v
}

// denied says who is left by policies that deny. Those who are denied for what they show tell nothing of the others; those who are
// denied for what they do not show leave the ones who do.
func (w *walker) denied(r *facts.Route, rules node, f filter, p pathMatch) verdict {
	var out verdict
	for policy := range rules.get("policies").members() {
		denies := permits(policy.get("permissions"), p)
		if policy.get("condition").present() || policy.get("checked_condition").present() {
			denies = min(denies, part)
		}
		if denies == none {
			continue
		}
		for _, who := range policy.get("principals").items() {
			var limits []facts.Stated[string]
			who = alone(who)
			not := who.get("not_id")
			left := principalsOf(alone(not), p, &limits, 0)
			switch {
			case !not.present():
				if hasNot(who) {
					out = verdict{at: f.span(), open: true}
				} else if denies == all && principalsOf(who, p, &limits, 0).has(anybody) {
					r.Refuses = true
				}
			case left.has(anybody) || left == only(nobody): // nobody is denied, or everybody is, whom the others name too
			case denies < all || left.has(byRequest) || left.has(byAddress) && left != only(byAddress) || hasNot(not):
				out = verdict{at: f.span(), open: true}
			case left == only(byAddress):
				r.Limits = append(r.Limits[:len(r.Limits):len(r.Limits)], limits...)
			default:
				return w.shown(left&^only(nobody), f)
			}
		}
	}
	return out
}

// alone returns what is in sets of one.
func alone(who node) node {
	for depth := 0; depth < 20; depth++ {
		list := append(who.get("and_ids", "ids").items(), who.get("or_ids", "ids").items()...)
		if len(list) != 1 {
			break
		}
		who = list[0]
	}
	return who
}

// hasNot reports whether a Principal is one that lacks something, somewhere in it.
func hasNot(who node) bool {
	for m := range who.children() {
		if sameField("not_id", m.key) || hasNot(m) {
			return true
		}
	}
	return false
}
