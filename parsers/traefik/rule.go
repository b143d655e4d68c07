package traefik

import (
	"go/token"
	"slices"
	"strings"

	"github.com/wirevet/wirevet/facts"
)

// rule is what a router matches.
type rule struct {
	word    facts.Word
	routes  []alternative
	domains []facts.Word // the hosts that its TLS options are for: all that it names, wherever they stand (ParseDomains)
	refused *refusal
	unread  bool // it is no expression: Traefik knows not even its domains
}

// mostAlternatives is how many ways to match a rule are told apart.
const mostAlternatives = 64

// rule returns that of a router of HTTP.
func (c *config) rule(router *node) *rule { return c.ruleIn(router, httpV3, httpV2) }

// tcpRule returns that of a router of connections.
func (c *config) tcpRule(router *node) *rule { return c.ruleIn(router, tcpV3, tcpV2) }

// ruleIn reads the rule of a router in the syntax of Traefik 3 or of 2. Who has labels and no rule there gets that of a template in
// the static configuration.
func (c *config) ruleIn(router *node, v3, v2 syntax) *rule {
	r := c.rules[router]
	if r != nil {
		return r
	}
	n := router.get("rule")
	switch {
	case n != nil && n.text() != "":
		r = readRule(n.value, c.syntaxes(router, v3, v2)...)
	case router.container != "":
		r = &rule{word: facts.Word{Source: router.at.Source, Start: router.at.Start, End: router.at.End}}
		r.routes = []alternative{{unknown: facts.OutsideRepository}}
	default:
		r = &rule{refused: &refusal{router.at, "it has no rule"}, unread: true}
	}
	c.rules[router] = r
	return r
}

// syntaxes are those in which a router's rule is tried: both, unless it is said which one.
func (c *config) syntaxes(router *node, v3, v2 syntax) []syntax {
	said := router.get("ruleSyntax")
	if said == nil {
		said = c.static.get("core", "defaultRuleSyntax")
	}
	switch {
	case said == nil || unknown(said.value) != facts.NoReason:
		return []syntax{v3, v2}
	case said.text() == "v2":
		return []syntax{v2}
	}
	return []syntax{v3}
}

// readRule reads a rule: Host(`a`) && PathPrefix(`/b`) || …  Where it is open which version of Traefik reads it, what either takes
// is right.
func readRule(w facts.Word, syntaxes ...syntax) *rule {
	r := &rule{word: w}
	var tree *expression
	for i, s := range syntaxes {
		read, wrong := readExpression(w, s)
		if i == 0 || wrong == nil {
			tree, r.refused = read, wrong
		}
		if wrong == nil {
			break
		}
	}
	r.unread = tree == nil
	tree.all(func(m *matcher) {
		if m.kind == hostKind && !m.not && m.name != "HostHeader" {
			r.domains = append(r.domains, m.args...)
		}
	})
	switch reason := unknown(w); {
	case r.refused != nil && reason != facts.NoReason:
		r.refused, r.routes = nil, []alternative{{unknown: reason}}
	case r.refused != nil:
	default:
		ways, few := tree.ways()
		if !few {
			r.routes = []alternative{{unknown: facts.SeveralValues}}
			break
		}
		r.routes = alternatives(ways)
	}
	return r
}

// ways returns the lists of matchers of which one has to hold, and false when they are too many.
func (e *expression) ways() ([][]*matcher, bool) {
	if e.op == token.ILLEGAL {
		return [][]*matcher{{&e.matcher}}, true
	}
	left, few := e.left.ways()
	right, alsoFew := e.right.ways()
	if !few || !alsoFew {
		return nil, false
	}
	if e.op == token.LOR {
		out := slices.Concat(left, right)
		return out, len(out) <= mostAlternatives
	}
	if len(left)*len(right) > mostAlternatives {
		return nil, false
	}
	var out [][]*matcher
	for _, l := range left {
		for _, r := range right {
			out = append(out, slices.Concat(l, r))
		}
	}
	return out, true
}

// alternatives returns what the lists match: those that differ in their hosts or addresses alone are one. What nothing can match is none.
func alternatives(ways [][]*matcher) []alternative {
	var out []alternative
	for _, way := range ways {
		a := alternative{}
		if !a.narrow(way) {
			continue
		}
		i := slices.IndexFunc(out, func(o alternative) bool { return o.differsInHosts(&a) })
		if i < 0 {
			out = append(out, a)
			continue
		}
		for _, h := range a.hosts {
			if !slices.ContainsFunc(out[i].hosts, func(o facts.Word) bool { return strings.EqualFold(o.Text, h.Text) }) {
				out[i].hosts = append(out[i].hosts, h)
			}
		}
	}
	return out
}

// differsInHosts reports whether two alternatives are one that is for the hosts of both.
func (a *alternative) differsInHosts(b *alternative) bool {
	return len(a.hosts) > 0 && len(b.hosts) > 0 && a.pattern == b.pattern && a.path.Text == b.path.Text && a.kind == b.kind &&
		a.origin == b.origin && slices.Equal(a.others, b.others) &&
		slices.EqualFunc(a.limits, b.limits, func(x, y facts.Stated[string]) bool { return x.Value == y.Value })
}
