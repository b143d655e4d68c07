package traefik

import (
	"net/netip"
	"slices"

	"github.com/wirevet/wirevet/facts"
)

// ranges returns the addresses that a middleware lets in.
func ranges(allowList *node) []facts.Stated[string] {
	var out []facts.Stated[string]
	for _, w := range allowList.get("sourceRange").words() {
		out = append(out, stated(w))
	}
	return out
}

// narrower returns the one of two lists of ranges, both of which have to have an address, that says more: the first one, unless all of
// the other lies in it. An empty list says nothing.
func narrower(a, b []facts.Stated[string]) []facts.Stated[string] {
	if len(a) == 0 {
		return b
	}
	for _, one := range b {
		if !slices.ContainsFunc(a, func(wide facts.Stated[string]) bool { return within(one.Value, wide.Value) }) {
			return a
		}
	}
	if len(b) == 0 {
		return a
	}
	return b
}

// within reports whether a range lies in another one.
func within(narrow, wide string) bool {
	n, known := prefix(narrow)
	w, alsoKnown := prefix(wide)
	return known && alsoKnown && w.Bits() <= n.Bits() && w.Contains(n.Addr())
}

// prefix reads a range, or an address.
func prefix(text string) (netip.Prefix, bool) {
	if p, err := netip.ParsePrefix(text); err == nil {
		return p, true
	}
	a, err := netip.ParseAddr(text)
	return netip.PrefixFrom(a, a.BitLen()), err == nil
}
