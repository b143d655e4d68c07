package nginx

import (
	"path"
	"regexp"
	"strings"
	"sync"

	"github.com/wirevet/wirevet/internal/template"
	"github.com/wirevet/wirevet/parsers/input"
)

// KnownPath reports whether a file is nginx's by its path alone.
func KnownPath(file string) bool {
	return path.Base(file) == "nginx.conf"
}

// CandidatePath reports whether a file of that path may be nginx's: conf.d/default.conf, sites-enabled/mcp,
// nginx.conf.j2, default.conf.template.
func CandidatePath(file string) bool {
	base := template.Target(file)
	dir := input.Folder(file)
	return strings.HasSuffix(base, ".conf") || strings.HasSuffix(base, ".nginx") || strings.HasSuffix(base, ".vhost") ||
		dir == "sites-enabled" || dir == "sites-available"
}

// shape is what only nginx's files have: a directive of a server, with its semicolon, or a named group of servers.
var shape = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`(?m)(?:^|[{;])[ \t]*(?:upstream[ \t]+[\w.-]+[ \t\r\n]*\{|` +
		`(?:listen|server_name|return|(?:proxy|grpc|uwsgi|fastcgi|scgi)_pass|ssl_(?:certificate|certificate_key|protocols|ciphers)|` +
		`add_header|proxy_set_header|access_log|auth_basic)[ \t]+[^\n{};]+;)`)
})

// Sniff reports whether the bytes look like an nginx configuration.
func Sniff(data []byte) bool {
	const enough = 64 << 10
	return shape().Match(data[:min(len(data), enough)]) && !input.IsBinary(data)
}
