package hostconfig

import (
	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/parsers/launch"
	"github.com/wirevet/wirevet/parsers/tree"
)

// bundles describes the manifest of an MCP bundle: MCPB, DXT before.
var bundles = host{
	// anthropics/mcpb 27083dc.
	host:   facts.Host{ID: "mcpb", Title: "MCP bundle"},
	infer:  inference{both: commandWins},
	forms:  braceVariable,
	remedy: "${user_config.NAME}",
	source: "anthropics/mcpb 27083dc",
}

// isBundle tells a bundle's manifest from those of browser extensions, which have a manifest_version too.
func isBundle(root *tree.Node) bool {
	server := root.Get("server")
	return (root.Get("manifest_version") != nil || root.Get("dxt_version") != nil) && server != nil && server.Kind == tree.Object
}

// readBundle reads how the host of a bundle starts its server, and what it asks the person for.
func (p *parser) readBundle() {
	config, ok := p.root.Get("server").Member("mcp_config")
	if !ok || config.Value.Kind != tree.Object {
		return
	}
	m := tree.Member{Key: "mcp_config", KeyStart: config.KeyStart, KeyEnd: config.KeyEnd, Value: config.Value}
	if name, ok := p.root.Member("name"); ok && text(name.Value) != "" {
		m.Key, m.KeyStart, m.KeyEnd = name.Value.Text, name.Value.Start, name.Value.End
	}
	p.readEntry(m, "")
	if len(p.out.Entries) == 0 {
		return
	}
	e := &entry{parser: p, fact: p.out.Entries[0], node: p.root}
	if questions := p.root.Get("user_config"); questions != nil && questions.Kind == tree.Object {
		for _, q := range questions.Members {
			e.readQuestion(q)
		}
	}
}

// readQuestion reads one value that the person is asked for. Its default is written in the file.
func (e *entry) readQuestion(q tree.Member) {
	kind, answer := text(q.Value.Get("type")), q.Value.Get("default")
	if answer == nil {
		return
	}
	answers := append([]*tree.Node{answer}, list(answer)...)
	for _, n := range answers {
		if n.Kind != tree.String || n.Text == "" {
			continue
		}
		if kind == "directory" || kind == "file" {
			root := &facts.Root{
				Entry: e.fact, Raw: e.word(n), Span: n.Span(e.src), By: facts.ServerArgument,
				Access: facts.Written(facts.ReadWrite, n.Span(e.src)), Confidence: facts.Medium,
			}
			root.Path, root.Unresolved = launch.CleanPath(n.Text)
			e.out.Roots = append(e.out.Roots, root)
			continue
		}
		name := q.Key
		if hidden := q.Value.Get("sensitive"); hidden != nil && hidden.Text == "true" {
			name += "-password" // what is kept secret is a credential
		}
		for _, c := range e.secret(name, n, facts.InInput) {
			c.Name, c.Remedy = q.Key, ""
		}
	}
}
