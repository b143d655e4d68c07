package oracle

import (
	"fmt"
	"strings"
)

// nginxGrammar writes a configuration of nginx.
type nginxGrammar struct {
	*grammar
	any bool // one of the checks of who asks is enough
}

func (g *nginxGrammar) config() string {
	g.line(0, "load_module /usr/lib/nginx/modules/ngx_stream_module.so;")
	g.line(0, "worker_processes 1;")
	g.line(0, "events { worker_connections 64; }")
	g.line(0, "http {")
	for _, temp := range []string{"client_body", "proxy", "fastcgi", "uwsgi", "scgi"} {
		g.line(1, "%s_temp_path %s/%s;", temp, g.dir, temp)
	}
	g.line(1, "ssl_certificate %s/server.pem; ssl_certificate_key %s/server.key;", g.dir, g.dir)
	// Without it the library's own floor, and not nginx, would decide about old versions.
	g.line(1, "ssl_ciphers %s:@SECLEVEL=0;", g.ciphers())
	g.line(1, "access_log %s;", pick(g.grammar, "off", g.dir+"/http.log"))
	g.groups()
	// With it a session that one location has not verified is refused by another that verifies: what is met then depends on
	// who asked before.
	g.line(1, "proxy_ssl_session_reuse off;")
	g.tls(1)
	g.upstreamTLS(1, "$arg_up")
	if g.any = g.sometimes(4); g.any {
		g.line(1, "satisfy any;")
	}
	g.content(1)
	n := 1 + g.r.IntN(3)
	for i := range n {
		g.server(names[i])
	}
	g.line(0, "}")
	if len(g.more) > 0 {
		g.stream()
	}
	return g.b.String()
}

// groups names the next hops that speak TLS.
func (g *nginxGrammar) groups() {
	for _, kind := range backends[1:] {
		g.line(1, "upstream %s.up.test { server 127.0.0.1:%d; }", kind, g.hops[kind])
	}
}

// tls writes settings of listeners.
func (g *nginxGrammar) tls(depth int) {
	if g.sometimes(2) {
		g.line(depth, "ssl_protocols %s;", g.protocols())
	}
	if depth > 1 && g.sometimes(3) {
		g.line(depth, "ssl_ciphers %q;", g.ciphers()+":@SECLEVEL=0")
	}
	if g.sometimes(3) {
		g.line(depth, "ssl_verify_client %s;", pick(g.grammar, "on", "off", "optional", "optional_no_ca"))
	}
	if depth == 1 || g.sometimes(4) {
		g.line(depth, "ssl_client_certificate %s/ca.pem;", g.dir)
	}
	if g.sometimes(8) {
		g.line(depth, "ssl_conf_command %s;", pick(g.grammar, "Ciphersuites TLS_AES_256_GCM_SHA384", "MinProtocol TLSv1.2", "MaxProtocol TLSv1.2"))
	}
}

func (g *nginxGrammar) protocols() string {
	var out []string
	for len(out) == 0 {
		for _, v := range []string{"TLSv1", "TLSv1.1", "TLSv1.2", "TLSv1.3"} {
			if g.sometimes(2) {
				out = append(out, v)
			}
		}
	}
	return strings.Join(out, " ")
}

// upstreamTLS writes how next hops are checked. Their certificates are compared with one of the usual names, or with a further one
// that the place allows.
func (g *nginxGrammar) upstreamTLS(depth int, more ...string) {
	if depth == 1 || g.sometimes(3) {
		g.line(depth, "proxy_ssl_trusted_certificate %s/ca.pem;", g.dir)
	}
	if g.sometimes(3) {
		g.line(depth, "proxy_ssl_verify %s;", pick(g.grammar, "on", "on", "off"))
	}
	if g.sometimes(4) {
		g.line(depth, "proxy_ssl_server_name %s;", pick(g.grammar, "on", "off"))
	}
	if g.sometimes(5) {
		g.line(depth, "proxy_ssl_name %s;", pick(g.grammar, append(more, "localhost", "good.up.test", "else.up.test")...))
	}
}

// content writes what can stand on every level of http.
func (g *nginxGrammar) content(depth int) {
	if g.sometimes(4) {
		g.line(depth, "add_header Strict-Transport-Security %q;", pick(g.grammar, "max-age=31536000", "max-age=0"))
	}
	if g.sometimes(4) {
		g.line(depth, "add_header Access-Control-Allow-Origin %s;", pick(g.grammar, "*", "$http_origin", "https://app.test"))
	}
	if g.sometimes(5) {
		g.line(depth, "add_header X-Other 1;")
	}
	if depth > 1 && g.sometimes(4) {
		g.line(depth, "access_log %s;", pick(g.grammar, "off", g.dir+"/other.log"))
	}
	if g.sometimes(4) {
		g.line(depth, "auth_basic %s; auth_basic_user_file %s/htpasswd;", pick(g.grammar, "off", "tools"), g.dir)
	}
	g.limits(depth, 8)
}

// limits writes, once in n times, who may connect.
func (g *nginxGrammar) limits(depth, n int) {
	rules := []string{"deny all", "allow 10.0.0.0/8; deny all", "allow all", "allow 10.0.0.0/8", "deny 10.0.0.0/8; allow all", "allow all; deny all",
		"allow all; allow 10.0.0.0/8; deny all", "deny 10.0.0.0/8; deny all"}
	if !g.any { // with it, from here all is open that asks others for a password
		rules = append(rules, "allow 127.0.0.1; deny all", "allow 10.0.0.0/8; allow 127.0.0.0/8; deny all")
	}
	if g.sometimes(n) {
		g.line(depth, "%s;", pick(g.grammar, rules...))
	}
}

func (g *nginxGrammar) server(name string) {
	g.line(1, "server {")
	for i, port := range g.ports {
		if i > 0 && g.sometimes(2) {
			continue
		}
		address := pick(g.grammar, fmt.Sprintf("127.0.0.1:%d", port), fmt.Sprintf("127.0.0.1:%d", port), fmt.Sprintf("localhost:%d", port))
		flags := ""
		if i == 0 && !g.sometimes(4) || i == 1 && g.sometimes(4) {
			flags += " ssl"
		}
		if name == names[1] && i == 0 && g.sometimes(2) {
			flags += " default_server"
		}
		g.line(2, "listen %s%s;", address, flags)
	}
	g.line(2, "server_name %s;", name)
	g.tls(2)
	g.content(2)
	g.line(2, "set $up %s;", pick(g.grammar, "good.up.test", "else.up.test"))
	g.upstreamTLS(2, "$arg_up", "$up")
	if g.sometimes(6) {
		g.line(2, "if ($scheme = http) { return 301 https://$host$request_uri; }")
	}
	for _, path := range paths {
		g.line(2, "location %s {", path)
		g.content(3)
		if g.sometimes(4) {
			g.line(3, "set $up localhost;")
		}
		g.upstreamTLS(3, "$arg_up", "$up")
		switch kind := pick(g.grammar, backends...); {
		case g.sometimes(8):
			g.line(3, "return 301 https://$host$request_uri;")
		case kind == "clear":
			g.line(3, "proxy_pass http://127.0.0.1:%d;", g.hops[kind])
		case g.sometimes(6):
			g.line(3, "proxy_pass https://127.0.0.1:%d;", g.hops[kind])
		default:
			g.line(3, "proxy_pass https://%s.up.test;", kind)
		}
		g.line(2, "}")
	}
	g.line(1, "}")
}
