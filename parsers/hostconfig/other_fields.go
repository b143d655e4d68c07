package hostconfig

import (
	"slices"

	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/parsers/tree"
)

// maxScanDepth bounds the search for credentials in keys that nobody knows.
const maxScanDepth = 6

// readKeys are the keys of an entry that are read for what they mean; the others are only searched for credentials.
var readKeys = map[string]bool{
	"command": true, "cmd": true, "args": true, "env": true, "environment": true, "envs": true, "env_vars": true,
	"env_keys": true, "envFile": true, "env_file": true, "cwd": true, "url": true, "httpUrl": true, "serverUrl": true,
	"uri": true, "endpoint": true, "headers": true, "http_headers": true, "env_http_headers": true,
	"bearer_token_env_var": true, "headersHelper": true, "apiKey": true, "api_key": true, "access_token": true,
	"bearer_token": true, "authToken": true, "type": true, "autoApprove": true, "alwaysAllow": true, "tools": true,
	"disabled": true, "enabled": true, "description": true, "name": true, "title": true,
}

func isRead(key string) bool { return readKeys[key] || slices.Contains(oauthKeys[:], key) }

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
