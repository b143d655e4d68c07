package envoy

// share is how many of a route's requests something is for.
type share uint8

const (
	none share = iota
	part
	own // all for the path that it is named by, which is that of an endpoint, and not all below it
	all
)

// permits says for which requests of a route the permissions of a policy are: any of them does.
func permits(permissions node, p pathMatch) share {
	out := none
	for _, one := range permissions.items() {
		out = max(out, permission(one, p, 0))
	}
	return out
}

// permission reads a Permission of config.rbac.v3.
func permission(n node, p pathMatch, depth int) share {
	if depth > 20 {
		return part
	}
	if n.get("any").isTrue() {
		return all
	}
	if path := n.get("url_path", "path"); path.present() {
		if m, ok := compared(path, ""); ok {
			return ofPath(m, p)
		}
		return part
	}
	if h := n.get("header"); h.present() {
		return ofHeader(h, p)
	}
	if list := n.get("and_rules", "rules").items(); len(list) > 0 {
		out := all
		for _, one := range list {
			out = min(out, permission(one, p, depth+1))
		}
		return out
	}
	if list := n.get("or_rules", "rules").items(); len(list) > 0 {
		out := none
		for _, one := range list {
			out = max(out, permission(one, p, depth+1))
		}
		return out
	}
	if not := n.get("not_rule"); not.present() {
		return rest(permission(not, p, depth+1))
	}
	return part
}

// rest is what is left of a route when a share of it is taken away.
func rest(s share) share {
	if s == none {
		return all
	}
	return part
}

// compared returns what a StringMatcher compares a path with; suffix is that of its fields where a HeaderMatcher has them itself, of old.
func compared(m node, suffix string) (pathMatch, bool) {
	if n := m.get("exact" + suffix); n.present() {
		return pathMatch{kind: exactPath, node: n, insensitive: m.get("ignore_case").isTrue()}, true
	}
	if n := m.get("prefix" + suffix); n.present() {
		return pathMatch{kind: prefixPath, node: n, insensitive: m.get("ignore_case").isTrue()}, true
	}
	return pathMatch{}, false
}

// headerMatch returns what a HeaderMatcher compares with.
func headerMatch(h node) (pathMatch, bool) {
	if m, ok := compared(h.get("string_match"), ""); ok {
		return m, true
	}
	return compared(h, "_match")
}

// ofPath says which of a route's requests have a path that a matcher takes.
func ofPath(m pathMatch, p pathMatch) share {
	endpoint := p
	endpoint.kind = exactPath
	switch {
	case m.covers(p):
		return all
	case p.kind == prefixPath && m.covers(endpoint):
		return own
	case m.touches(p):
		return part
	}
	return none
}

// ofHeader says which of a route's requests a HeaderMatcher takes. A call of a tool is a POST.
func ofHeader(h node, p pathMatch) share {
	out := part
	if m, ok := headerMatch(h); ok {
		switch h.get("name").text() {
		case ":path":
			out = ofPath(m, p)
		case ":method":
			if m.text() == "POST" {
				out = all
			}
		}
	}
	if h.get("invert_match").isTrue() {
		out = rest(out)
	}
	return out
}
