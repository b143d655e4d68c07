package hostconfig

import (
	"slices"
	"strings"

	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/parsers/tree"
)

// maxScanDepth bounds the search for credentials in keys that nobody knows.
const maxScanDepth = 6

// entryKeys are the keys of an entry that are read for what they mean; the others are only searched for credentials.
var entryKeys = [...]string{
	"command", "cmd", "args", "env", "environment", "envs", "env_vars", "env_keys", "envFile", "env_file", "cwd", "url",
	"httpUrl", "serverUrl", "uri", "endpoint", "headers", "http_headers", "env_http_headers", "bearer_token_env_var",
	"headersHelper", "apiKey", "api_key", "access_token", "bearer_token", "authToken", "type", "autoApprove",
	"alwaysAllow", "tools", "disabled", "enabled", "description", "name", "title",
}

func isRead(key string) bool {
	return slices.Contains(entryKeys[:], key) || slices.Contains(oauthKeys[:], key)
}

// reportMisspelled reports keys that differ from one that hosts know in their case only: all but hosts that are written
// in Go ignore them.
func (e *entry) reportMisspelled() {
	for _, m := range e.node.Members {
		if isRead(m.Key) {
			continue
		}
		for _, want := range entryKeys {
			if strings.EqualFold(m.Key, want) && e.node.Get(want) == nil {
				e.misspelled = true
				e.problem(m.KeySpan(e.src), "server %q: %s does not know the key %q; it is spelled %q", e.fact.Server, e.h.host.Title, m.Key, want)
				break
			}
		}
	}
}

// reportMisspelledMap reports a server map whose key differs from the host's in its case only.
func (p *parser) reportMisspelledMap(maps []string) {
	if p.root.Kind != tree.Object {
		return
	}
	for _, m := range p.root.Members {
		for _, want := range maps {
			if m.Key != want && strings.EqualFold(m.Key, want) && hasServer(m.Value) {
				p.problem(m.KeySpan(p.src), "%s does not know the key %q; it is spelled %q", p.h.host.Title, m.Key, want)
			}
		}
	}
}

// readOtherFields looks for credentials in the keys that were not read, and in those that lost against a later one
// of the same name.
func (e *entry) readOtherFields() {
	for _, n := range [...]*tree.Node{e.node, e.nested} {
		if n == nil {
			continue
		}
		for _, m := range n.Members {
			if m.Shadowed || !isRead(m.Key) && m.Value != e.nested {
				e.scan(m.Key, m.Value, 0)
			}
		}
	}
}

// scan looks for credentials in everything below n.
func (e *entry) scan(key string, n *tree.Node, depth int) {
	switch {
	case n == nil || depth > maxScanDepth:
	case n.Kind == tree.String:
		e.secret(key, n, facts.InField)
	case n.Kind == tree.Array:
		for _, item := range n.Items {
			e.scan(key, item, depth+1)
		}
	case n.Kind == tree.Object:
		for _, m := range n.Members {
			if key == "requestOptions" && m.Key == "headers" && !m.Shadowed {
				continue // read as headers
			}
			e.scan(m.Key, m.Value, depth+1)
		}
	}
}
