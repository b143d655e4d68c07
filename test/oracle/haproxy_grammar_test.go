package oracle

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// haproxyGrammar writes a configuration of HAProxy.
type haproxyGrammar struct {
	*grammar
	backends int
	rest     strings.Builder // the backends, which stand behind the frontends
}

const sniName = "sni.test"

func (g *haproxyGrammar) config() string {
	g.combine()
	g.global()
	g.line(0, "userlist people")
	g.line(1, "user user insecure-password word")
	g.defaults("defaults")
	names := []string{""}
	if g.sometimes(3) {
		names = append(names, " from special")
		g.defaults("defaults special")
		g.defaults("defaults last")
	}
	for i, port := range g.ports {
		header, hop := fmt.Sprintf("frontend f%d", i), ""
		if i == 1 && g.sometimes(3) {
			hop = pick(g.grammar, backends...)
			header = "listen " + hop + ".0"
		}
		g.line(0, "%s%s", header, pick(g.grammar, names...))
		g.frontend(hop, port, i == 0)
		if i == 0 && g.sometimes(6) {
			g.global() // has no effect on what stands before it
		}
	}
	return g.b.String() + g.rest.String()
}

// combine writes what HAProxy wants in one file.
func (g *haproxyGrammar) combine() {
	var all []byte
	for _, name := range []string{"server.pem", "server.key"} {
		data, err := os.ReadFile(filepath.Join(g.dir, name))
		if err != nil {
			panic(err)
		}
		all = append(all, data...)
	}
	if err := os.WriteFile(filepath.Join(g.dir, "all.pem"), all, 0o600); err != nil {
		panic(err)
	}
}

func (g *haproxyGrammar) global() {
	g.line(0, "global")
	// Without it the library's own floor, and not HAProxy, would decide about old versions.
	g.line(1, "ssl-default-bind-ciphers %s:@SECLEVEL=0", g.ciphers())
	if g.sometimes(2) {
		g.line(1, "ssl-default-bind-options %s", g.versions())
	}
	if g.sometimes(6) {
		g.line(1, "ssl-server-verify %s", pick(g.grammar, "none", "required"))
	}
	if g.sometimes(2) {
		g.line(1, "log %s format raw local0", pick(g.grammar, "stdout", "stderr"))
	}
	if g.sometimes(4) {
		g.line(1, "setenv FLOOR TLSv1.%d", g.r.IntN(4))
	}
}

// versions returns settings of versions, of which some cancel others.
func (g *haproxyGrammar) versions() string {
	var out []string
	for range 1 + g.r.IntN(2) {
		v := g.r.IntN(4)
		out = append(out, pick(g.grammar, fmt.Sprintf("ssl-min-ver TLSv1.%d", v), fmt.Sprintf("ssl-max-ver TLSv1.%d", v),
			fmt.Sprintf("no-tlsv1%d", v), fmt.Sprintf("no-tlsv1%d", v), fmt.Sprintf("force-tlsv1%d", v), "no-sslv3", "no-tls-tickets"))
	}
	return strings.Join(out, " ")
}

func (g *haproxyGrammar) defaults(header string) {
	g.line(0, "%s", header)
	g.line(1, "mode http")
	g.line(1, "retries 0")
	g.line(1, "timeout connect 5s")
	g.line(1, "timeout client 5s")
	g.line(1, "timeout server 5s")
	if g.sometimes(2) {
		g.line(1, "log global")
	}
	if !g.sometimes(3) {
		g.line(1, "option httplog")
	}
	if g.sometimes(3) {
		g.line(1, "default-server %s", g.serverOptions("good"))
	}
}

