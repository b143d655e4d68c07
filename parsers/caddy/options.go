package caddy

import (
	"slices"
	"strings"
	"sync"

	"github.com/wirevet/wirevet/facts"
)

// options are the global options that decide about all sites.
type options struct {
	httpPort, httpsPort facts.Stated[string]
	bind                []word
	// off, noRedirects and noCertificates are the switches of auto_https.
	off, noRedirects, noCertificates facts.Span
	defaultSNI                       bool
	order                            map[string]int // positions of directives
	logsCredentials                  facts.Span
	logOff                           facts.Span // what makes the default log void
	logSink                          facts.Stated[string]
}

const (
	httpWhy  = "Caddy serves HTTP on port 80 unless http_port says otherwise"
	httpsWhy = "Caddy serves HTTPS on port 443 unless https_port says otherwise"
	anyWhy   = "Caddy listens on every address unless bind says otherwise"
	sinkWhy  = "Caddy writes its logs to the standard error stream unless a log says otherwise"
)

// readOptions reads the global options, which stand in a block without a name in front of everything.
func (t *caddyfile) readOptions() *options {
	o := &options{order: positions()}
	if len(t.lines) == 0 || len(t.lines[0].words) > 0 || !t.lines[0].blocked {
		return o
	}
	var moved []*segment
	for _, s := range t.lines[0].block {
		switch s.name() {
		case "http_port":
			o.httpPort = s.arg(0).stated()
		case "https_port":
			o.httpsPort = s.arg(0).stated()
		case "default_bind":
			o.bind = append(o.bind, s.args()...)
		case "auto_https":
			for _, w := range s.args() {
				o.autoHTTPS(w)
			}
		case "default_sni", "fallback_sni":
			o.defaultSNI = true
		case "order":
			moved = append(moved, s)
		case "servers":
			for _, in := range s.inner("log_credentials") {
				o.logsCredentials = in.written()
			}
		case "log":
			o.defaultLog(s)
		}
	}
	if len(moved) > 0 {
		o.order = reordered(moved)
	}
	return o
}

func (o *options) autoHTTPS(w word) {
	switch w.text {
	case "off":
		o.off = w.span
	case "disable_redirects":
		o.noRedirects = w.span
	case "disable_certs":
		o.noCertificates = w.span
	}
}

// defaultLog reads where the default logger writes, to which access logs go that have no output of their own.
func (o *options) defaultLog(s *segment) {
	if len(s.args()) > 0 && s.arg(0).text != "default" {
		return
	}
	l := readLog(s)
	o.logSink, o.logOff = l.sink, l.off
}

// port returns a port as it is stated, or the default at a place that lacks it.
func port(stated facts.Stated[string], fallback string, at facts.Span, why string) facts.Stated[string] {
	if stated.State == facts.Unset {
		return facts.ByDefault(fallback, at, why)
	}
	return stated
}

// http returns the ports in use.
func (o *options) http() string  { return valueOr(o.httpPort, "80") }
func (o *options) https() string { return valueOr(o.httpsPort, "443") }

func valueOr(s facts.Stated[string], fallback string) string {
	if s.State == facts.Unset {
		return fallback
	}
	return s.Value
}

// directives is the order in which Caddy applies directives, whatever the order in which they are written
// (defaultDirectiveOrder in caddyconfig/httpcaddyfile/directives.go).
const directives = "tracing map vars fs root log_append skip_log log_skip log_name log_level header copy_response_headers " +
	"request_body timeouts redir method rewrite uri try_files basicauth basic_auth forward_auth request_header encode push " +
	"intercept templates invoke handle handle_path route abort error copy_response respond metrics reverse_proxy php_fastcgi " +
	"file_server acme_server"

var positions = sync.OnceValue(func() map[string]int {
	out := map[string]int{}
	for name := range strings.FieldsSeq(directives) {
		out[name] = len(out)
	}
	out["handle_path"] = out["handle"] // they are alternatives of each other
	return out
})

// reordered applies `order NAME first|last|before NAME|after NAME`.
func reordered(moves []*segment) map[string]int {
	list := strings.Fields(directives)
	for _, s := range moves {
		name, where, other := s.arg(0).text, s.arg(1).text, s.arg(2).text
		list = slices.DeleteFunc(list, func(n string) bool { return n == name })
		at := slices.Index(list, other)
		switch {
		case where == "first":
			at = 0
		case where == "last":
			at = len(list)
		case at < 0:
			at = len(list) // the option names nothing that is known
		case where == "after":
			at++
		}
		list = slices.Insert(list, at, name)
	}
	out := map[string]int{}
	for i, name := range list {
		out[name] = i
	}
	out["handle_path"] = out["handle"]
	return out
}
