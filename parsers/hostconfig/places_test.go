package hostconfig

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"
)

func TestEveryPlaceOfAPersonIsKnownAgainByItsPath(t *testing.T) {
	for _, goos := range []string{"linux", "darwin", "windows"} {
		paths := UserPaths(goos, "/home/ann", func(string) string { return "" })
		if len(paths) < 50 {
			t.Fatalf("%s: only %d places", goos, len(paths))
		}
		for _, p := range paths {
			concrete := strings.ReplaceAll(p.Path, "*", "x")
			if !KnownPath(concrete) {
				t.Errorf("%s: %s would be read for no host", goos, concrete)
			}
			if strings.ContainsAny(p.Path, "~$%") || strings.Contains(p.Path, `\\`) {
				t.Errorf("%s: %s is not expanded", goos, p.Path)
			}
		}
	}
}

func TestUserPathsFollowTheEnvironment(t *testing.T) {
	has := func(goos, want string, system bool, env ...string) {
		t.Helper()
		paths := UserPaths(goos, "/home/ann", func(name string) string {
			for i := 0; i < len(env); i += 2 {
				if env[i] == name {
					return env[i+1]
				}
			}
			return ""
		})
		if !slices.Contains(paths, UserPath{want, system}) {
			t.Errorf("%s %v: %s is missing", goos, env, want)
		}
	}
	has("linux", "/home/ann/.config/Claude/claude_desktop_config.json", false)
	has("linux", "/conf/Claude/claude_desktop_config.json", false, "XDG_CONFIG_HOME", "/conf")
	has("darwin", "/home/ann/Library/Application Support/Claude/claude_desktop_config.json", false)
	has("windows", "D:/Roaming/Claude/claude_desktop_config.json", false, "APPDATA", `D:\Roaming`)
	has("windows", "/home/ann/.mcp.json", false)
	has("windows", "C:/ProgramData/OpenAI/Codex/config.toml", true)
	has("linux", "/etc/claude-code/managed-mcp.json", true)
	has("darwin", "/Library/Application Support/GeminiCli/settings.json", true)
	has("linux", "/home/ann/.claude.json", false)
	has("linux", "/c/.claude.json", false, "CLAUDE_CONFIG_DIR", "/c")
	has("linux", "/x/config.toml", false, "CODEX_HOME", "/x")
	has("linux", "/one.json", false, "OPENCODE_CONFIG", "/one.json")
}

func TestPathsThatBelongToAHost(t *testing.T) {
	for path, want := range map[string]string{
		".mcp.json": "claude-code visual-studio", "a/b/.MCP.json": "claude-code visual-studio",
		".vscode/mcp.json": "vscode", ".vscode/settings.json": "vscode augment zencoder",
		"x/claude_desktop_config.json": "claude-desktop", "Claude_Desktop_Config.json.sample": "claude-desktop",
		".config/opencode/opencode.json": "opencode", "crush.json": "crush", "deep/.config/crush/crush.json": "crush",
		".codex/config.toml": "codex", "config.toml": "", ".kiro/agents/x.json": "kiro", ".kiro/agents/x.yaml": "",
		".github/agents/x.md": "copilot-cli", "x.agent.md": "copilot-cli", ".claude/agents/x.md": "claude-code", "README.md": "",
		"app.code-workspace": "vscode", "Code - Insiders/User/mcp.json": "vscode", "settings.json": "", "mcp.json": "",
		"dot_cursor/mcp.json": "cursor", "dot_claude.json.tmpl": "claude-code", "": "", "/": "", ".": "", "..": "",
	} {
		var got []string
		for _, p := range placesOf(path) {
			got = append(got, p.h.host.ID)
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%s belongs to %q, want %q", path, got, want)
		}
		if KnownPath(path) != (want != "") {
			t.Errorf("KnownPath(%q) = %v", path, want == "")
		}
	}
}

func TestFilesBesideAreThoseOfAProject(t *testing.T) {
	paths := PathsBeside()
	for _, want := range []string{".mcp.json", ".vscode/mcp.json", "opencode.json", ".claude/settings.json"} {
		if !slices.Contains(paths, want) {
			t.Errorf("%s is missing", want)
		}
	}
	for _, p := range paths {
		if strings.Contains(p, "*") || strings.HasPrefix(p, "Code/") {
			t.Errorf("%s lies beside no file of a project", p)
		}
	}
	if !slices.IsSorted(paths) || len(slices.Compact(slices.Clone(paths))) != len(paths) {
		t.Error("not sorted, or a path stands twice")
	}
}

// TestWhatIsReadPassesTheGate: a file that is not known by its name must get past CandidateName and Sniff.
func TestWhatIsReadPassesTheGate(t *testing.T) {
	files, _ := filepath.Glob("testdata/*.txtar")
	cases, _ := filepath.Glob("testdata/cases/*.txtar")
	gated := 0
	for _, file := range append(files, cases...) {
		archive, err := txtar.ParseFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range archive.Files {
			name := f.Name[strings.LastIndex(f.Name, "| ")+1:]
			name = strings.TrimSpace(name)
			text := tokens.Replace(string(f.Data))
			if f.Name == "facts" || KnownPath(name) || len(parseText(name, text).Entries) == 0 {
				continue
			}
			gated++
			if !CandidateName(name) || !Sniff([]byte(text)) {
				t.Errorf("%s: %s is read, but would not be opened", file, f.Name)
			}
		}
	}
	if gated < 10 {
		t.Errorf("only %d files went through the gate", gated)
	}
}

func TestNamesThatAreNoCandidates(t *testing.T) {
	for _, name := range []string{"package.json", "a/package-lock.json", "mcp.schema.json", "x.snap", "x.ipynb", "main.go", "x.md", "tsconfig.json"} {
		if CandidateName(name) {
			t.Errorf("%s is a candidate", name)
		}
	}
	for _, name := range []string{"x.json", "a/b.yaml", "c.yml", "d.toml", "e.jsonc", "f.json.example"} {
		if !CandidateName(name) {
			t.Errorf("%s is no candidate", name)
		}
	}
}
