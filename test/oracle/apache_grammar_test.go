package oracle

import (
	"fmt"
	"strings"
)

// apacheGrammar writes a configuration of Apache httpd.
type apacheGrammar struct {
	*grammar
	macro bool
}

// apacheModules are those of Debian's package that configurations use.
var apacheModules = []string{
	"mpm_event", "authn_core", "authn_file", "authz_core", "authz_user", "authz_host", "auth_basic", "alias", "env", "setenvif", "headers",
	"rewrite", "socache_shmcb", "ssl", "proxy", "proxy_http", "macro",
}

func (g *apacheGrammar) config() string {
	g.line(0, "ServerRoot %s", g.dir)
	for _, m := range apacheModules {
		g.line(0, "LoadModule %s_module /usr/lib/apache2/modules/mod_%s.so", m, m)
	}
	g.line(0, "PidFile %s/apache2.pid", g.dir)
	g.line(0, "ErrorLog %s/error.log", g.dir)
	g.line(0, "User nobody")
	g.line(0, "Group nogroup")
	g.line(0, "ServerName base.test")
	for _, port := range g.ports {
		g.line(0, "Listen 127.0.0.1:%d", port)
	}
	g.line(0, "Define dir %s", g.dir)
	g.line(0, "SSLCertificateFile ${dir}/server.pem")
	g.line(0, "SSLCertificateKeyFile %s/server.key", g.dir)
	// Without it the library's own floor, and not httpd, would decide about old versions.
	g.line(0, "SSLCipherSuite %s:@SECLEVEL=0", g.ciphers())
	g.line(0, "SSLCACertificateFile %s/ca.pem", g.dir)
	g.line(0, "SSLProxyCACertificateFile %s/ca.pem", g.dir)
	if !g.sometimes(6) {
		g.line(0, "CustomLog %s/main.log %s", g.dir, pick(g.grammar, `"%h %u \"%r\""`, "named"))
	}
	g.line(0, `LogFormat "%%h %%u \"%%r\" %%>s" named`)
	if g.sometimes(4) {
		g.line(0, "SSLEngine %s", pick(g.grammar, "on", "Off"))
	}
	g.line(0, "SSLProxyEngine on")
	g.tls(0)
	g.hopTLS(0)
	g.headers(0)
	if g.sometimes(6) {
		g.line(0, "ProxyPass /mcp/deep %s", g.hop())
	}
	g.sections(0, 6)
	if g.sometimes(3) {
		g.macro = true
		g.line(0, "<Macro Closed $path>")
		g.line(1, "<Location $path>")
		g.line(2, "Require all denied")
		g.line(1, "</Location>")
		g.line(0, "</Macro>")
	}
	for i := range 1 + g.r.IntN(3) {
		g.host(names[i])
	}
	return g.b.String()
}

// tls writes settings of handshakes.
func (g *apacheGrammar) tls(depth int) {
	if g.sometimes(2) {
		g.line(depth, "SSLProtocol %s", g.protocols())
	}
	if depth > 0 && g.sometimes(3) {
		g.line(depth, "SSLCipherSuite %s%s:@SECLEVEL=0", pick(g.grammar, "", "SSL "), g.ciphers())
	}
	if g.sometimes(6) {
		g.line(depth, "SSLCipherSuite TLSv1.3 TLS_AES_256_GCM_SHA384")
	}
	if g.sometimes(3) {
		g.line(depth, "SSLVerifyClient %s", pick(g.grammar, "require", "none", "optional", "optional_no_ca"))
	}
	if g.sometimes(8) {
		g.line(depth, "SSLOpenSSLConfCmd %s", pick(g.grammar, "MinProtocol TLSv1.2", "MaxProtocol TLSv1.2", "MinProtocol TLSv1.1"))
	}
}

// protocols returns words with and without signs that leave something.
func (g *apacheGrammar) protocols() string {
	for {
		var out []string
		for range 1 + g.r.IntN(4) {
			out = append(out, pick(g.grammar, "", "+", "+", "-")+pick(g.grammar, "all", "TLSv1", "TLSv1.1", "TLSv1.2", "TLSv1.3", "tlsv1.2"))
		}
		if last := out[len(out)-1]; last[0] != '-' {
			return strings.Join(out, " ")
		}
		if len(out) > 1 && strings.HasSuffix(out[0], "all") && out[0][0] != '-' && !strings.Contains(strings.Join(out[1:], " "), "all") {
			return "all " + "-" + strings.TrimLeft(out[1], "+-")
		}
	}
}

