package haproxy

import (
	"strconv"
	"strings"

	"github.com/wirevet/wirevet/facts"
)

// upstream returns the next hop: of the servers of a backend the one that reaches farthest, and rather one without TLS.
func (c *configuration) upstream(name word, at *line, px *proxy) *facts.Upstream {
	switch {
	case at == nil:
		return nil
	case px == nil:
		reason := facts.OutsideRepository
		if strings.Contains(name.text, "%[") || name.unknown != facts.NoReason {
			reason = facts.UnknownVariable
		}
		span := at.at(name)
		return &facts.Upstream{
			Span: span, Product: displayed, Name: name.text, Scheme: facts.Undecided[string](span, reason), Address: facts.Undecided[string](span, reason),
		}
	}
	var worst *facts.Upstream
	for _, s := range px.servers {
		if worst == nil || weight(s.upstream) > weight(worst) {
			worst = s.upstream
		}
	}
	return worst
}

func weight(u *facts.Upstream) int {
	out := 2 * int(u.Exposure)
	if u.Policy == nil && u.Exposure > facts.Loopback {
		out += 100
	}
	return out
}

// streams reports whether a way is set up for answers that last.
func streams(way []*proxy) bool {
	for _, p := range way {
		for _, name := range [...]string{"server", "client", "tunnel"} {
			if l := p.last("timeout", name).line; l != nil && seconds(l.arg(2)) >= 300 {
				return true
			}
		}
		if s := p.last("option", "http-no-delay"); s.line != nil && !s.line.no {
			return true
		}
	}
	return false
}

// seconds reads a time of HAProxy: milliseconds unless a unit follows.
func seconds(text string) int {
	digits := strings.TrimRight(text, "usmhd")
	n, err := strconv.Atoi(digits)
	if err != nil {
		return 0
	}
	switch text[len(digits):] {
	case "", "ms":
		return n / 1000
	case "s":
		return n
	case "m":
		return n * 60
	case "h":
		return n * 3600
	case "d":
		return n * 86400
	}
	return 0
}
