package envoy

import (
	"iter"
	"strconv"
	"strings"

	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/internal/template"
	"github.com/wirevet/wirevet/parsers/tree"
)

// node is a value of a file with the key that it stands under. The zero node is one that is not there, and may be asked for anything.
type node struct {
	src *facts.Source
	n   *tree.Node
	key string
	at  facts.Span // the key; for an item of a list, the item
}

// present reports whether the value is there. In the JSON of protocol buffers, null is as good as nothing.
func (v node) present() bool { return v.n != nil && (v.n.Kind != tree.Null || v.n.Templated) }

// get returns what stands below the fields, by the names of the API.
func (v node) get(fields ...string) node {
	for _, f := range fields {
		v = v.field(f)
	}
	return v
}

func (v node) field(name string) node {
	if v.n == nil || v.n.Kind != tree.Object {
		return node{}
	}
	for i := len(v.n.Members) - 1; i >= 0; i-- {
		if m := &v.n.Members[i]; m.Key != "" && m.Key[0] == name[0] && !m.Shadowed && m.Value != nil && sameField(name, m.Key) {
			found := node{v.src, m.Value, m.Key, m.KeySpan(v.src)}
			if found.present() {
				return found
			}
			return node{}
		}
	}
	return node{}
}

// sameField reports whether a key is the name of a field, as the API has it or in the camel case of JSON.
func sameField(name, key string) bool {
	if name == key {
		return true
	}
	i := 0
	for at := 0; at < len(name); at++ {
		c := name[at]
		if c == '_' && at+1 < len(name) {
			at++
			c = name[at]
			if c >= 'a' && c <= 'z' {
				c -= 'a' - 'A'
			}
		}
		if i >= len(key) || key[i] != c {
			return false
		}
		i++
	}
	return i == len(key)
}

// items returns the values of a list.
func (v node) items() []node {
	if v.n == nil || v.n.Kind != tree.Array {
		return nil
	}
	out := make([]node, 0, len(v.n.Items))
	for _, item := range v.n.Items {
		out = append(out, node{src: v.src, n: item, at: item.Span(v.src)})
	}
	return out
}

// members returns the values of a map.
func (v node) members() iter.Seq[node] {
	return func(yield func(node) bool) {
		if v.n == nil || v.n.Kind != tree.Object {
			return
		}
		for i := range v.n.Members {
			m := &v.n.Members[i]
			if !m.Shadowed && m.Value != nil && !yield(node{v.src, m.Value, m.Key, m.KeySpan(v.src)}) {
				return
			}
		}
	}
}

// children returns the values of a map or a list.
func (v node) children() iter.Seq[node] {
	return func(yield func(node) bool) {
		for m := range v.members() {
			if !yield(m) {
				return
			}
		}
		if v.n == nil || v.n.Kind != tree.Array {
			return
		}
		for _, item := range v.n.Items {
			if !yield(node{src: v.src, n: item, at: item.Span(v.src)}) {
				return
			}
		}
	}
}

func (v node) text() string {
	if v.n == nil {
		return ""
	}
	return v.n.Text
}

// span is a scalar without its quotes, or else the key.
func (v node) span() facts.Span {
	if v.n == nil {
		return v.at
	}
	if v.n.Kind == tree.Object || v.n.Kind == tree.Array || v.n.End <= v.n.Start {
		return v.at
	}
	w := v.n.Word(v.src)
	if w.Text == "" {
		return w.Span() // with its quotes: there is nothing between them
	}
	return w.Content()
}

// whole is the key with all that it holds.
func (v node) whole() facts.Span {
	at := v.at
	if v.n != nil && at.Source == v.src && v.n.Start >= at.Start {
		at.End = max(at.End, v.n.End)
	}
	return at
}

// unknown says why a scalar cannot be known, if so.
func (v node) unknown() facts.Reason {
	switch {
	case v.n == nil:
		return facts.NoReason
	case v.n.Templated, template.Unrendered(v.n.Text), v.n.Kind == tree.Object && facts.Span{Source: v.src, Start: v.n.Start, End: v.n.Start + 2}.Text() == "{{":
		return facts.UnrenderedTemplate // the braces of an expression are as good a map of a map
	case strings.Contains(v.n.Text, "${"):
		return facts.UnknownVariable
	}
	return facts.NoReason
}

