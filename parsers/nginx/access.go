package nginx

import "github.com/wirevet/wirevet/facts"

// limits returns the ranges of addresses that alone may connect.
func limits(s *scope) []facts.Stated[string] {
	if otherwiseSatisfied(s) {
		return nil
	}
	rules, state := access(s)
	var out []facts.Stated[string]
	for _, d := range rules {
		switch {
		case d.name.text == "deny" && d.arg(0) == "all":
			return out
		case d.name.text == "allow" && everybody(d):
			return nil // the first rule that fits counts
		case d.name.text == "allow" && len(d.args) > 0:
			out = append(out, facts.Stated[string]{Value: d.args[0].text, Span: d.at(d.args[0]), State: state})
		}
	}
	return nil
}

// everybody reports whether a rule fits every address, at least of IPv4.
func everybody(d *statement) bool { return d.arg(0) == "all" || d.arg(0) == "0.0.0.0/0" }

// nobodyAllowed reports whether the addresses that may connect are none.
func nobodyAllowed(s *scope) bool {
	if otherwiseSatisfied(s) {
		return false
	}
	for at := s; at != nil && at.open.IsZero(); at = at.parent { // what is not there may allow somebody
		for _, d := range at.own {
			switch {
			case d.name.text == "allow", d.name.text == "deny" && d.conditional:
				return false
			case d.name.text == "deny" && d.arg(0) == "all":
				return true
			}
		}
		if len(at.named("deny")) > 0 {
			return false
		}
	}
	return false
}

// satisfiesAny reports whether one of the checks of who asks is enough (ngx_http_core_module, satisfy).
func satisfiesAny(s *scope) bool {
	d := s.lookup("satisfy").last()
	return d != nil && d.arg(0) == "any"
}

// otherwiseSatisfied reports whether a password or the like lets in who comes from the wrong address.
func otherwiseSatisfied(s *scope) bool {
	if !satisfiesAny(s) {
		return false
	}
	for _, a := range authentications {
		if v := s.lookup(a.name); v.state == facts.Unresolved || v.last() != nil && v.text() != "off" {
			return true
		}
	}
	return false
}

// access returns the allow and deny directives that count, in their order: those of the nearest level that has any.
func access(s *scope) ([]*statement, facts.State) {
	for at := s; at != nil; at = at.parent {
		var out []*statement
		for _, name := range []string{"allow", "deny"} {
			if len(at.named(name)) == 0 {
				continue
			}
			for _, d := range at.own {
				if d.name.text == "allow" || d.name.text == "deny" {
					out = append(out, d)
				}
			}
			state := facts.Inherited
			if at == s {
				state = facts.Explicit
			}
			return out, state
		}
	}
	return nil, facts.Unset
}
