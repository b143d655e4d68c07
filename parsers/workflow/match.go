package workflow

import (
	"bytes"
	"path"
	"strings"
)

// CandidatePath reports whether the file may be a workflow or a composite action, should [Sniff] say so too.
func CandidatePath(file string) bool {
	if !strings.HasSuffix(file, ".yml") && !strings.HasSuffix(file, ".yaml") {
		return false
	}
	if strings.HasSuffix(file, "action.yml") || strings.HasSuffix(file, "action.yaml") {
		base := path.Base(file)
		return base == "action.yml" || base == "action.yaml"
	}
	dir, _ := path.Split(file)
	return dir == workflows || strings.HasSuffix(dir, "/"+workflows)
}

const workflows = ".github/workflows/"

// Sniff looks for steps, and for something of MCP or of an action that starts a host.
func Sniff(data []byte) bool {
	if !bytes.Contains(data, []byte("steps:")) {
		return false
	}
	for _, word := range [...]string{"cpServers", "cp_servers", "mcp_config", "mcp-config", ".mcp.json", "mcp.json", "claude-code-", "run-gemini-cli", "codex-action"} {
		if bytes.Contains(data, []byte(word)) {
			return true
		}
	}
	return false
}