// stated states a scalar as it is.
func (v node) stated() facts.Stated[string] { return stateOf(v, v.text()) }

// stateOf states what a scalar means, unless a variable or a template decides.
func stateOf[T any](v node, value T) facts.Stated[T] {
	if reason := v.unknown(); reason != facts.NoReason {
		return facts.Undecided[T](v.span(), reason)
	}
	return facts.Written(value, v.span())
}

// isTrue reports whether a bool, or a wrapper of one, is set. YAML has several words for it.
func (v node) isTrue() bool {
	switch strings.ToLower(v.text()) {
	case "true", "yes", "on", "y":
		return true
	}
	return false
}

// isZero reports whether a duration or number is written, and is nothing: 0s, 0.
func (v node) isZero() bool {
	f, err := strconv.ParseFloat(strings.TrimSuffix(v.text(), "s"), 64)
	return v.present() && err == nil && f == 0
}

// enum returns the value of an enumeration, which may be written by its name or number. ok is false for one that there is not.
func enum(v node, names ...string) (value int, ok bool) {
	text := v.text()
	for i, name := range names {
		if name == text || strconv.Itoa(i) == text {
			return i, true
		}
	}
	return 0, !v.present()
}

// typed returns the name of the message in a field that holds one of any type, without its package, and its body. Before the
// types had to be named, the extension's own name said it.
func typed(v node) (kind string, body node) {
	for _, field := range [...]string{"typed_config", "config"} {
		if body = v.get(field); body.present() {
			break
		}
	}
	return kindOf(body, v.get("name").text()), inner(body)
}

// kindOf returns the last part of a message's type. fallback is the name of the extension, for one without.
func kindOf(body node, fallback string) string {
	name := typeOf(body)
	if name == "" && typeURL(body) == "" {
		return byName[strings.TrimPrefix(fallback, "envoy.")]
	}
	return name[strings.LastIndexByte(name, '.')+1:]
}

// typeOf returns the full name of a message's type: of what is in a TypedStruct that of the message.
func typeOf(body node) string {
	url := typeURL(body)
	if strings.HasSuffix(url, ".TypedStruct") {
		url = body.get("type_url").text()
		url = url[strings.LastIndexByte(url, '/')+1:]
	}
	return url
}

func typeURL(body node) string {
	url := body.field("@type").text()
	return url[strings.LastIndexByte(url, '/')+1:]
}

// inner returns what a TypedStruct holds, or else the message itself.
func inner(body node) node {
	if strings.HasSuffix(typeURL(body), ".TypedStruct") {
		return body.get("value")
	}
	return body
}

// byName are the messages of extensions that were configured by name, without the prefix "envoy.".
var byName = map[string]string{
	"http_connection_manager": "HttpConnectionManager", "filters.network.http_connection_manager": "HttpConnectionManager",
	"tcp_proxy": "TcpProxy", "filters.network.tcp_proxy": "TcpProxy",
	"tls": "TlsContext", "transport_sockets.tls": "TlsContext", "transport_sockets.raw_buffer": "RawBuffer",
	"file_access_log": "FileAccessLog", "access_loggers.file": "FileAccessLog", "access_loggers.stdout": "StdoutAccessLog",
	"access_loggers.stderr": "StderrAccessLog",
	"router":                "Router", "filters.http.router": "Router", "cors": "Cors", "filters.http.cors": "Cors",
	"filters.http.jwt_authn": "JwtAuthentication", "ext_authz": "ExtAuthz", "filters.http.ext_authz": "ExtAuthz", "filters.http.rbac": "RBAC",
	"filters.http.oauth2": "OAuth2", "filters.http.basic_auth": "BasicAuth", "filters.network.rbac": "RBAC", "filters.network.ext_authz": "ExtAuthz",
}
