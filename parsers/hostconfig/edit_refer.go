package hostconfig

import (
	"cmp"
	"slices"
	"strings"

	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/internal/credential"
	"github.com/wirevet/wirevet/parsers/tree"
)

// refer takes a literal credential out of the file, in the way in which the host of the entry refers to one. There is
// none for a host that expands nothing, and none outside of the entries of servers, where hosts do not expand.
func (e *editor) refer(c *facts.Credential) ([]tree.Edit, bool) {
	if c.Entry == nil || c.Entry.Server == "" || c.Remedy == "" || !c.Literal {
		return nil, false
	}
	at := rangeOf(c.Span)
	path := e.doc.Around(at)
	field := slices.IndexFunc(path, func(m tree.Member) bool { return oneOf(m.Key, referringKeys) })
	if field < 1 || e.inReference(path[len(path)-1].Value, at) {
		return nil, false
	}
	name := e.variable(c)
	switch host := c.Entry.Host.ID; {
	case host == "codex" && path[field].Key == "env":
		return e.byName(path, field, c.Name, "env_vars")
	case host == "codex" && path[field].Key == "http_headers":
		return e.codexHeader(path, field, name)
	case host == "goose" && path[field].Key == "envs":
		return e.byName(path, field, c.Name, "env_keys")
	case strings.HasPrefix(c.Remedy, "${input:"):
		return e.prompt(path, at, name)
	case !isReference(c.Remedy) || oneOf(path[field].Key, argumentKeys) && !oneOf(host, argumentHosts):
		return nil, false
	}
	return e.doc.Replace(at, strings.Replace(c.Remedy, proposed(c), name, 1))
}

// inReference reports whether a range of a string is a part of a reference: a default behind its name.
func (e *editor) inReference(n *tree.Node, at tree.Range) bool {
	word := n.Word(e.src)
	return slices.ContainsFunc(credential.References(n.Text), func(r credential.Reference) bool {
		return word.Offset(r.Start) <= at.Start && at.End <= word.Offset(r.End)
	})
}

// referringKeys are the keys of an entry in which hosts expand references; of argumentKeys only argumentHosts do, as
// far as their documentation or source says.
var (
	referringKeys = []string{"env", "environment", "envs", "headers", "http_headers", "args", "command", "cmd"}
	argumentKeys  = []string{"args", "command", "cmd"}
	argumentHosts = []string{"claude-code", "copilot-cli", "gemini-cli", "qwen-code", "roo-code", "opencode", "mcphost"}
)

// isReference reports whether a remedy is text that stands in the place of the value.
func isReference(remedy string) bool {
	refs := credential.References(remedy)
	return len(refs) == 1 && refs[0].Start == 0 && refs[0].End == len(remedy) && !strings.HasPrefix(remedy, "${user_config.")
}

// proposed returns the name of the variable in the credential's remedy.
func proposed(c *facts.Credential) string {
	refs := credential.References(c.Remedy)
	if len(refs) == 0 {
		return ""
	}
	return refs[0].Variable
}

// variable returns the name of the variable for a credential: the one that its remedy proposes, with the name of the
// server in front when another credential of the file would have the same.
func (e *editor) variable(c *facts.Credential) string {
	name := cmp.Or(proposed(c), envName(c.Name))
	for _, other := range e.facts.Credentials {
		taken := other.Variable == name && !other.Literal
		twin := other.Literal && cmp.Or(proposed(other), envName(other.Name)) == name && e.text(other.Span) != e.text(c.Span)
		if (taken || twin) && (other.Entry == nil || other.Entry.Server != c.Entry.Server || twin) {
			return envName(c.Entry.Server) + "_" + name
		}
	}
	return name
}

// text returns what stands at a span, which is never shown.
func (e *editor) text(s facts.Span) string { return string(e.data[s.Start:s.End]) }

