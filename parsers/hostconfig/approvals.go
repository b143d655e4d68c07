package hostconfig

import (
	"strings"

	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/parsers/tree"
)

// readApprovals reads the keys of an entry by which its tools run without a question.
func (e *entry) readApprovals() {
	for _, key := range [...]string{"autoApprove", "alwaysAllow"} {
		if m, ok := e.get(key); ok {
			e.approvedTools(m)
		}
	}
	if m, ok := e.get("trust"); ok && (e.f == nil || !e.f.noTrust) && m.Value.Kind == tree.Bool && m.Value.Text == "true" {
		e.approve(m.Key, member(e.src, m), facts.RunsTools, facts.OneServer)
	}
	if tools := e.value("tools"); tools != nil && tools.Kind == tree.Array {
		for _, item := range tools.Items {
			if policy, ok := item.Member("permission_policy"); ok && policy.Value.Text == "always_allow" {
				e.approve("permission_policy", member(e.src, policy), facts.RunsTools, facts.OneTool)
			}
		}
	}
}

// approvedTools reads a list of tools that are not asked about; "*" stands for all.
func (e *entry) approvedTools(m tree.Member) {
	switch {
	case m.Value.Kind == tree.Bool && m.Value.Text == "true":
		e.approve(m.Key, member(e.src, m), facts.RunsTools, facts.OneServer)
	case m.Value.Kind == tree.Array && len(m.Value.Items) > 0:
		for _, item := range m.Value.Items {
			if item.Text == "*" {
				e.approve(m.Key, item.Span(e.src), facts.RunsTools, facts.OneServer)
				return
			}
		}
		breadth := facts.NamedTools
		if len(m.Value.Items) == 1 {
			breadth = facts.OneTool
		}
		e.approve(m.Key, member(e.src, m), facts.RunsTools, breadth)
	}
}

func (e *entry) approve(setting string, span facts.Span, grants facts.Grant, breadth facts.Breadth) {
	e.out.Approvals = append(e.out.Approvals, &facts.Approval{Entry: e.fact, Setting: setting, Span: span, Grants: grants, Breadth: breadth})
}

// member returns the bytes of a key and its value.
func member(src *facts.Source, m tree.Member) facts.Span {
	if m.KeyStart > m.Value.Start {
		return m.Value.Span(src)
	}
	return facts.Span{Source: src, Start: m.KeyStart, End: m.Value.End}
}

// toolPattern says what a permission pattern covers: mcp__server__tool of Claude Code, @server/tool of Amazon Q
// and Kiro, mcp_server_tool of Crush. It returns false for what concerns no MCP server.
func toolPattern(pattern string) (facts.Breadth, bool) {
	if rest, ok := strings.CutPrefix(pattern, "mcp__"); ok {
		server, tool, has := strings.Cut(rest, "__")
		switch {
		case server == "*" || server == "":
			return facts.EveryServer, true
		case !has || tool == "*" || tool == "":
			return facts.OneServer, true
		}
		return facts.OneTool, true
	}
	if rest, ok := strings.CutPrefix(pattern, "@"); ok {
		server, tool, has := strings.Cut(rest, "/")
		switch {
		case server == "builtin":
			return 0, false
		case server == "*":
			return facts.EveryServer, true
		case !has || tool == "*":
			return facts.OneServer, true
		}
		return facts.OneTool, true
	}
	switch {
	case pattern == "*":
		return facts.EveryServer, true
	case strings.HasPrefix(pattern, "mcp_"):
		return facts.OneTool, true
	}
	return 0, false
}
