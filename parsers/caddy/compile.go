package caddy

import (
	"slices"
	"strings"

	"github.com/wirevet/wirevet/facts"
)

// compiler turns the directives of a block into a site.
type compiler struct {
	file    *caddyfile
	options *options
	block   *block

	made  *rules
	depth int
}

// rules reads what the block does with requests.
func (c *compiler) rules() *rules {
	list := &segment{block: c.block.list}
	first := &c.block.addresses[0]
	title := "Caddy site"
	if name, has := first.name(); has && name.Known() {
		title += " " + name.Value
	}
	if p := first.listenPort(c.options); p.Known() {
		title += ":" + p.Value
	}
	entry := &facts.Entry{Component: title, Name: first.span, Block: c.block.whole, Relevance: facts.Unrelated}
	r := &rules{entry: entry, policies: map[facts.Span]*facts.TLSPolicy{}, seesClient: usesClient(c.block.list)}
	for _, d := range list.inner("log") {
		r.logs = append(r.logs, readLog(d))
	}
	r.steps = c.steps(c.block.list, nil, false)
	return r
}

// below puts steps below the path of a site's address.
func below(a *address, steps []*step) []*step {
	if a.path == "" || a.path == "/" || a.path == "/*" {
		return steps
	}
	at := a.word
	at.text = a.path
	return []*step{{span: at.span, path: at.span, when: &condition{paths: []word{at}}, inner: steps}}
}

// usesClient reports whether something of a list uses what a client's certificate says.
func usesClient(list []*segment) bool {
	for _, s := range list {
		for _, w := range s.words {
			if strings.Contains(w.text, "tls_client_") || strings.Contains(w.text, "tls.client.") {
				return true
			}
		}
		if s.name() != "tls" && usesClient(s.block) {
			return true
		}
	}
	return false
}

// steps returns what a list of directives does, in Caddy's order; asWritten leaves them in their own, as route does. matchers
// are those of the blocks around it.
func (c *compiler) steps(list []*segment, matchers map[string]*segment, asWritten bool) []*step {
	if c.depth++; c.depth > maxDepth {
		return nil
	}
	defer func() { c.depth-- }()
	known := make(map[string]*segment, len(matchers))
	for name, m := range matchers {
		known[name] = m
	}
	for _, s := range list {
		if strings.HasPrefix(s.name(), "@") {
			known[s.name()] = s
		}
	}
	type ordered struct {
		name string
		at   int
		*step
	}
	var out []ordered
	for _, s := range list {
		made := c.step(s, known)
		if made == nil {
			continue
		}
		at, standard := c.options.order[s.name()]
		if !standard {
			at = c.options.order["basic_auth"] // a plugin's: mostly they authenticate
		}
		out = append(out, ordered{s.name(), at, made})
	}
	if !asWritten {
		slices.SortStableFunc(out, func(a, b ordered) int {
			if a.at != b.at {
				return a.at - b.at
			}
			return compareSteps(a.step, b.step)
		})
	}
	steps := make([]*step, len(out))
	for i := range out {
		steps[i] = out[i].step
	}
	return steps
}

// compareSteps orders two steps of one directive: the longer path first, and one without a matcher last (sortRoutes).
func compareSteps(a, b *step) int {
	x, y := onlyPath(a), onlyPath(b)
	if x == "" || y == "" {
		switch {
		case a.when != nil && b.when == nil:
			return -1
		case a.when == nil && b.when != nil:
			return 1
		}
		return 0
	}
	p, q := strings.TrimSuffix(x, "*"), strings.TrimSuffix(y, "*")
	switch {
	case p == q:
		return len(x) - len(y)
	case len(p) != len(q):
		return len(q) - len(p)
	}
	return strings.Compare(p, q)
}

func onlyPath(s *step) string {
	if s.when != nil && len(s.when.paths) == 1 {
		return s.when.paths[0].text
	}
	return ""
}

// step returns what one directive does, or nil when that is nothing of interest.
func (c *compiler) step(d *segment, matchers map[string]*segment) *step {
	name := d.name()
	s := &step{span: d.written(), path: d.at(), unsure: d.conditional}
	rest := c.match(s, d, matchers)
	switch name {
	case "handle", "route", "handle_path":
		s.inner = c.steps(d.block, matchers, name == "route")
		s.exclusive = name != "route"
		if name == "handle_path" {
			s.prefix = strings.TrimSuffix(strings.TrimSuffix(onlyPath(s), "*"), "/")
		}
		return s
	case "invoke":
		if named := c.file.named[text(rest, 0)]; named != nil {
			s.inner = c.steps(c.file.expand(named.block, nil), matchers, false)
			return s
		}
		return nil
	case "reverse_proxy":
		s.proxy, s.final = c.proxy(d, rest), true
		s.headers = s.proxy.headers
		for _, in := range d.inner("flush_interval") {
			s.streams = in.arg(0).text == "-1"
		}
	case "php_fastcgi":
		s.proxy, s.final = c.proxy(d, rest), true
		s.proxy.scheme = facts.Written("fastcgi", d.at())
	case "redir":
		s.final, s.redirect = true, strings.HasPrefix(text(rest, 0), "https://")
	case "respond", "error", "abort":
		s.final, s.refuses = true, name != "respond" || refusing(d, rest)
	case "file_server", "acme_server", "metrics", "copy_response":
		s.final = name != "file_server" || len(d.inner("pass_thru")) == 0
	case "header":
		s.headers = headerOps(d, rest)
	case "request_body":
		s.bodyLimit = len(d.inner("max_size")) > 0
	case "log_skip", "skip_log":
		s.skipsLog = true
	default:
		if s.auth = authentications[name]; s.auth == facts.NoAuthentication {
			return nil
		}
		if name == "forward_auth" && len(rest) > 0 {
			s.proxy = c.proxy(d, rest)
		}
	}
	return s
}

// authentications are the directives by which Caddy, or a plugin of it, tells who calls.
var authentications = map[string]facts.AuthenticationKind{
	"basic_auth": facts.PasswordAuthentication, "basicauth": facts.PasswordAuthentication,
	"forward_auth": facts.ExternalAuthorization, "jwtauth": facts.TokenAuthentication, "jwt": facts.TokenAuthentication,
	"authorize": facts.TokenAuthentication, "authenticate": facts.ExternalAuthorization, "authp": facts.ExternalAuthorization,
	"oidc": facts.ExternalAuthorization, "security": facts.OpaqueAuthentication, "webauthn": facts.OpaqueAuthentication,
	"crowdsec": facts.NoAuthentication,
}

func text(words []word, i int) string {
	if i >= len(words) {
		return ""
	}
	return words[i].text
}

// refusing reports whether respond answers with an error: respond [body] [status], or a status of its block.
func refusing(d *segment, rest []word) bool {
	status := ""
	for _, w := range rest {
		if len(w.text) == 3 && strings.Trim(w.text, "0123456789") == "" && (!w.quoted || len(rest) > 1) {
			status = w.text
		}
	}
	for _, in := range d.inner("status") {
		status = in.arg(0).text
	}
	return strings.HasPrefix(status, "4") || strings.HasPrefix(status, "5")
}
