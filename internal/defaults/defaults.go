// Package defaults answers what a product does where its configuration says nothing: Of("nginx", "ssl_protocols", "1.28").
// Each row names the versions for which it holds, and where that was read.
package defaults

import (
	"strconv"
	"strings"
)

// Row is what a setting is when nobody sets it.
type Row struct {
	Product string
	Setting string
	Since   string // the first version for which the row holds; empty for all before Before
	Before  string // the first version for which it holds no longer; empty for all since
	Value   string
	Source  string
}

// NotKnown is the value of versions of which nobody has read what they do.
const NotKnown = "not known"

// Range says for which versions the row holds: "nginx before 1.23.4".
func (r Row) Range() string {
	product := r.Product
	if product == "apache" {
		product = "Apache httpd"
	}
	switch {
	case r.Since == "" && r.Before == "":
		return "every " + product
	case r.Since == "":
		return product + " before " + r.Before
	case r.Before == "":
		return product + " since " + r.Since
	}
	return product + " from " + r.Since + " to before " + r.Before
}

// tables are the products' rows, each sorted by setting and version.
var tables = [...][]Row{caddy, nginx, apache, istio, haproxy, traefik, envoy}

// Of returns the rows of a setting that may hold for a version, oldest first. A version can be a part of one: "1.28" is any
// 1.28.x, and the empty version is any.
func Of(product, setting, version string) []Row {
	low, high := bounds(version)
	var out []Row
	for _, table := range tables {
		if table[0].Product != product {
			continue
		}
		for _, r := range table {
			if r.Setting == setting && r.covers(low, high) {
				out = append(out, r)
			}
		}
	}
	return out
}

// covers reports whether the row holds for one of the versions from low to high.
func (r Row) covers(low, high [3]int) bool {
	return (r.Before == "" || compare(low, parts(r.Before)) < 0) && (r.Since == "" || compare(high, parts(r.Since)) >= 0)
}

// beyond is larger than any part of a version.
const beyond = 1 << 30

// bounds returns the lowest and the highest version that a text may mean.
func bounds(version string) (low, high [3]int) {
	low, high = parts(version), [3]int{beyond, beyond, beyond}
	for i, text := range strings.SplitN(version, ".", 3) {
		if _, err := number(text); err != nil {
			break
		}
		high[i] = low[i]
	}
	return low, high
}

// parts reads the numbers of a version. What is no number ends it.
func parts(version string) (out [3]int) {
	for i, text := range strings.SplitN(version, ".", 3) {
		n, err := number(text)
		if err != nil {
			break
		}
		out[i] = n
	}
	return out
}

// number reads a part of a version. What a tag has behind it, as in 2.4.62-alpine, is no part of it.
func number(text string) (int, error) {
	text, _, _ = strings.Cut(text, "-")
	return strconv.Atoi(text)
}

func compare(a, b [3]int) int {
	for i := range a {
		if a[i] != b[i] {
			return a[i] - b[i]
		}
	}
	return 0
}
