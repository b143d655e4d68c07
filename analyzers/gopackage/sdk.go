package gopackage

import "strings"

// sdks are the MCP SDKs for Go, by the paths of their modules.
var sdks = []string{
	"github.com/modelcontextprotocol/go-sdk",
	"github.com/mark3labs/mcp-go",
	"github.com/metoro-io/mcp-golang",
	"github.com/ThinkInAIXYZ/go-mcp",
	"github.com/viant/mcp",
	"github.com/strowk/foxy-contexts",
	"github.com/riza-io/mcp-go",
}

// SDK returns the module of the MCP SDK that holds a package, or "".
func SDK(importPath string) string { return ModuleAmong(sdks, importPath) }

// ModuleAmong returns the one of some modules that holds a package, or "".
func ModuleAmong(modules []string, importPath string) string {
	if !strings.Contains(importPath, ".") {
		return "" // the standard library
	}
	for _, m := range modules {
		if rest, ok := strings.CutPrefix(importPath, m); ok && (rest == "" || rest[0] == '/') {
			return m
		}
	}
	return ""
}
