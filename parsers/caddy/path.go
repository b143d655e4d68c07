package caddy

import (
	"regexp"
	"strings"
)

// A path pattern is a path that has to be met, or one with * at its end for everything that begins so; "" stands for all
// (caddyhttp.MatchPath). Case does not matter.

// covers reports whether a pattern matches all that another matches. One with * elsewhere covers only itself.
func covers(outer, inner string) bool {
	prefix, wild := strings.CutSuffix(outer, "*")
	switch {
	case outer == "" || outer == inner:
		return true
	case !wild || inner == "" || strings.Contains(prefix, "*"):
		return false
	}
	return strings.HasPrefix(strings.TrimSuffix(inner, "*"), prefix)
}

// common returns what two patterns both match, and false for nothing.
func common(a, b string) (string, bool) {
	switch {
	case covers(a, b):
		return b, true
	case covers(b, a):
		return a, true
	}
	return b, strings.Contains(strings.TrimSuffix(b, "*"), "*")
}

// routePath returns a pattern as facts have it: a path, or a regular expression.
func routePath(pattern string) (path string, isPattern bool) {
	prefix := strings.TrimSuffix(pattern, "*")
	switch {
	case strings.Contains(prefix, "*"):
		return "^" + strings.ReplaceAll(regexp.QuoteMeta(pattern), `\*`, ".*") + "$", true
	case prefix == "":
		return "/", false
	}
	return prefix, false
}
