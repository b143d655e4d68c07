package hostconfig

import (
	"cmp"
	"strings"
)

// UserPath is a place where a host keeps a person's own, or the machine's, configuration.
type UserPath struct {
	Path   string // absolute, with the separators of the table (/); may hold "*" in its last elements
	System bool
}

// UserPaths returns where the hosts of this machine keep their configuration. goos is as in runtime.GOOS, getenv
// answers as os.Getenv, home is the person's home folder.
func UserPaths(goos, home string, getenv func(string) string) []UserPath {
	expand := func(p string) string {
		p = strings.Replace(p, "~", home, 1)
		for variable, fallback := range map[string]string{
			"$XDG_CONFIG_HOME": home + "/.config",
			"%APPDATA%":        home + "/AppData/Roaming",
			"%LOCALAPPDATA%":   home + "/AppData/Local",
			"%ProgramData%":    "C:/ProgramData",
		} {
			if !strings.HasPrefix(p, variable) {
				continue
			}
			value := getenv(strings.Trim(variable, "$%"))
			if value == "" {
				value = fallback
			}
			p = value + strings.TrimPrefix(p, variable)
		}
		return strings.ReplaceAll(p, `\`, "/")
	}
	var out []UserPath
	for _, h := range allHosts() {
		for _, f := range h.files {
			p := f.user
			switch goos {
			case "linux":
				p = cmp.Or(f.linux, p)
			case "darwin":
				p = cmp.Or(f.mac, p)
			case "windows":
				p = cmp.Or(f.windows, p)
			}
			if p != "" {
				out = append(out, UserPath{expand(p), f.system})
			}
		}
	}
	for _, override := range [...]struct{ variable, file string }{
		{"CLAUDE_CONFIG_DIR", "/.claude.json"},
		{"CODEX_HOME", "/config.toml"},
		{"COPILOT_HOME", "/mcp-config.json"},
		{"CLINE_MCP_SETTINGS_PATH", ""},
		{"OPENCODE_CONFIG", ""},
		{"OPENCODE_CONFIG_DIR", "/opencode.json"},
		{"FAST_AGENT_HOME", "/fastagent.config.yaml"},
		{"GEMINI_CLI_SYSTEM_SETTINGS_PATH", ""},
	} {
		if value := getenv(override.variable); value != "" {
			out = append(out, UserPath{Path: strings.ReplaceAll(value, `\`, "/") + override.file})
		}
	}
	return out
}
