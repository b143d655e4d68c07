package oracle

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// setting is a value under a path of keys, which YAML and TOML can both say.
type setting struct {
	path  []string
	value any // a string, a bool, an int, a []string, a []object or an object
}

// object is a list of pairs.
type object [][2]string

type settings []setting

// set adds a value. A key that has dots is not written like this.
func (s *settings) set(path string, value any) {
	*s = append(*s, setting{strings.Split(path, "."), value})
}

// lower writes all keys in lower case.
func (s settings) lower() {
	for _, one := range s {
		for i, key := range one.path {
			one.path[i] = strings.ToLower(key)
		}
	}
}

// yaml writes a mapping in a mapping for each key of a path.
func (s settings) yaml() string {
	var b strings.Builder
	var write func(depth int, list settings)
	write = func(depth int, list settings) {
		for len(list) > 0 {
			key := list[0].path[depth]
			same := func(o setting) bool { return o.path[depth] == key }
			if len(list[0].path) == depth+1 {
				fmt.Fprintf(&b, "%s%s: %s\n", strings.Repeat("  ", depth), key, flow(list[0].value, ": "))
			} else {
				fmt.Fprintf(&b, "%s%s:\n", strings.Repeat("  ", depth), key)
				write(depth+1, slices.DeleteFunc(slices.Clone(list), func(o setting) bool { return !same(o) }))
			}
			list = slices.DeleteFunc(slices.Clone(list), same)
		}
	}
	write(0, s)
	return b.String()
}

// toml writes a key of several parts a line, or with tables a header for those that have all but the last in common.
func (s settings) toml(tables bool) string {
	var b strings.Builder
	if !tables {
		for _, one := range s {
			fmt.Fprintf(&b, "%s = %s\n", strings.Join(one.path, "."), flow(one.value, " = "))
		}
		return b.String()
	}
	table := func(one setting) string { return strings.Join(one.path[:len(one.path)-1], ".") }
	sorted := slices.Clone(s)
	slices.SortStableFunc(sorted, func(a, b setting) int { return strings.Compare(table(a), table(b)) })
	last := ""
	for _, one := range sorted {
		if t := table(one); t != last {
			fmt.Fprintf(&b, "[%s]\n", t)
			last = t
		}
		fmt.Fprintf(&b, "%s = %s\n", one.path[len(one.path)-1], flow(one.value, " = "))
	}
	return b.String()
}

// flow writes a value in one line.
func flow(value any, is string) string {
	var parts []string
	switch v := value.(type) {
	case string:
		return strconv.Quote(v)
	case []string:
		for _, item := range v {
			parts = append(parts, strconv.Quote(item))
		}
		return "[" + strings.Join(parts, ", ") + "]"
	case object:
		for _, pair := range v {
			text := strconv.Quote(pair[1])
			if pair[1] == "true" || pair[1] == "false" {
				text = pair[1]
			}
			parts = append(parts, pair[0]+is+text)
		}
		return "{" + strings.Join(parts, ", ") + "}"
	case []object:
		for _, item := range v {
			parts = append(parts, flow(item, is))
		}
		return "[" + strings.Join(parts, ", ") + "]"
	}
	return fmt.Sprint(value)
}
