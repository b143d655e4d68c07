package compose

import (
	"strings"

	"github.com/wirevet/wirevet/parsers/tree"
)

// normal brings the parts of a service that have several forms into one, so that they can be merged.
func normal(service *value) *value {
	out := &value{in: service.in, node: service.node, kind: service.kind}
	for _, m := range service.members {
		v := m.value
		switch m.key {
		case "environment", "labels", "annotations", "sysctls":
			v = asPairs(v)
		case "networks", "depends_on", "models":
			v = asNames(v)
		case "env_file", "tmpfs", "dns", "dns_search", "dns_opt", "label_file":
			v = asList(v)
		case "build":
			v = buildMap(v)
		case "deploy":
			v = withPairs(v, "labels")
		}
		if v != m.value {
			v.resets, v.instead = m.value.resets, m.value.instead
		}
		out.members = append(out.members, member{m.key, m.at, v})
	}
	return out
}

func asList(v *value) *value {
	if !v.isScalar() {
		return v
	}
	return &value{in: v.in, node: v.node, kind: tree.Array, items: []*value{v}}
}

// buildMap turns the short form of build, a folder, into the long one.
func buildMap(v *value) *value {
	if v.isScalar() {
		return &value{in: v.in, node: v.node, kind: tree.Object, members: []member{{"context", v.span(), v}}}
	}
	return withPairs(v, "args", "labels")
}

// withPairs turns lists of K=V under the keys into maps.
func withPairs(v *value, keys ...string) *value {
	if v.kind != tree.Object {
		return v
	}
	out := &value{in: v.in, node: v.node, kind: v.kind, members: append([]member(nil), v.members...)}
	for i, m := range out.members {
		for _, key := range keys {
			if m.key == key {
				out.members[i].value = asPairs(m.value)
			}
		}
	}
	return out
}

// merge puts over on top of base: maps key by key, lists one behind the other, of what is named twice the later, anything
// else replaced (compose-go override/merge.go).
func merge(base, over *value, path string) *value {
	switch {
	case base == nil:
		return over
	case over == nil:
		return base
	case over.resets:
		return nil
	case over.instead:
		return over
	case over.kind == tree.Null:
		return base
	case path == "command" || path == "entrypoint" || path == "healthcheck.test":
		return over
	case base.kind == tree.Object && over.kind == tree.Object:
		return mergeMaps(base, over, path)
	case base.kind == tree.Array && over.kind == tree.Array:
		return mergeLists(base, over, path)
	}
	return over
}

func mergeMaps(base, over *value, path string) *value {
	out := &value{in: over.in, node: over.node, kind: tree.Object}
	if path != "" {
		path += "."
	}
	for _, m := range base.members {
		if other := over.get(m.key); other != nil {
			for _, o := range over.members {
				says := o.value.kind != tree.Null || o.value.resets || m.value.kind == tree.Null || keyed(path)
				if o.key == m.key && says {
					m.at = o.at
				}
			}
			if keyed(path) && !other.resets { // NAME without a value replaces NAME=value
				m.value = other
			} else {
				m.value = merge(m.value, other, path+m.key)
			}
		}
		if m.value != nil {
			out.members = append(out.members, m)
		}
	}
	for _, m := range over.members {
		if base.get(m.key) == nil && !m.value.resets {
			out.members = append(out.members, m)
		}
	}
	return out
}

// keyed reports whether the map at the path is one of single values, of which each is replaced as a whole.
func keyed(path string) bool {
	switch path {
	case "environment.", "labels.", "annotations.", "sysctls.", "build.args.", "build.labels.", "deploy.labels.":
		return true
	}
	return false
}

func mergeLists(base, over *value, path string) *value {
	out := &value{in: over.in, node: over.node, kind: tree.Array}
	index := map[string]int{}
	for _, list := range [...]*value{base, over} {
		for _, item := range list.items {
			key := indexOf(item, path)
			if at, twice := index[key]; key != "" && twice {
				out.items[at] = item
				continue
			}
			index[key] = len(out.items)
			out.items = append(out.items, item)
		}
	}
	return out
}

// indexOf returns by what an item of a list is the same as another one; empty when every item stands for itself.
func indexOf(item *value, path string) string {
	text := ""
	if item.isScalar() {
		text = item.node.Text
	}
	switch path {
	case "cap_add", "cap_drop", "expose", "profiles", "links", "tmpfs", "dns", "dns_search", "dns_opt", "ports":
		if item.kind == tree.Object {
			return scalarOf(item, "host_ip") + ":" + scalarOf(item, "published") + ":" + scalarOf(item, "target") + "/" + scalarOf(item, "protocol")
		}
		return text
	case "env_file":
		if item.kind == tree.Object {
			return scalarOf(item, "path")
		}
		return text
	case "volumes":
		if item.kind == tree.Object {
			return scalarOf(item, "target")
		}
		return mountTarget(text)
	case "secrets", "configs":
		if item.kind != tree.Object {
			return text
		}
		if target := scalarOf(item, "target"); target != "" {
			return target
		}
		return scalarOf(item, "source")
	}
	return ""
}

func scalarOf(v *value, key string) string {
	if s := v.get(key); s.isScalar() {
		return s.node.Text
	}
	return ""
}

// mountTarget returns the folder of the container in the short form of a volume: [SOURCE:]TARGET[:MODE].
func mountTarget(text string) string {
	parts := splitOutside(text)
	if len(parts) > 1 && len(parts[0]) == 1 && (strings.HasPrefix(parts[1], `\`) || strings.HasPrefix(parts[1], "/")) {
		parts = append([]string{parts[0] + ":" + parts[1]}, parts[2:]...) // C:\data
	}
	if len(parts) == 1 {
		return parts[0]
	}
	return parts[1]
}

// splitOutside splits a text at the colons that stand outside of ${…}, and of the brackets of an IPv6 address.
func splitOutside(text string) []string {
	var out []string
	start, depth := 0, 0
	for i := 0; i < len(text); i++ {
		switch text[i] {
		case '{', '[':
			depth++
		case '}', ']':
			depth--
		case ':':
			if depth <= 0 {
				out = append(out, text[start:i])
				start = i + 1
			}
		}
	}
	return append(out, text[start:])
}
