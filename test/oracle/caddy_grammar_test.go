package oracle

import (
	"fmt"
	"slices"
	"strings"
)

// caddyGrammar writes a Caddyfile.
type caddyGrammar struct{ *grammar }

// caddyPassword is the hash of the password that every probe sends.
const caddyPassword = "$2a$04$aXLvmxEST2nIBHvgCG6wxuiWy3CS1Xpd1Va8EI9nv4isBlukvuNaC"

func (g *caddyGrammar) config() string {
	g.line(0, "{")
	g.line(1, "admin off")
	g.line(1, "persist_config off")
	g.line(1, "skip_install_trust")
	g.line(1, "storage file_system %s/storage", g.dir)
	g.line(1, "https_port %d", g.ports[0])
	g.line(1, "http_port %d", g.ports[1])
	g.line(1, "default_bind 127.0.0.1")
	if g.sometimes(3) {
		g.line(1, "auto_https %s", pick(g.grammar, "off", "disable_redirects", "disable_certs"))
	}
	if g.sometimes(5) {
		g.line(1, "order %s", pick(g.grammar, "reverse_proxy before basic_auth", "basic_auth before header", "header last", "respond first"))
	}
	g.line(1, "log {")
	g.line(2, "output file %s/other.log", g.dir)
	g.line(1, "}")
	g.line(0, "}")
	for _, kind := range []string{"secured", "logged"} {
		g.line(0, "(%s) {", kind)
		if kind == "secured" {
			g.auth(1, "")
		} else {
			g.log(1)
		}
		g.line(0, "}")
	}
	// Its certificate serves the names of all sites, so that none is asked for anywhere.
	g.line(0, "localhost:%d {", g.extra())
	g.line(1, "tls %s/server.pem %s/server.key", g.dir, g.dir)
	g.line(1, "respond ok")
	g.line(0, "}")
	n := 1 + g.r.IntN(3)
	for i := range n {
		g.site(names[i])
	}
	if n < len(names) && g.sometimes(4) { // a name is left by which it can be asked
		g.line(0, "%s {", pick(g.grammar, fmt.Sprintf(":%d", g.ports[0]), fmt.Sprintf(":%d", g.ports[1]), "http://", "https://"))
		g.content(1)
		g.line(0, "}")
	}
	return g.b.String()
}

// extra is a port beside the two that are probed.
func (g *caddyGrammar) extra() int {
	for {
		if port := 20000 + g.r.IntN(10000); !slices.Contains(g.ports, port) {
			return port
		}
	}
}

func (g *caddyGrammar) site(name string) {
	address := pick(g.grammar, name, name, name, "https://"+name, "http://"+name, fmt.Sprintf("%s:%d", name, g.ports[1]),
		fmt.Sprintf("%s:%d", name, g.ports[0]), name+", http://"+name)
	if name == names[0] && (address == "http://"+name || strings.HasSuffix(address, fmt.Sprint(g.ports[1]))) {
		address = name // the first port is the one that has to be served
	}
	g.line(0, "%s {", address)
	if !strings.Contains(address, "http://") && !strings.Contains(address, fmt.Sprint(g.ports[1])) {
		g.tls()
	}
	if g.sometimes(2) {
		g.log(1)
	} else if g.sometimes(4) {
		g.line(1, "import logged")
	}
	g.content(1)
	g.line(0, "}")
}

func (g *caddyGrammar) log(depth int) {
	switch g.r.IntN(4) {
	case 0:
		g.line(depth, "log")
	case 1:
		g.line(depth, "log {")
		g.line(depth+1, "output discard")
		g.line(depth, "}")
	default:
		g.line(depth, "log {")
		g.line(depth+1, "output file %s/http.log", g.dir)
		g.line(depth, "}")
	}
}

