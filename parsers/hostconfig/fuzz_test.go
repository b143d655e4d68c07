package hostconfig

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/internal/goldenfacts"
)

// fuzzPaths are the names under which a fuzzed text is read: one for each syntax, and hosts with shapes of their own.
var fuzzPaths = []string{
	".mcp.json", ".vscode/mcp.json", ".codex/config.toml", ".continue/config.yaml", ".config/goose/config.yaml", "crush.json",
	"opencode.json", ".claude/settings.json", "manifest.json", "server.json", ".claude/agents/x.md", "anything.json", "catalog.yaml",
	".mcphost.yml", ".gemini/settings.json", "librechat.yaml", "fast-agent.yaml", ".zed/settings.json",
}

// FuzzParse holds for any text: no panic, every place lies in the file on the borders of characters, and every problem has
// words.
func FuzzParse(f *testing.F) {
	files, _ := filepath.Glob("testdata/*.txtar")
	more, _ := filepath.Glob("testdata/cases/*.txtar")
	for i, file := range append(files, more...) {
		data, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		for _, part := range txtar.Parse(data).Files {
			f.Add(uint8(i), part.Data)
		}
	}
	f.Fuzz(func(t *testing.T, which uint8, data []byte) {
		src := facts.NewSource(fuzzPaths[int(which)%len(fuzzPaths)], data)
		out := Parse(src, data)
		goldenfacts.Sound(t, out, data, src)
	})
}
