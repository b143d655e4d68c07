package apache

import (
	"path"
	"regexp"
	"strings"
	"sync"

	"github.com/wirevet/wirevet/internal/template"
	"github.com/wirevet/wirevet/parsers/input"
)

// KnownPath reports whether a file is Apache httpd's by its path alone.
func KnownPath(file string) bool {
	switch path.Base(file) {
	case "httpd.conf", "apache2.conf":
		return true
	}
	return false
}

// CandidatePath reports whether a file of that path may be httpd's: sites-enabled/mcp.conf, conf.d/ssl.conf,
// mods-enabled/ssl.load, vhost.conf.j2.
func CandidatePath(file string) bool {
	base := template.Target(file)
	switch input.Folder(file) {
	case "sites-enabled", "sites-available", "mods-enabled", "conf-enabled":
		return true
	}
	return strings.HasSuffix(base, ".conf") || strings.HasSuffix(base, ".vhost") || strings.HasSuffix(base, ".apache") ||
		strings.HasSuffix(base, ".apache2")
}

// shape is what only httpd's files have: one of its sections, or a directive of a server without a semicolon at its end.
var shape = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`(?im)^[ \t]*(?:<(?:VirtualHost|IfModule|IfDefine|IfVersion|Location|LocationMatch|Directory|Proxy|Macro)[ \t][^\n]*>|` +
		`(?:ServerRoot|ServerName|ServerAlias|DocumentRoot|LoadModule|SSLEngine|SSLProtocol|SSLCipherSuite|SSLCertificateFile|SSLProxy\w+|` +
		`ProxyPass|ProxyPassMatch|CustomLog|LogFormat|RewriteEngine|RewriteRule|Include(?:Optional)?)[ \t]+[^\n]*[^\n;{ \t\r])[ \t\r]*$`)
})

// Sniff reports whether the bytes look like a configuration of httpd.
func Sniff(data []byte) bool {
	const enough = 64 << 10
	return shape().Match(data[:min(len(data), enough)]) && !input.IsBinary(data)
}
