package haproxy

import (
	"path"
	"regexp"
	"strings"
	"sync"

	"github.com/wirevet/wirevet/internal/template"
	"github.com/wirevet/wirevet/parsers/input"
)

// KnownPath reports whether a file is HAProxy's by its path alone.
func KnownPath(file string) bool { return path.Base(file) == "haproxy.cfg" }

// CandidatePath reports whether a file of that path may be HAProxy's: haproxy/10-frontends.cfg, haproxy.cfg.j2, haproxy.conf.
func CandidatePath(file string) bool {
	base := template.Target(file)
	return strings.HasSuffix(base, ".cfg") || strings.Contains(base, "haproxy") && (strings.HasSuffix(base, ".conf") || !strings.Contains(base, "."))
}

// section of a proxy with a line that only HAProxy has in it.
var shape = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`(?m)^[ \t]*(?:(?:frontend|backend|listen)[ \t]+[\w.:-]+[^\n=\]]*$|(?:global|defaults)(?:[ \t]+[\w.:-]+)?(?:[ \t]*#[^\n]*)?[ \t\r]*$)`)
})

var inside = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`(?m)^[ \t]*(?:bind[ \t]+\S*:|server[ \t]+\S+[ \t]+\S|default_backend[ \t]|use_backend[ \t]|mode[ \t]+(?:http|tcp)\b|` +
		`ssl-default-bind-|timeout[ \t]+(?:connect|client|server)[ \t]|option[ \t]+(?:httplog|tcplog|forwardfor)\b|stats[ \t]+socket[ \t]|maxconn[ \t]+\d)`)
})

// Sniff reports whether the bytes look like a configuration of HAProxy: a section, and a line of one.
func Sniff(data []byte) bool {
	const enough = 64 << 10
	data = data[:min(len(data), enough)]
	return shape().Match(data) && inside().Match(data) && !input.IsBinary(data)
}
