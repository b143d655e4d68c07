package envoy

import (
	"strings"

	"github.com/wirevet/wirevet/facts"
)

// principal is whom a policy of the filter rbac is for, the weaker ones first.
type principal uint8

const (
	anybody   principal = iota
	byRequest           // anybody, for some of the requests
	byAddress
	byCertificate
	byCredential
	byOther
	nobody
)

// principals are several, any of whom a policy is for.
type principals uint8

func only(p principal) principals { return 1 << p }

func (s principals) has(p principal) bool { return s&only(p) != 0 }

// and returns who are in both.
func (s principals) and(other principals) principals {
	var out principals
	for a := anybody; a <= nobody; a++ {
		for b := anybody; b <= nobody; b++ {
			if s.has(a) && other.has(b) {
				out |= only(max(a, b))
			}
		}
	}
	return out
}

// principalsOf reads a Principal of config.rbac.v3, for the requests of a route. Ranges of addresses are collected.
func principalsOf(who node, p pathMatch, limits *[]facts.Stated[string], depth int) principals {
	if depth > 20 {
		return only(byOther)
	}
	for _, field := range [...]string{"source_ip", "direct_remote_ip", "remote_ip"} {
		if r := who.get(field); r.present() {
			*limits = append(*limits, rangeOf(r))
			return only(byAddress)
		}
	}
	switch path := who.get("url_path", "path"); {
	case who.get("any").isTrue():
		return only(anybody)
	case who.get("authenticated").n != nil:
		return only(byCertificate)
	case path.present():
		m, ok := compared(path, "")
		if !ok {
			return only(byRequest)
		}
		return whoever(ofPath(m, p))
	}
	if h := who.get("header"); h.present() {
		switch name := strings.ToLower(h.get("name").text()); name {
		case "authorization", "x-api-key", "api-key", "cookie":
			if h.get("invert_match").isTrue() {
				return only(anybody) // whoever does not send it
			}
			return only(byCredential)
		case ":path", ":method", ":authority", "host":
			return whoever(ofHeader(h, p))
		}
		return only(byOther)
	}
	if list := who.get("and_ids", "ids").items(); len(list) > 0 {
		out := only(anybody)
		for _, one := range list {
			out = out.and(principalsOf(one, p, limits, depth+1))
		}
		return out
	}
	if list := who.get("or_ids", "ids").items(); len(list) > 0 {
		var out principals
		for _, one := range list {
			out |= principalsOf(one, p, limits, depth+1)
		}
		return out
	}
	if not := who.get("not_id"); not.present() {
		switch which := principalsOf(not, p, new([]facts.Stated[string]), depth+1); {
		case which.has(anybody):
			return only(nobody)
		case which.has(byRequest):
			return only(byRequest)
		}
		return only(anybody) // who is not such a one has nothing to show
	}
	return only(byOther)
}

// whoever is anybody, for a share of the requests.
func whoever(s share) principals {
	return only([...]principal{nobody, byRequest, byRequest, anybody}[s])
}