func (g *haproxyGrammar) frontend(hop string, port int, first bool) {
	encrypted := first != g.sometimes(4)
	g.bind(port, encrypted)
	early := g.sometimes(20)
	if early {
		g.logs() // with a condition that is not there yet
	}
	g.line(1, "acl to_mcp path_beg /mcp")
	g.line(1, "acl to_deep path_beg -i /mcp/deep")
	g.line(1, "acl to_a hdr(host) -i a.test")
	if !early {
		g.logs()
	}
	g.line(1, "http-request set-var(txn.origin) req.hdr(origin)")
	for range g.r.IntN(4) {
		g.request(1)
	}
	if g.sometimes(4) {
		g.line(1, "redirect scheme https code 301 %s", pick(g.grammar, "if !{ ssl_fc }", "unless { ssl_fc }", "if !{ ssl_fc } !to_mcp", "if to_mcp !{ ssl_fc } || to_deep !{ ssl_fc }"))
	}
	g.response(1)
	for range g.r.IntN(3) {
		g.line(1, "use_backend %s %s", g.backend(), pick(g.grammar, "if to_mcp", "if to_deep", "if to_a", "if to_a to_mcp", "if { path_beg /mcp/ }",
			"unless to_mcp", "if !to_a to_mcp", "if to_deep or to_a", "if { path_beg /other /another }", `if { hdr(host),lower -m str b.test }`))
	}
	if hop != "" {
		g.line(1, "%s", g.server(hop))
		return
	}
	g.line(1, "default_backend %s", g.backend())
}

func (g *haproxyGrammar) bind(port int, encrypted bool) {
	if !encrypted {
		g.line(1, "bind %s", pick(g.grammar, fmt.Sprintf("127.0.0.1:%d", port), fmt.Sprintf("ipv4@127.0.0.1:%d", port)))
		return
	}
	var b strings.Builder
	if g.sometimes(3) {
		fmt.Fprintf(&b, " %s", g.versions())
	}
	if g.sometimes(6) {
		b.WriteString(` ssl-min-ver "${FLOOR-TLSv1.1}"`)
	}
	if g.sometimes(3) {
		fmt.Fprintf(&b, " ciphers %q", g.ciphers()+":@SECLEVEL=0")
	}
	if g.sometimes(2) {
		b.WriteString(g.verify())
	}
	ssl := pick(g.grammar, "ssl crt DIR/all.pem", "crt DIR/all.pem ssl", "ssl crt-list list")
	ssl = strings.ReplaceAll(ssl, "DIR", g.dir)
	g.line(1, "bind 127.0.0.1:%d %s%s", port, ssl, b.String())
	g.list()
}

// list writes a crt-list, with settings of their own for one name.
func (g *haproxyGrammar) list() {
	file := filepath.Join(g.dir, "list")
	if _, err := os.Stat(file); err == nil {
		return
	}
	text := filepath.Join(g.dir, "all.pem") + "\n"
	if g.sometimes(2) {
		own := ""
		if g.sometimes(2) {
			own += fmt.Sprintf("ssl-min-ver TLSv1.%d ", g.r.IntN(4))
		}
		if g.sometimes(3) {
			own += "ssl-max-ver TLSv1.3 "
		}
		if g.sometimes(2) {
			own += "ciphers " + g.ciphers() + ":@SECLEVEL=0 "
		}
		if g.sometimes(2) {
			own += strings.TrimSpace(g.verify())
			own, _, _ = strings.Cut(own, " crt-ignore-err")
			own, _, _ = strings.Cut(own, " ca-ignore-err")
		}
		text += fmt.Sprintf("%s/all.pem [%s] %s\n", g.dir, strings.TrimSpace(own), sniName)
	}
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		panic(err)
	}
}

func (g *haproxyGrammar) verify() string {
	out := " verify " + pick(g.grammar, "none", "optional", "required", "required")
	if !g.sometimes(20) {
		out += " ca-file " + g.dir + "/ca.pem"
	}
	return out + pick(g.grammar, "", "", "", " crt-ignore-err all", " ca-ignore-err all", " crt-ignore-err 10")
}

func (g *haproxyGrammar) logs() {
	if g.sometimes(4) {
		g.line(1, "log %s format raw local0", pick(g.grammar, "stdout", "stderr"))
	}
	if g.sometimes(8) {
		g.line(1, "no log")
	}
	if g.sometimes(6) {
		g.line(1, "option %s", pick(g.grammar, "httplog", "tcplog", "dontlog-normal"))
	}
	if g.sometimes(8) {
		g.line(1, "no option dontlog-normal")
	}
	if g.sometimes(8) {
		g.line(1, "http-request set-log-level silent %s", pick(g.grammar, "", "if to_mcp"))
	}
}

