package caddy

import (
	"strings"

	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/internal/openssl"
	"github.com/wirevet/wirevet/parsers/tree"
)

// route reads a route into steps: its handlers, all under its matchers.
func (d *document) route(r *tree.Node) []*step {
	if d.depth++; d.depth > maxDepth {
		d.depth--
		return nil
	}
	defer func() { d.depth-- }()
	var list []*step
	if handlers := r.Get("handle"); handlers != nil {
		for _, h := range handlers.Items {
			if s := d.step(h); s != nil {
				list = append(list, s)
			}
		}
	}
	when, at := d.when(r.Get("match"))
	if when == nil && d.word(r.Get("group")).text == "" {
		return list
	}
	if at.IsZero() {
		at = d.span(r)
	}
	if when == nil || d.word(r.Get("group")).text != "" || len(list) != 1 || list[0].inner != nil {
		return []*step{{span: d.span(r), path: at, when: when, inner: list, exclusive: d.word(r.Get("group")).text != ""}}
	}
	list[0].when, list[0].path = when, at
	return list
}

// when reads the sets of matchers of a route, one of which has to match; the host is the site's own.
func (d *document) when(sets *tree.Node) (*condition, facts.Span) {
	if sets == nil || len(sets.Items) == 0 {
		return nil, facts.Span{}
	}
	c, every := &condition{}, true
	for _, set := range sets.Items {
		one := d.condition(set)
		every = every && len(one.paths) > 0
		c.paths = append(c.paths, one.paths...)
		paths := c.paths
		if len(sets.Items) == 1 {
			*c = one
		} else {
			one.paths = nil
			c.other = c.other || one.undecided() || one.secure || one.clear
		}
		c.paths = paths
	}
	if !every {
		c.paths = nil
	}
	if len(c.paths) == 0 && !c.undecided() && !c.secure && !c.clear {
		return nil, facts.Span{}
	}
	if len(c.paths) > 0 {
		return c, c.paths[0].span
	}
	return c, d.span(sets)
}

// condition reads one set of matchers, by the words of the Caddyfile.
func (d *document) condition(set *tree.Node) condition {
	var c condition
	for _, m := range set.Members {
		name := word{text: m.Key, span: m.KeySpan(d.src)}
		s := &segment{words: []word{name}, end: d.span(m.Value)}
		switch m.Key {
		case "host":
			continue
		case "path", "method":
			s.words = append(s.words, d.words(m.Value)...)
		case "path_regexp":
			s.words = append(s.words, d.word(m.Value.Get("pattern")))
		case "remote_ip", "client_ip":
			s.words = append(s.words, d.words(m.Value.Get("ranges"))...)
		case "protocol", "expression":
			s.words = append(s.words, d.word(m.Value))
		case "header":
			for _, h := range m.Value.Members {
				line := &segment{words: append([]word{{text: h.Key, span: h.KeySpan(d.src)}}, d.words(h.Value)...)}
				s.block = append(s.block, line)
			}
		case "not":
			c.negated(d, m.Value)
			continue
		}
		c.add(s)
	}
	return c
}

// negated takes sets of matchers none of which may match into a condition.
func (c *condition) negated(d *document, sets *tree.Node) {
	for _, set := range sets.Items {
		c.unless(d.condition(set))
	}
}

// step reads one handler.
func (d *document) step(h *tree.Node) *step {
	kind := d.word(h.Get("handler"))
	s := &step{span: d.span(h), path: kind.span}
	switch kind.text {
	case "subroute":
		if routes := h.Get("routes"); routes != nil {
			s.inner = []*step{}
			for _, r := range routes.Items {
				s.inner = append(s.inner, d.route(r)...)
			}
		}
	case "reverse_proxy":
		s.proxy, s.final = d.proxy(h), true
		s.headers = s.proxy.headers
		s.streams = d.word(h.Get("flush_interval")).text == "-1"
		if h.Get("handle_response") != nil && d.word(h.Get("rewrite").Get("method")).text == "GET" {
			s.final, s.auth = false, facts.ExternalAuthorization // what forward_auth becomes
		}
	case "authentication":
		s.auth = facts.OpaqueAuthentication
		if providers := h.Get("providers"); providers != nil && providers.Get("http_basic") != nil {
			s.auth = facts.PasswordAuthentication
		} else if providers != nil && (providers.Get("jwt") != nil || providers.Get("authorizer") != nil) {
			s.auth = facts.TokenAuthentication
		}
	case "static_response":
		d.staticResponse(s, h)
	case "error":
		s.final, s.refuses = true, true
	case "file_server", "metrics", "acme_server":
		s.final = true
	case "headers":
		s.headers = d.headers(h.Get("response"))
	case "request_body":
		s.bodyLimit = h.Get("max_size") != nil
	case "vars":
		s.skipsLog = isTrue(h.Get("log_skip")) || isTrue(h.Get("skip_log"))
	default:
		return nil
	}
	return s
}

func (d *document) staticResponse(s *step, h *tree.Node) {
	s.final = true
	status := d.word(h.Get("status_code")).text
	s.refuses = isTrue(h.Get("abort")) || strings.HasPrefix(status, "4") || strings.HasPrefix(status, "5")
	for _, w := range d.words(h.Get("headers").Get("Location")) {
		s.redirect = strings.HasPrefix(w.text, "https://")
	}
}

func (d *document) headers(response *tree.Node) []header {
	var out []header
	for _, op := range [...]string{"delete", "set", "add"} {
		n := response.Get(op)
		if n == nil {
			continue
		}
		for _, w := range d.words(n) {
			out = append(out, header{name: strings.ToLower(w.text), value: w, removes: true})
		}
		for _, m := range n.Members {
			for _, w := range d.words(m.Value) {
				out = append(out, header{name: strings.ToLower(m.Key), value: w, fallback: response.Get("require") != nil})
			}
		}
	}
	return out
}

// proxy reads a next hop.
func (d *document) proxy(h *tree.Node) *proxy {
	p := &proxy{span: d.span(h)}
	if list := h.Get("upstreams"); list != nil {
		for _, u := range list.Items {
			p.addresses = append(p.addresses, d.word(u.Get("dial")))
		}
	}
	if dynamic := h.Get("dynamic_upstreams"); dynamic != nil {
		p.dynamic = d.span(dynamic)
	}
	p.headers = d.headers(h.Get("headers").Get("response"))
	transport := h.Get("transport")
	if kind := d.word(transport.Get("protocol")); kind.text == "fastcgi" {
		p.scheme = kind.stated()
	}
	tls := transport.Get("tls")
	if tls == nil {
		return p
	}
	p.tls = d.span(tls)
	p.name = d.word(tls.Get("server_name"))
	if n := tls.Get("insecure_skip_verify"); isTrue(n) {
		p.skips = d.span(n)
	}
	if files := d.words(tls.Get("root_ca_pem_files")); len(files) > 0 {
		p.trusts = openssl.Trusted(files[0].stated())
	}
	if ca := tls.Get("ca"); ca != nil {
		p.trusts = d.pool(ca)
	}
	if file := tls.Get("client_certificate_file"); file != nil {
		p.client = append(p.client, facts.CertificateRef{File: d.word(file).stated(), Key: d.word(tls.Get("client_certificate_key_file")).stated()})
	}
	return p
}