// hopTLS writes how next hops are checked.
func (g *apacheGrammar) hopTLS(depth int) {
	if g.sometimes(2) {
		g.line(depth, "SSLProxyVerify %s", pick(g.grammar, "none", "require", "require", "optional", "optional_no_ca"))
	}
	if g.sometimes(4) {
		g.line(depth, "SSLProxyCheckPeerName %s", pick(g.grammar, "on", "off"))
	}
	if g.sometimes(5) {
		g.line(depth, "SSLProxyCheckPeerCN %s", pick(g.grammar, "on", "off"))
	}
	if g.sometimes(5) {
		g.line(depth, "SSLProxyCheckPeerExpire %s", pick(g.grammar, "on", "off"))
	}
}

// hop returns the URL of a next hop.
func (g *apacheGrammar) hop() string {
	kind := pick(g.grammar, backends...)
	if kind == "clear" {
		return fmt.Sprintf("http://127.0.0.1:%d", g.hops[kind])
	}
	return fmt.Sprintf("https://localhost:%d", g.hops[kind])
}

// headers writes what answers tell browsers.
func (g *apacheGrammar) headers(depth int) {
	if g.sometimes(4) {
		g.line(depth, "Header %s%s", pick(g.grammar, "", "always ", "onsuccess "), pick(g.grammar, "set Strict-Transport-Security max-age=31536000",
			`set Strict-Transport-Security "max-age=0"`, "unset Strict-Transport-Security", "setifempty Strict-Transport-Security max-age=31536000"))
	}
	if g.sometimes(4) {
		g.line(depth, "Header %sset Access-Control-Allow-Origin %s", pick(g.grammar, "", "always "), pick(g.grammar, `"*"`, "https://app.test", "expr=%{HTTP:Origin}"))
	}
}

// access writes who may ask.
func (g *apacheGrammar) access(depth int) {
	require := func(depth int) {
		g.line(depth, "Require %s", pick(g.grammar, "valid-user", "valid-user", "all granted", "ip 10.0.0.0/8", "method POST GET"))
	}
	if g.sometimes(10) {
		section, methods, _ := strings.Cut(pick(g.grammar, "Limit GET", "Limit POST", "LimitExcept POST", "LimitExcept GET", "Limit GET POST"), " ")
		g.line(depth, "<%s %s>", section, methods)
		require(depth + 1)
		g.line(depth, "</%s>", section)
	}
	switch g.r.IntN(10) {
	case 0, 1, 2:
		if !g.sometimes(3) {
			g.basic(depth)
		}
		for range 1 + g.r.IntN(2) {
			g.line(depth, "Require %s", pick(g.grammar, "all granted", "all denied", "ip 10.0.0.0/8"))
		}
	case 3, 4, 5:
		g.basic(depth)
		require(depth)
		if g.sometimes(3) {
			require(depth)
		}
	case 6:
		g.basic(depth)
		section := pick(g.grammar, "RequireAny", "RequireAll")
		g.line(depth, "<%s>", section)
		require(depth + 1)
		require(depth + 1)
		g.line(depth, "</%s>", section)
	case 7:
		if g.sometimes(3) {
			g.basic(depth)
		}
	}
	if g.sometimes(8) {
		g.line(depth, "AuthMerging %s", pick(g.grammar, "And", "Or", "Off"))
	}
}

func (g *apacheGrammar) basic(depth int) {
	g.line(depth, `AuthType Basic`)
	g.line(depth, `AuthName "the tools"`)
	g.line(depth, `AuthUserFile "${dir}/htpasswd"`)
}