// envName returns a name for a variable.
func envName(name string) string {
	name = strings.ToUpper(strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' {
			return r
		}
		return '_'
	}, name))
	switch {
	case name == "AUTHORIZATION" || strings.Trim(name, "_") == "":
		return "API_TOKEN"
	case name[0] >= '0' && name[0] <= '9':
		return "_" + name
	}
	return name
}

// byName takes a variable out of a map, and names it in the list of those that the host hands on.
func (e *editor) byName(path []tree.Member, field int, name, list string) ([]tree.Edit, bool) {
	if field+1 >= len(path) || path[field+1].Key != name {
		return nil, false
	}
	value := e.doc.Quote(name)
	removed, ok := e.removeMember(path[field+1])
	if !ok {
		return nil, false
	}
	var added []tree.Edit
	entry := path[field-1].Value
	if names := entry.Get(list); names != nil {
		added, ok = e.doc.InsertItem(names, value)
	} else {
		added, ok = e.doc.InsertMember(entry, list, "["+value+"]")
	}
	return together(removed, added), ok
}

// codexHeader moves a header to env_http_headers, which names the variable that holds its value, or a bearer token to
// bearer_token_env_var.
func (e *editor) codexHeader(path []tree.Member, field int, name string) ([]tree.Edit, bool) {
	if field+1 >= len(path) {
		return nil, false
	}
	header, entry, value := path[field+1], path[field-1].Value, e.doc.Quote(name)
	removed, ok := e.removeMember(header)
	if !ok {
		return nil, false
	}
	var added []tree.Edit
	switch byVariable := entry.Get("env_http_headers"); {
	case strings.EqualFold(header.Key, "Authorization") && strings.HasPrefix(header.Value.Text, "Bearer ") && entry.Get("bearer_token_env_var") == nil:
		added, ok = e.doc.InsertMember(entry, "bearer_token_env_var", value)
	case byVariable != nil:
		added, ok = e.doc.InsertMember(byVariable, header.Key, value)
	default:
		added, ok = e.doc.InsertMember(entry, "env_http_headers", "{ "+e.doc.Pair(header.Key, value)+" }")
	}
	return together(removed, added), ok
}

func (e *editor) removeMember(m tree.Member) ([]tree.Edit, bool) {
	return e.doc.Remove(tree.Range{Start: m.Value.Start, End: m.Value.End})
}

// prompt refers to an input of the file, and adds it to those that lie beside the servers.
func (e *editor) prompt(path []tree.Member, at tree.Range, id string) ([]tree.Edit, bool) {
	edits, ok := e.doc.Replace(at, "${input:"+id+"}")
	servers := slices.IndexFunc(path, func(m tree.Member) bool { return m.Key == "servers" })
	if !ok || servers < 0 || len(e.doc.Roots) != 1 {
		return nil, false
	}
	beside := e.doc.Roots[0]
	if servers > 0 {
		beside = path[servers-1].Value
	}
	input := "{" + strings.Join([]string{
		e.doc.Pair("type", e.doc.Quote("promptString")), e.doc.Pair("id", e.doc.Quote(id)),
		e.doc.Pair("description", e.doc.Quote(id)), e.doc.Pair("password", "true"),
	}, ", ") + "}"
	inputs := beside.Get("inputs")
	if inputs == nil {
		added, ok := e.doc.InsertMember(beside, "inputs", "["+input+"]")
		return together(edits, added), ok
	}
	for _, item := range inputs.Items {
		if known := item.Get("id"); known != nil && known.Text == id {
			return edits, true
		}
	}
	added, ok := e.doc.InsertItem(inputs, input)
	return together(edits, added), ok
}

// together returns the edits of two steps in the order of the file.
func together(a, b []tree.Edit) []tree.Edit {
	out := slices.Concat(a, b)
	slices.SortStableFunc(out, func(x, y tree.Edit) int { return cmp.Or(cmp.Compare(x.Start, y.Start), cmp.Compare(x.End, y.End)) })
	for i := 1; i < len(out); i++ {
		if out[i-1].End > out[i].Start {
			return nil // they would change the same bytes
		}
	}
	return out
}
