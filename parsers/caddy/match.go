package caddy

import (
	"bytes"
	"path"
	"strings"

	"github.com/wirevet/wirevet/parsers/input"
)

// KnownPath reports whether a file is Caddy's by its path alone: Caddyfile, Caddyfile.prod, site.caddyfile.
func KnownPath(file string) bool {
	base := strings.ToLower(path.Base(file))
	return base == "caddyfile" || strings.HasPrefix(base, "caddyfile.") && !otherLanguage(base) || strings.HasSuffix(base, ".caddyfile")
}

// otherLanguage reports whether a file is named for what it is written in, as Caddyfile.md and caddyfile.go are.
func otherLanguage(base string) bool {
	switch path.Ext(base) {
	case ".md", ".go", ".py", ".js", ".ts", ".rs", ".json", ".yaml", ".yml", ".toml", ".html", ".txt", ".sh":
		return true
	}
	return false
}

// CandidatePath reports whether a file of that path may be Caddy's: caddy.json, caddy/config.json, sites/mcp.caddy.
func CandidatePath(file string) bool {
	base := strings.ToLower(path.Base(file))
	switch path.Ext(base) {
	case ".json":
		return strings.Contains(base, "caddy") || strings.EqualFold(input.Folder(file), "caddy")
	case ".caddy":
		return true
	case ".conf":
		return strings.EqualFold(input.Folder(file), "caddy")
	}
	return false
}

// Sniff reports whether the bytes look like a configuration of Caddy.
func Sniff(data []byte) bool {
	if isJSON(data) {
		for _, key := range [...]string{`"apps"`, `"http"`, `"servers"`} { // one inside of the other
			i := bytes.Index(data, []byte(key))
			if i < 0 {
				return false
			}
			data = data[i:]
		}
		return true
	}
	return !input.IsBinary(data) && bytes.IndexByte(data, '{') >= 0
}

// isJSON reports whether the first thing in a file is an object of JSON: a Caddyfile's first brace ends its line.
func isJSON(data []byte) bool {
	data = bytes.TrimLeft(bytes.TrimPrefix(data, []byte(input.BOM)), " \t\r\n")
	if len(data) == 0 || data[0] != '{' {
		return false
	}
	data = bytes.TrimLeft(data[1:], " \t\r\n")
	return len(data) > 0 && (data[0] == '"' || data[0] == '}')
}
