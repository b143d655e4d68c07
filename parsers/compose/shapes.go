package compose

import "github.com/wirevet/wirevet/parsers/tree"

// shape is what compose takes as the value of a key (compose-spec, schema/compose-spec.json).
type shape struct {
	key  string
	want string // what a message says that is expected
	ok   func(*value) bool
}

func isText(v *value) bool       { return v.isScalar() }
func isList(v *value) bool       { return v.kind == tree.Array }
func isTextOrList(v *value) bool { return v.isScalar() || isList(v) }
func isMapOrList(v *value) bool  { return v.kind == tree.Object || isList(v) }
func isMapOrText(v *value) bool  { return v.kind == tree.Object || v.isScalar() }

// shapes are those of the keys that something is read from. It is after [normal]: a list of pairs is a map by then.
var shapes = [...]shape{
	{"image", "a text", isText},
	{"user", "a text", isText},
	{"privileged", "true or false", isText},
	{"read_only", "true or false", isText},
	{"ports", "a list", isList},
	{"expose", "a list", isList},
	{"volumes", "a list", isList},
	{"cap_add", "a list", isList},
	{"cap_drop", "a list", isList},
	{"security_opt", "a list", isList},
	{"environment", "a map, or a list of NAME=value", isMapOrList},
	{"labels", "a map, or a list of NAME=value", isMapOrList},
	{"networks", "a map or a list", isMapOrList},
	{"env_file", "a text or a list", isTextOrList},
	{"tmpfs", "a text or a list", isTextOrList},
	{"command", "a text or a list", isTextOrList},
	{"entrypoint", "a text or a list", isTextOrList},
	{"build", "a folder or a map", isMapOrText},
	{"extends", "the name of a service or a map", isMapOrText},
	{"healthcheck", "a map", func(v *value) bool { return v.kind == tree.Object }},
	{"logging", "a map", func(v *value) bool { return v.kind == tree.Object }},
}

// checkShapes refuses what compose refuses: a list where a text belongs. The rest of the service is read.
func (s *service) checkShapes() {
	for _, want := range shapes {
		if v := s.value.get(want.key); v != nil && v.kind != tree.Null && !want.ok(v) {
			s.refuse(v.span(), "compose expects "+want.want+" for "+want.key)
		}
	}
}
