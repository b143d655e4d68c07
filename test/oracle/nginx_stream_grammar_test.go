package oracle

// stream writes servers that hand connections on.
func (g *nginxGrammar) stream() {
	g.line(0, "stream {")
	g.line(1, "ssl_certificate %s/server.pem; ssl_certificate_key %s/server.key;", g.dir, g.dir)
	g.line(1, "ssl_ciphers %s:@SECLEVEL=0;", g.ciphers())
	g.groups()
	g.line(1, "proxy_ssl_session_reuse off;")
	g.tls(1)
	g.limits(1, 8)
	g.streamTLS(1)
	for _, port := range g.more {
		g.line(1, "server {")
		g.line(2, "listen 127.0.0.1:%d%s;", port, pick(g.grammar, "", " ssl", " ssl"))
		g.tls(2)
		g.limits(2, 6)
		g.streamTLS(2)
		switch kind := pick(g.grammar, append(backends, "good")...); {
		case kind == "clear" || g.sometimes(4):
			g.line(2, "proxy_pass 127.0.0.1:%d;", g.hops[kind])
		default:
			g.line(2, "proxy_pass %s.up.test;", kind)
		}
		g.line(1, "}")
	}
	g.line(0, "}")
}

// streamTLS writes whether and how connections are encrypted again.
func (g *nginxGrammar) streamTLS(depth int) {
	if g.sometimes(2) {
		g.line(depth, "proxy_ssl %s;", pick(g.grammar, "on", "on", "off"))
	}
	g.upstreamTLS(depth)
}
