package hostconfig

import (
	"testing"

	"github.com/wirevet/wirevet/facts"
)

func TestDirectivesAreReadInEverySyntax(t *testing.T) {
	for path, text := range map[string]string{
		".vscode/mcp.json":      "{\"servers\": {\n// wirevet:ignore a-b -- why\n\"x\": {\"command\": \"y\"}}}",
		".cursor/mcp.json":      "{\"mcpServers\": {\n/* wirevet:ignore a-b -- why */\n\"x\": {\"command\": \"y\"}}}",
		".codex/config.toml":    "# wirevet:ignore a-b -- why\n[mcp_servers.x]\ncommand = \"y\"\n",
		".continue/config.yaml": "mcpServers:\n  # wirevet:ignore a-b -- why\n  - name: x\n    command: y\n",
	} {
		src := facts.NewSource(path, []byte(text))
		out := Parse(src, []byte(text))
		if len(out.Directives) != 1 || len(out.Entries) != 1 {
			t.Errorf("%s: %d directives, %d entries", path, len(out.Directives), len(out.Entries))
			continue
		}
		d, e := out.Directives[0], out.Entries[0]
		if d.Fault != "" || d.Reason != "why" || !d.Covers.Contains(e.Name) {
			t.Errorf("%s: %+v does not cover %+v", path, d, e.Name)
		}
	}
	text := `{"x": 1 /* wirevet:ignore a-b -- not a host's file */}`
	src := facts.NewSource("other.json", []byte(text))
	if out := Parse(src, []byte(text)); len(out.Directives) != 0 {
		t.Error("a file that is not ours has directives")
	}
}