// tls writes settings of handshakes.
func (g *caddyGrammar) tls() {
	if g.sometimes(4) {
		return
	}
	g.line(1, "tls %s/server.pem %s/server.key {", g.dir, g.dir)
	if g.sometimes(2) {
		g.line(2, "protocols %s", pick(g.grammar, "tls1.2", "tls1.3", "tls1.2 tls1.3", "tls1.2 tls1.2", "tls1.3 tls1.3"))
	}
	if g.sometimes(3) {
		g.line(2, "ciphers %s", pick(g.grammar, "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256", "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384 TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256",
			"TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA"))
	}
	if g.sometimes(3) {
		g.line(2, "client_auth {")
		trusted := g.sometimes(2)
		if mode := pick(g.grammar, "request", "require", "verify_if_given", "require_and_verify", ""); mode != "" {
			trusted = trusted || strings.Contains(mode, "verify")
			g.line(3, "mode %s", mode)
		}
		if trusted {
			g.line(3, "%s %s/ca.pem", pick(g.grammar, "trust_pool file", "trusted_ca_cert_file"), g.dir)
		}
		g.line(2, "}")
	}
	g.line(1, "}")
}

func (g *caddyGrammar) auth(depth int, matcher string) {
	g.line(depth, "basic_auth %s{", matcher)
	g.line(depth+1, "user %s", caddyPassword)
	g.line(depth, "}")
}

// matcher returns a path, or nothing.
func (g *caddyGrammar) matcher() string {
	return pick(g.grammar, "", "", "/mcp/* ", "/mcp/deep/* ", "* ")
}

// content writes what can stand in a site and in a group of it, in any order.
func (g *caddyGrammar) content(depth int) {
	var parts []func()
	add := func(n int, f func()) {
		if g.sometimes(n) {
			parts = append(parts, f)
		}
	}
	add(4, func() { g.auth(depth, g.matcher()) })
	add(6, func() { g.line(depth, "import secured") })
	add(4, func() {
		g.line(depth, "header %sStrict-Transport-Security %s", g.matcher(), pick(g.grammar, "max-age=31536000", "max-age=0"))
	})
	add(4, func() {
		g.line(depth, "header %sAccess-Control-Allow-Origin %s", g.matcher(), pick(g.grammar, "*", "{header.Origin}", "https://app.test"))
	})
	add(8, func() { g.line(depth, "log_skip %s", g.matcher()) })
	add(8, func() { g.line(depth, "respond %s%s", g.matcher(), pick(g.grammar, "403", "fine")) })
	add(10, func() { g.line(depth, "redir %shttps://{host}{uri} 301", g.matcher()) })
	if depth < 3 {
		for _, group := range []string{"handle", "handle", "route", "handle_path"} {
			add(4, func() {
				path := pick(g.grammar, "/mcp/* ", "/mcp/deep/* ", "")
				if group == "handle_path" && path == "" {
					path = "/mcp/* "
				}
				g.line(depth, "%s %s{", group, path)
				g.content(depth + 1)
				g.line(depth, "}")
			})
		}
	}
	parts = append(parts, func() { g.hop(depth, "") })
	add(2, func() { g.hop(depth, pick(g.grammar, "/mcp/* ", "/mcp/deep/* ")) })
	g.r.Shuffle(len(parts), func(i, j int) { parts[i], parts[j] = parts[j], parts[i] })
	for _, part := range parts {
		part()
	}
}

func (g *caddyGrammar) hop(depth int, matcher string) {
	kind := pick(g.grammar, backends...)
	if kind == "clear" {
		g.line(depth, "reverse_proxy %s127.0.0.1:%d", matcher, g.hops[kind])
		return
	}
	scheme := pick(g.grammar, "https://", "")
	g.line(depth, "reverse_proxy %s%s127.0.0.1:%d {", matcher, scheme, g.hops[kind])
	g.line(depth+1, "transport http {")
	g.line(depth+2, "tls_server_name %s.up.test", kind)
	g.line(depth+2, "%s %s/ca.pem", pick(g.grammar, "tls_trust_pool file", "tls_trusted_ca_certs"), g.dir)
	if g.sometimes(3) {
		g.line(depth+2, "tls_insecure_skip_verify")
	}
	if scheme == "" && g.sometimes(2) {
		g.line(depth+2, "tls")
	}
	g.line(depth+1, "}")
	g.line(depth, "}")
}
