package hostconfig

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/parsers/tree"
)

// hit is a value that a dotted path leads to.
type hit struct {
	member tree.Member // the last key on the way; its Value is the value
	within []string    // the keys that "*" stood for
	where  string      // the keys before the last, joined with "."
}

// lookup follows a dotted path from n. An element "*" stands for any member. Several elements together also
// match one key that is spelled with the dots.
func lookup(n *tree.Node, dotted string) []hit {
	var out []hit
	follow(n, dotted, hit{}, &out)
	return out
}

func follow(n *tree.Node, dotted string, so hit, out *[]hit) {
	if n == nil {
		return
	}
	first, rest, more := strings.Cut(dotted, ".")
	if first == "*" {
		eachMember(n, func(m tree.Member) {
			next := hit{m, append(so.within[:len(so.within):len(so.within)], m.Key), joinKey(so.where, so.member.Key)}
			if !more {
				*out = append(*out, next)
				return
			}
			follow(m.Value, rest, next, out)
		})
		return
	}
	if n.Kind != tree.Object {
		return
	}
	// A key that holds the dots itself: "amp.mcpServers".
	if more {
		if m, ok := n.Member(dotted); ok {
			*out = append(*out, hit{m, so.within, joinKey(so.where, so.member.Key)})
		}
		if head, tail, two := strings.Cut(rest, "."); two {
			if m, ok := n.Member(first + "." + head); ok {
				follow(m.Value, tail, hit{m, so.within, joinKey(so.where, so.member.Key)}, out)
			}
		}
	}
	m, ok := n.Member(first)
	if !ok {
		return
	}
	next := hit{m, so.within, joinKey(so.where, so.member.Key)}
	if !more {
		*out = append(*out, next)
		return
	}
	follow(m.Value, rest, next, out)
}

// eachMember calls f for the winning members of an object, or for the items of a list, named by their name, id or
// index.
func eachMember(n *tree.Node, f func(tree.Member)) {
	switch n.Kind {
	case tree.Object:
		for _, m := range n.Members {
			if !m.Shadowed {
				f(m)
			}
		}
	case tree.Array:
		for i, item := range n.Items {
			f(listMember(i, item))
		}
	}
}

// listMember gives an item of a list the place and the name of its name or id, else its index.
func listMember(i int, item *tree.Node) tree.Member {
	for _, key := range [...]string{"name", "id"} {
		if name := item.Get(key); name != nil && name.Kind == tree.String && name.Text != "" {
			return tree.Member{Key: name.Text, KeyStart: name.Start, KeyEnd: name.End, Value: item}
		}
	}
	return tree.Member{Key: "#" + strconv.Itoa(i), KeyStart: item.Start, KeyEnd: min(item.Start+1, item.End), Value: item}
}

func joinKey(a, b string) string {
	if a == "" {
		return b
	}
	if b == "" {
		return a
	}
	return a + "." + b
}

// readMaps reads the server maps at one place of the host's description. named says that the file may have several, so
// that the place is a part of the servers' names.
func (p *parser) readMaps(dotted string, named bool) {
	for _, found := range lookup(p.root, dotted) {
		within := ""
		if named || len(found.within) > 0 {
			within = found.where
		}
		p.readServers(found.member.Value, within)
	}
	first, _, _ := strings.Cut(dotted, ".")
	if p.root.Kind != tree.Object {
		return
	}
	for _, m := range p.root.Members {
		if m.Shadowed && (m.Key == first || m.Key == dotted) {
			eachMember(m.Value, func(lost tree.Member) { p.scanLost(lost, "") })
		}
	}
}

// scanLost looks for credentials in a server that lost against a later one of its name: the host does not use it, but
// what is written there is written.
func (p *parser) scanLost(m tree.Member, within string) {
	lost := &entry{parser: p, fact: p.entryFact(m, within)}
	lost.scan(m.Key, m.Value, 0)
}

// entryFact returns the entry of a member of a server map.
func (p *parser) entryFact(m tree.Member, within string) *facts.Entry {
	return &facts.Entry{
		Host: &p.h.host, Server: p.src.Redact(m.Key), Within: p.src.Redact(within),
		Name: m.KeySpan(p.src), Block: m.Value.Span(p.src),
	}
}

// readServers reads every member of a server map or list.
func (p *parser) readServers(servers *tree.Node, within string) {
	switch {
	case servers == nil || servers.Kind == tree.Null || servers.Kind == tree.String:
		return // a string is the path of another file
	case servers.Kind == tree.Array:
		for i, item := range servers.Items {
			if item.Kind != tree.String { // a list of strings holds names, or paths of other files
				p.readEntry(listMember(i, item), within)
			}
		}
		return
	case servers.Kind != tree.Object:
		p.refuse(servers, "expected a map of servers here")
		return
	}
	for _, m := range servers.Members {
		if m.Shadowed {
			p.scanLost(m, within)
		} else {
			p.readEntry(m, within)
		}
	}
}

