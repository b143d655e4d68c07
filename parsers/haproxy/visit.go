package haproxy

import (
	"slices"
	"strings"

	"github.com/wirevet/wirevet/facts"
)

// caller is what the one who sends a request proves himself with.
type caller uint8

const (
	nobody caller = iota // nothing
	forger               // something, which is not right
	member               // what is asked for
)

// visit is one kind of request on its way through the rules of a proxy: by one path, to one name, on one listener, from one
// kind of caller.
type visit struct {
	in        *proxy
	path      matcher
	hosts     []string // the names that it may be for; none for those that no rule names
	encrypted truth
	port      string
	caller    caller
	// certified is true when the caller has a certificate as it is asked for, whatever else he brings.
	certified bool
	// asked is true when clients are asked for a certificate: without, nobody has one.
	asked bool
	// required is true when nobody gets through the handshake without one.
	required bool
	// anyCertificate is true when a certificate that nobody has verified gets through the handshake.
	anyCertificate bool
}

// holds reports whether a condition holds for the request. A rule without one always does.
func (v *visit) holds(c *condition) truth {
	if c == nil {
		return yes
	}
	out := no
	for _, all := range c.alternatives {
		one := yes
		for _, t := range all {
			one = and(one, v.term(t))
		}
		out = or(out, one)
	}
	if c.unless {
		out = out.not()
	}
	return out
}

func (v *visit) term(t term) truth {
	out := t.fixed
	if len(t.tests) > 0 {
		out = no
		for _, one := range t.tests {
			out = or(out, v.test(one))
		}
	}
	if t.negated {
		out = out.not()
	}
	return out
}

func (v *visit) test(t *test) truth {
	switch kind := t.kind(v.in); {
	case kind == encryption:
		return sameTruth(t, v.encrypted)
	case kind == constant:
		return sameTruth(t, truthOf(t.fetch == "always_true" || t.arg == "true" || t.arg == "1"))
	case t.line.conditional != facts.NoReason:
		return maybe
	case kind == credentialOf:
		return v.credential(t)
	case t.unknown():
		return maybe
	case kind == pathOf:
		return v.pathTest(t)
	case kind == hostOf:
		return v.hostTest(t)
	case kind == port && v.port != "" && t.match == "str" || kind == port && v.port != "" && t.match == "eq":
		return truthOf(slices.ContainsFunc(t.values, func(w word) bool { return w.text == v.port }))
	}
	return maybe
}

// sameTruth compares a fetch that is true or false with the test's value, if it has one.
func sameTruth(t *test, value truth) truth {
	if strings.Contains(t.through, ",not") {
		value = value.not()
	}
	if t.match == "found" {
		return yes
	}
	for _, w := range t.values {
		if w.text == "0" || w.text == "false" {
			return value.not()
		}
	}
	return value
}

// credential compares what a caller brings. What a token says of itself, beyond that it is right, is left open.
func (v *visit) credential(t *test) truth {
	caller := v.caller
	if v.certified && t.proves(v.in) == facts.ClientCertificate {
		caller = member
	}
	if t.fetch == "ssl_fc_has_crt" || t.fetch == "ssl_c_used" {
		return sameTruth(t, truthOf(v.asked && (v.required || caller == member || caller == forger && v.anyCertificate)))
	}
	if t.fetch == "ssl_c_verify" || t.fetch == "ssl_c_err" || t.fetch == "ssl_c_ca_err" {
		// The result of a check that was not made is that nothing is wrong.
		forged := v.anyCertificate && (caller == forger || v.required && caller == nobody)
		if slices.ContainsFunc(t.values, func(w word) bool { return w.text == "0" }) && (t.match == "str" || t.match == "eq" || t.match == "int") {
			return and(v.encrypted, truthOf(!forged))
		}
		return maybe
	}
	if strings.HasPrefix(t.fetch, "ssl_c_") && (!v.asked || caller == forger && !v.anyCertificate) {
		return no
	}
	presence := t.match == "found" || onlyPresence(t)
	count := strings.Contains(t.through, ",count") || t.match == "len" || strings.Contains(t.through, ",length")
	switch {
	case count:
		return counted(t, caller)
	case presence:
		return truthOf(caller != nobody)
	case t.match == "gt" || t.match == "ge" || t.match == "lt" || t.match == "le":
		return maybe
	}
	return truthOf(caller == member)
}

