package caddy

import (
	"strings"

	"github.com/wirevet/wirevet/facts"
)

// match reads the matcher of a directive, and returns its other words: a path, the name of a matcher, or * come first.
func (c *compiler) match(s *step, d *segment, matchers map[string]*segment) []word {
	rest := d.args()
	if len(rest) == 0 || rest[0].quoted && !strings.HasPrefix(rest[0].text, "/") && !strings.HasPrefix(rest[0].text, "@") {
		return rest
	}
	switch w := rest[0]; {
	case w.text == "*":
		return rest[1:]
	case strings.HasPrefix(w.text, "/") && matchable(d.name()):
		s.when, s.path = &condition{paths: []word{w}}, w.span
		return rest[1:]
	case strings.HasPrefix(w.text, "@"):
		m := matchers[w.text]
		if m == nil {
			if w.unknown == facts.NoReason {
				c.file.problem(w.span, facts.HostRefuses, "Caddy refuses this: no matcher of that name is defined here")
			}
			s.when = &condition{other: true}
			return rest[1:]
		}
		one := matcherOf(m)
		s.when, s.path = &one, w.span
		if len(one.paths) > 0 {
			s.path = one.paths[0].span
		}
		return rest[1:]
	}
	return rest
}

// matchable reports whether a path in front of a directive's words is its matcher.
func matchable(name string) bool {
	return name != "tls" && name != "log" && name != "bind" && name != "import"
}

// matcherOf reads a named matcher: in its line, or in a block.
func matcherOf(m *segment) condition {
	var c condition
	if args := m.args(); len(args) > 0 {
		if args[0].quoted {
			c.expression(args[0].text)
		} else {
			c.add(&segment{words: args, block: m.block, blocked: m.blocked, end: m.end})
		}
		return c
	}
	for _, in := range m.block {
		c.add(in)
	}
	return c
}

// add takes one matcher into the condition.
func (c *condition) add(in *segment) {
	switch in.name() {
	case "path":
		c.paths = append(c.paths, in.args()...)
	case "path_regexp":
		c.pattern = in.arg(len(in.args()) - 1)
	case "remote_ip", "client_ip":
		for _, w := range in.args() {
			if w.text == "private_ranges" {
				for _, r := range [...]string{"192.168.0.0/16", "172.16.0.0/12", "10.0.0.0/8", "127.0.0.1/8", "fd00::/8", "::1"} {
					c.ranges = append(c.ranges, facts.Written(r, w.span))
				}
				continue
			}
			if w.text != "forwarded" {
				c.ranges = append(c.ranges, w.stated())
			}
		}
	case "protocol":
		c.secure, c.clear = in.arg(0).text == "https", in.arg(0).text == "http"
		c.other = c.other || !c.secure && !c.clear
	case "header":
		c.header(in)
	case "not":
		c.not(in)
	case "expression":
		c.expression(in.arg(0).text)
	default:
		c.other = true
	}
}

func (c *condition) header(in *segment) {
	for _, line := range linesOf(in) {
		name := strings.TrimLeft(line[0].text, "!")
		switch {
		case strings.EqualFold(name, "Origin"):
			c.origin = true
		case carriesCredential(name):
			c.credential = facts.TokenAuthentication
			if len(line) < 2 || onlyPresence(line[1].text) {
				c.credential = facts.OpaqueAuthentication
			}
			c.without = c.without || strings.HasPrefix(line[0].text, "!")
		default:
			c.other = true
		}
	}
}

// linesOf returns the words of a matcher that may have a block: each line is one pair.
func linesOf(in *segment) [][]word {
	var out [][]word
	if len(in.args()) > 0 {
		out = append(out, in.args())
	}
	for _, s := range in.block {
		if len(s.words) > 0 {
			out = append(out, s.words)
		}
	}
	return out
}

// not takes a negated matcher into the condition.
func (c *condition) not(in *segment) {
	var inner condition
	if args := in.args(); len(args) > 0 {
		inner.add(&segment{words: args, block: in.block, blocked: in.blocked, end: in.end})
	}
	for _, s := range in.block {
		if len(in.args()) == 0 {
			inner.add(s)
		}
	}
	c.unless(inner)
}

// unless takes a condition that must not hold into another.
func (c *condition) unless(inner condition) {
	switch {
	case len(inner.ranges) > 0 && len(inner.paths) == 0 && !inner.other:
		c.ranges, c.outside = inner.ranges, true
	case inner.credential != facts.NoAuthentication && !inner.other:
		c.credential, c.without = inner.credential, true
	case inner.secure && !inner.other:
		c.clear = true
	case inner.clear && !inner.other:
		c.secure = true
	default:
		c.other = true
	}
	c.origin = c.origin || inner.origin
}

// expression looks for what a CEL expression is about, without evaluating it.
func (c *condition) expression(text string) {
	c.other = true
	lower := strings.ToLower(text)
	if strings.Contains(lower, "origin") {
		c.origin = true
	}
	if strings.Contains(lower, "authorization") || strings.Contains(lower, "x-api-key") {
		c.credential = facts.OpaqueAuthentication
		if strings.Contains(lower, "==") || strings.Contains(lower, "!=") {
			c.credential = facts.TokenAuthentication
		}
		c.without = strings.Contains(text, "!")
	}
}

func carriesCredential(name string) bool {
	switch strings.ToLower(name) {
	case "authorization", "x-api-key", "api-key", "apikey", "x-auth-token", "x-token", "x-access-token":
		return true
	}
	return false
}

// onlyPresence reports whether a header's value is asked to be there, whatever it is.
func onlyPresence(value string) bool {
	switch strings.ToLower(strings.TrimSpace(value)) {
	case "", "*", "bearer *", "bearer*", "bearer", "basic *":
		return true
	}
	return false
}