// readBare reads a root that is itself a map of servers (a plugin's .mcp.json), or one server.
func (p *parser) readBare() {
	switch {
	case looksLikeServer(p.root):
		p.readEntry(tree.Member{Key: baseName(p.src.Path), KeyStart: p.root.Start, KeyEnd: p.root.Start + 1, Value: p.root}, "")
	case everyMemberLooksLikeServer(p.root):
		p.readServers(p.root, "")
	}
}

// baseName returns the file's name without folder and extension.
func baseName(file string) string {
	name := file[strings.LastIndexByte(file, '/')+1:]
	if i := strings.IndexByte(name, '.'); i > 0 {
		name = name[:i]
	}
	return name
}

// looksLikeServer reports whether n has a key by which hosts start or call a server.
func looksLikeServer(n *tree.Node) bool {
	if n == nil || n.Kind != tree.Object {
		return false
	}
	for _, m := range n.Members {
		switch m.Key {
		case "command", "cmd":
			if m.Value.Kind == tree.String || m.Value.Kind == tree.Array || text(m.Value.Get("path")) != "" {
				return true
			}
		case "url", "httpUrl", "serverUrl", "uri", "endpoint":
			if m.Value.Kind == tree.String {
				return true
			}
		case "transport":
			if looksLikeServer(m.Value) {
				return true
			}
		}
	}
	return false
}

func everyMemberLooksLikeServer(n *tree.Node) bool {
	if n == nil || n.Kind != tree.Object || len(n.Members) == 0 {
		return false
	}
	for _, m := range n.Members {
		if !looksLikeServer(m.Value) {
			return false
		}
	}
	return true
}

// maxSearchDepth bounds the search for server maps in files of unknown hosts.
const maxSearchDepth = 6

// specificKeys name a server map by themselves; commonKeys do only when every member looks like a server.
var (
	specificKeys = []string{"mcpServers", "mcp_servers", "context_servers", "mcp.servers", "amp.mcpServers"}
	commonKeys   = []string{"servers", "mcp", "extensions"}
)

// readGeneric reads the server maps of a file whose host is not known.
func (p *parser) readGeneric() {
	if p.root == nil || p.root.Kind != tree.Object {
		return
	}
	for _, other := range [...]string{"openapi", "swagger", "asyncapi"} {
		if p.root.Get(other) != nil {
			return
		}
	}
	p.search(p.root, "", 0)
}

func (p *parser) search(n *tree.Node, where string, depth int) {
	if depth > maxSearchDepth {
		return
	}
	eachMember(n, func(m tree.Member) {
		v := m.Value
		if v == nil || v.Kind != tree.Object && v.Kind != tree.Array {
			return
		}
		switch {
		case oneOf(m.Key, specificKeys) && hasServer(v), oneOf(m.Key, commonKeys) && everyMemberLooksLikeServer(v):
			if p.h != &unknown {
				p.problem(m.KeySpan(p.src), "%s does not look for servers under %q here; it ignores them", p.h.host.Title, m.Key)
			}
			p.readServers(v, where)
		default:
			p.search(v, joinKey(where, m.Key), depth+1)
		}
	})
}

// hasServer reports whether at least one member of a map or list looks like a server: a JSON Schema that
// describes mcpServers has none.
func hasServer(n *tree.Node) bool {
	found := false
	eachMember(n, func(m tree.Member) { found = found || looksLikeServer(m.Value) })
	return found
}

func oneOf(key string, keys []string) bool {
	for _, k := range keys {
		if k == key {
			return true
		}
	}
	return false
}

// problem records something that the host will refuse or ignore.
func (p *parser) problem(span facts.Span, format string, args ...any) {
	p.report(span, facts.HostRefuses, fmt.Sprintf(format, args...))
}

// refuse records that the host does not accept what stands at n.
func (p *parser) refuse(n *tree.Node, message string) {
	p.report(n.Span(p.src), facts.HostRefuses, message)
}

// report records a problem. Messages quote the file, so that they may quote a credential: it is hidden in them too.
func (p *parser) report(span facts.Span, kind facts.ProblemKind, message string) {
	p.out.Problems = append(p.out.Problems, &facts.Problem{Span: span, Kind: kind, Message: p.src.Redact(message)})
}