// counted compares how many, or how long, credentials are: 0 for nobody.
func counted(t *test, caller caller) truth {
	zero := slices.ContainsFunc(t.values, func(w word) bool { return w.text == "0" })
	some := truthOf(caller != nobody)
	switch t.match {
	case "eq", "str", "int", "len":
		if zero {
			return some.not()
		}
		return some
	case "gt", "ge":
		return some
	case "lt", "le":
		return some.not()
	}
	return maybe
}

// onlyPresence reports whether a test asks no more than whether there is something: a pattern that every token fits.
func onlyPresence(t *test) bool {
	if t.fetch == "http_auth" || len(t.values) == 0 || t.match == "int" || t.match == "bool" || strings.Contains(t.through, "jwt_") {
		return false
	}
	for _, w := range t.values {
		switch strings.ToLower(w.text) {
		case "^bearer ", "bearer ", "bearer", "^bearer", "^bearer .+", "^bearer .+$", `^bearer\s+`, `^bearer\s.+`, ".", ".+", "^.+$":
		default:
			return false
		}
	}
	return t.match == "reg" || t.match == "beg" || t.match == "sub"
}

// pathTest compares the path. A route stands for the requests that no route with more of a path takes.
func (v *visit) pathTest(t *test) truth {
	out := no
	for _, w := range t.values {
		m := matcher{how: t.match, text: w.text}
		if t.fold {
			m.text = strings.ToLower(m.text)
		}
		out = or(out, v.path.within(m))
	}
	return out
}

// hostTest compares the name. A request of no names is for one that no rule names.
func (v *visit) hostTest(t *test) truth {
	if len(v.hosts) == 0 {
		if t.match == "str" {
			return no
		}
		return maybe
	}
	var all []truth
	for _, host := range v.hosts {
		one := no
		for _, w := range t.values {
			one = or(one, hostMatches(host, t.match, strings.ToLower(w.text)))
		}
		all = append(all, one)
	}
	if slices.Max(all) != slices.Min(all) {
		return maybe
	}
	return all[0]
}

func hostMatches(host, how, pattern string) truth {
	pattern = withoutPort(pattern)
	switch how {
	case "str", "":
		return truthOf(host == pattern)
	case "beg":
		return truthOf(strings.HasPrefix(host, pattern))
	case "end":
		return truthOf(strings.HasSuffix(host, pattern))
	case "sub":
		return truthOf(strings.Contains(host, pattern))
	case "dom":
		return truthOf(host == pattern || strings.HasPrefix(host, pattern+".") || strings.HasSuffix(host, "."+pattern) || strings.Contains(host, "."+pattern+"."))
	}
	return maybe
}

func withoutPort(host string) string {
	if i := strings.LastIndexByte(host, ':'); i >= 0 && strings.Trim(host[i+1:], "0123456789") == "" {
		return host[:i]
	}
	return host
}

// matcher is a way to compare a path, and a text.
type matcher struct {
	how  string // str, beg, end, sub, dir, reg …; "" for the requests that no rule names
	text string
}

// within reports whether the requests that fit m all fit other.
func (m matcher) within(other matcher) truth {
	if m == other {
		return yes
	}
	prefix := m.text
	switch {
	case m.how == "":
		prefix = "/"
	case m.how == "reg":
		return m.patternWithin(other)
	case m.how != "beg" && m.how != "str" && m.how != "dir":
		// What is somewhere in the path says little of the rest.
		if strings.Contains(other.text, m.text) {
			return maybe
		}
		return no
	}
	switch other.how {
	case "beg":
		return truthOf(strings.HasPrefix(prefix, other.text))
	case "str", "":
		return truthOf(m.how == "str" && prefix == other.text)
	case "dir":
		return truthOf(slices.Contains(strings.Split(prefix, "/"), strings.Trim(other.text, "/")))
	case "sub":
		return truthOf(strings.Contains(prefix, other.text))
	case "end":
		return truthOf(m.how == "str" && strings.HasSuffix(prefix, other.text))
	}
	if m.how == "" {
		return no
	}
	return maybe
}

// patternWithin compares what a regular expression begins with.
func (m matcher) patternWithin(other matcher) truth {
	literal, anchored := strings.CutPrefix(m.text, "^")
	if i := strings.IndexAny(literal, `\.+*?()[]{}|^$`); i >= 0 {
		literal = literal[:i]
	}
	switch {
	case !anchored || other.how != "beg":
		return maybe
	case strings.HasPrefix(literal, other.text):
		return yes
	case strings.HasPrefix(other.text, literal):
		return maybe
	}
	return no
}
