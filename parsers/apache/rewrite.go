package apache

import (
	"strings"

	"github.com/wirevet/wirevet/facts"
)

// rewriteRule is a RewriteRule with the conditions before it.
type rewriteRule struct {
	conditions []*statement
	directive  *statement
	flags      map[string]string
}

// rewriteRules returns the rules of a server's own context that count: they are not handed down to virtual hosts unless
// RewriteOptions says so, the switch is (config_server_merge in mod_rewrite.c).
func (e *emitter) rewriteRules(v *server) []*rewriteRule {
	if !v.levels.lookup("rewriteengine").is("on") {
		return nil
	}
	out := rules(v.own().section)
	if !v.virtual {
		return out
	}
	for _, d := range append(v.own().named("rewriteoptions"), v.levels[0].named("rewriteoptions")...) {
		for _, a := range d.args {
			switch strings.ToLower(a.text) {
			case "inherit", "inheritdown":
				out = append(out, rules(v.levels[0].section)...)
			case "inheritbefore", "inheritdownbefore":
				out = append(rules(v.levels[0].section), out...)
			}
		}
	}
	return out
}

// rules returns the rules of a section, each with its conditions.
func rules(section *statement) []*rewriteRule {
	var out []*rewriteRule
	var conditions []*statement
	for _, d := range section.block {
		switch {
		case d.name == "rewritecond" && len(d.args) > 1:
			conditions = append(conditions, d)
		case d.name == "rewriterule" && len(d.args) > 1:
			out = append(out, &rewriteRule{conditions: conditions, directive: d, flags: flags(d.arg(2))})
			conditions = nil
		}
	}
	return out
}

// flags reads [R=301,L].
func flags(text string) map[string]string {
	out := map[string]string{}
	for flag := range strings.SplitSeq(strings.Trim(text, "[]"), ",") {
		name, value, _ := strings.Cut(strings.TrimSpace(flag), "=")
		if long, is := longFlags[strings.ToLower(name)]; is {
			name = long
		}
		out[strings.ToUpper(name)] = value
	}
	return out
}

var longFlags = map[string]string{
	"redirect": "R", "proxy": "P", "last": "L", "forbidden": "F", "gone": "G", "nocase": "NC", "ornext": "OR",
}

func (r *rewriteRule) has(flag string) bool {
	_, has := r.flags[flag]
	return has
}

// holds says whether a rule applies to a request: its pattern, and its conditions, those with [OR] as one.
func (e *emitter) holds(rule *rewriteRule, r request) answer {
	if undecided(rule.directive) != facts.NoReason {
		return unknown
	}
	pattern := rule.directive.arg(0)
	expression, negated := strings.CutPrefix(pattern, "!")
	out := yes
	if !everything(expression) {
		out = e.match(r.path, expression, rule.has("NC"))
	}
	if negated {
		out = out.not()
	}
	group, open := no, false
	for _, c := range rule.conditions {
		one := e.condition(c, r)
		group = group.or(one)
		if _, or := flags(c.arg(2))["OR"]; or {
			open = true
			continue
		}
		out = out.and(group)
		group, open = no, false
	}
	if open {
		out = out.and(group)
	}
	return out
}

// condition evaluates a RewriteCond for a request.
func (e *emitter) condition(d *statement, r request) answer {
	if undecided(d) != facts.NoReason {
		return unknown
	}
	test := d.arg(0)
	if !strings.HasPrefix(test, "%{") || !strings.HasSuffix(test, "}") || strings.Count(test, "%{") > 1 {
		return unknown
	}
	value, known := r.variable(test[2 : len(test)-1])
	if !known {
		return unknown
	}
	wanted, negated := strings.CutPrefix(d.arg(1), "!")
	_, foldCase := flags(d.arg(2))["NC"]
	var out answer
	switch {
	case strings.HasPrefix(wanted, "="):
		out = answerOf(value == unquote(wanted[1:]) || foldCase && strings.EqualFold(value, unquote(wanted[1:])))
	case strings.HasPrefix(wanted, "-") || strings.HasPrefix(wanted, "<") || strings.HasPrefix(wanted, ">"):
		return unknown
	default:
		out = e.match(value, wanted, foldCase)
	}
	if negated {
		return out.not()
	}
	return out
}

// outcome is what becomes of a request before it is handed on.
type outcome struct {
	redirect bool       // to TLS
	answered bool       // in another way: with another redirect, or by what nothing is known of
	refuses  *statement // with an error
	proxied  *statement // by a rule, with the target as its second word
}

// final reports whether the request goes no further.
func (o outcome) final() bool { return o.redirect || o.answered || o.refuses != nil }

// rewritten applies the rules of the server to a request, as far as they are certain.
func (e *emitter) rewritten(list []*rewriteRule, r request) outcome {
	for _, rule := range list {
		holds := e.holds(rule, r)
		if holds == no {
			continue
		}
		target := rule.directive.arg(1)
		code := rule.flags["R"]
		switch {
		case holds == unknown:
			continue
		case rule.has("F"), rule.has("G"), len(code) == 3 && (code[0] == '4' || code[0] == '5'):
			return outcome{refuses: rule.directive}
		case rule.has("P"):
			return outcome{proxied: rule.directive}
		case strings.HasPrefix(strings.ToLower(target), "https://"):
			return outcome{redirect: true}
		case strings.HasPrefix(target, "http://") || rule.has("R"):
			return outcome{answered: true}
		case target != "-" && (rule.has("L") || rule.has("END")):
			return outcome{} // another path, of which nothing is known here
		}
	}
	return outcome{}
}
