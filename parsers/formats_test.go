package parsers_test

import (
	"testing"

	"github.com/wirevet/wirevet/parsers"
)

// A file is of the first format that takes it.
func TestTheOrderOfFormatsDecidesWhatAFileIs(t *testing.T) {
	for _, c := range []struct{ path, text, format string }{
		{"caddy.json", `{"apps": {"http": {"servers": {"a": {"listen": [":443"], "routes": [{"handle": [{"handler": "headers", "response": {"set": {"Strict-Transport-Security": ["max-age=1"]}}}]}]}}}}}`, "Caddy"},
		{"caddy/mcp.json", `{"servers": {"apps": {"type": "http", "url": "https://mcp.example.com/mcp"}}}`, "host config"},
		{"caddy/servers.json", `{"mcpServers": {"a": {"url": "https://mcp.example.com/mcp"}}}`, "host config"},
		{"hosts.json", `{"apps": {"http": {"servers": {"a": {"command": "x"}}}}}`, "host config"},
		{"caddy/site.conf", "server { listen 80; }", "nginx"},
		{"caddy/site.conf", "mcp.example.com {\n\trespond ok\n}\n", "Caddy"},
	} {
		got := ""
		for _, f := range parsers.All() {
			if got == "" && f.Candidate != nil && f.Candidate(c.path) && f.Sniff([]byte(c.text)) {
				got = f.Name
			}
		}
		if got != c.format {
			t.Errorf("%s with %.40s… is taken for %q, want %q", c.path, c.text, got, c.format)
		}
	}
}