// sections writes Proxy, Location and If sections, each once in n times.
func (g *apacheGrammar) sections(depth, n int) {
	for _, path := range append(paths, "~ ^/mcp", "/mcp/", "/other") {
		if !g.sometimes(n) {
			continue
		}
		g.line(depth, "<Location %s>", path)
		g.access(depth + 1)
		g.headers(depth + 1)
		if g.sometimes(4) && !strings.HasPrefix(path, "~") {
			slash := ""
			if strings.HasSuffix(path, "/") {
				slash = "/"
			}
			g.line(depth+1, "ProxyPass %s", g.hop()+slash)
		}
		if g.sometimes(12) {
			g.line(depth+1, "Redirect permanent %shttps://else.test/", pick(g.grammar, "", path[strings.IndexByte(path, '/'):]+" "))
		}
		if g.sometimes(10) {
			g.line(depth+1, "SSLRequireSSL")
		}
		g.condition(depth+1, 8)
		g.line(depth, "</Location>")
	}
	if g.sometimes(n) {
		g.line(depth, "<Proxy %s>", pick(g.grammar, `"*"`, "https://localhost", "http://127.0.0.1", fmt.Sprintf("https://localhost:%d/", g.hops["good"])))
		g.headers(depth + 1)
		g.access(depth + 1)
		g.line(depth, "</Proxy>")
	}
	g.condition(depth, n)
}

// condition writes, once in n times, an If section.
func (g *apacheGrammar) condition(depth, n int) {
	if !g.sometimes(n) {
		return
	}
	g.line(depth, "<If %s>", pick(g.grammar, `"%{HTTPS} == 'on'"`, `"%{HTTPS} != 'on'"`, `"%{REQUEST_URI} =~ m#^/mcp/deep#"`))
	g.headers(depth + 1)
	if g.sometimes(3) {
		g.access(depth + 1)
	}
	g.line(depth, "</If>")
}

func (g *apacheGrammar) host(name string) {
	var addresses []string
	for i, port := range g.ports {
		if i > 0 && g.sometimes(2) {
			continue
		}
		addresses = append(addresses, fmt.Sprintf(pick(g.grammar, "127.0.0.1:%d", "127.0.0.1:%d", "*:%d"), port))
	}
	if g.sometimes(8) {
		addresses = []string{"*"}
	}
	g.line(0, "<VirtualHost %s>", strings.Join(addresses, " "))
	g.line(1, "ServerName %s", name)
	if g.sometimes(2) {
		g.line(1, "ServerAlias *.%s", name)
	}
	if !g.sometimes(4) {
		g.line(1, "<IfModule %s>", pick(g.grammar, "mod_ssl.c", "ssl_module", "!mod_nothing.c"))
		g.line(2, "SSLEngine %s", pick(g.grammar, "on", "on", "on", "off"))
		g.line(1, "</IfModule>")
	}
	g.tls(1)
	g.hopTLS(1)
	g.headers(1)
	if g.sometimes(4) {
		g.line(1, "CustomLog %s named", pick(g.grammar, "/dev/null", g.dir+"/other.log", "${dir}/other.log"))
	}
	if g.sometimes(4) {
		g.line(1, "RewriteEngine %s", pick(g.grammar, "on", "On", "off"))
		g.line(1, "RewriteCond %s", pick(g.grammar, "%{HTTPS} off", "%{HTTPS} !=on", "%{REQUEST_SCHEME} =http", "%{HTTPS} on", "%{REQUEST_URI} !^/mcp", "%{SERVER_NAME} ="+name))
		g.line(1, "RewriteRule %s https://%%{HTTP_HOST}%%{REQUEST_URI} [R=301,L]", pick(g.grammar, "^", "^/mcp", "^/mcp/deep", "^/?(.*)"))
	}
	if g.sometimes(5) {
		g.line(1, "Redirect permanent %s https://else.test/", pick(g.grammar, "/", "/mcp"))
	}
	if g.sometimes(3) {
		g.line(1, "ProxyPass /mcp/deep \\")
		g.line(2, "%s", pick(g.grammar, "!", g.hop(), g.hop()))
	}
	if !g.sometimes(4) {
		g.line(1, "ProxyPass /mcp %s", g.hop())
	}
	if !g.sometimes(4) {
		g.line(1, "ProxyPass / %s/", g.hop())
	}
	g.sections(1, 5)
	if g.macro && g.sometimes(3) {
		g.line(1, "Use Closed %s", pick(g.grammar, paths...))
	}
	g.line(0, "</VirtualHost>")
}