// request writes a rule for requests.
func (g *haproxyGrammar) request(depth int) {
	path := pick(g.grammar, "", "", " { path_beg /mcp }", " { path_beg /mcp/deep }", " !{ path_beg /mcp }")
	rule := pick(g.grammar,
		"auth realm tools if !{ http_auth(people) }@",
		"auth unless { http_auth(people) }",
		"deny deny_status 401 if !{ req.hdr(authorization) -m found }@",
		`deny deny_status 401 if !{ req.hdr(authorization) -m str "Basic dXNlcjp3b3Jk" }@`,
		"deny deny_status 401 if { req.hdr_cnt(authorization) eq 0 }@",
		"deny if { path_beg /mcp/deep }",
		"allow if { http_auth(people) }@",
		"allow if { path_beg /mcp/deep }",
		"deny if !{ src 127.0.0.0/8 }",
		"redirect scheme https code 301 if !{ ssl_fc }@",
		"return status 403 if { path_beg /mcp/deep } { hdr(host) b.test }",
		"deny deny_status 401 unless { ssl_c_used }",
		"deny deny_status 401 if !{ ssl_c_used } || !{ ssl_c_verify 0 }",
		"set-header X-Mark 1")
	g.line(depth, "http-request %s", strings.Replace(rule, "@", path, 1))
}

func (g *haproxyGrammar) response(depth int) {
	if g.sometimes(3) {
		g.line(depth, "http-response set-header Strict-Transport-Security %q%s", pick(g.grammar, "max-age=31536000", "max-age=0"), pick(g.grammar, "", " if { ssl_fc }"))
	}
	if g.sometimes(4) {
		g.line(depth, "http-response set-header Access-Control-Allow-Origin %s", pick(g.grammar, "*", "https://app.test"))
	}
	if g.sometimes(6) {
		g.line(depth, "http-response set-header Access-Control-Allow-Origin %%[var(txn.%s)]", pick(g.grammar, "origin", "never"))
	}
	if g.sometimes(10) {
		g.line(depth, "http-response del-header Strict-Transport-Security")
	}
}

// backend writes one, and returns its name.
func (g *haproxyGrammar) backend() string {
	kind := pick(g.grammar, backends...)
	g.backends++
	name := fmt.Sprintf("%s.%d", kind, g.backends)
	front := g.b.String()
	g.b.Reset()
	g.line(0, "backend %s", name)
	if g.sometimes(4) {
		g.request(1)
	}
	if g.sometimes(5) {
		g.response(1)
	}
	if g.sometimes(3) {
		g.line(1, "default-server %s", g.serverOptions(kind))
	}
	g.line(1, "%s", g.server(kind))
	g.rest.WriteString(g.b.String())
	g.b.Reset()
	g.b.WriteString(front)
	return name
}

func (g *haproxyGrammar) server(kind string) string {
	if kind == "clear" {
		return fmt.Sprintf("server one 127.0.0.1:%d no-ssl", g.hops[kind])
	}
	return fmt.Sprintf("server one 127.0.0.1:%d ssl %s", g.hops[kind], g.serverOptions(kind))
}

func (g *haproxyGrammar) serverOptions(kind string) string {
	out := []string{}
	if !g.sometimes(20) {
		out = append(out, "ca-file "+g.dir+"/ca.pem")
	}
	if g.sometimes(2) {
		out = append(out, "verify "+pick(g.grammar, "none", "required", "required"))
	}
	if g.sometimes(2) {
		out = append(out, pick(g.grammar, "sni str(%s.up.test)", "verifyhost %s.up.test"))
		out[len(out)-1] = strings.Replace(out[len(out)-1], "%s", kind, 1)
	}
	if g.sometimes(4) {
		out = append(out, pick(g.grammar, "ssl-min-ver TLSv1.2", "no-tls-tickets", "ssl-max-ver TLSv1.2", "force-tlsv12", "ssl-min-ver TLSv1.0"))
	}
	if len(out) == 0 {
		return "weight 1"
	}
	return strings.Join(out, " ")
}
