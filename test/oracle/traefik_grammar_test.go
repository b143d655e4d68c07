package oracle

import (
	"fmt"
	"slices"
	"strings"
)

// traefikGrammar writes a static configuration of Traefik and a dynamic one.
type traefikGrammar struct {
	*grammar
	static, dynamic settings
	options         []string // of TLS, that routers may name
	middlewares     []string
	served          map[string]bool // names that a router has
	priorities      map[int]bool    // of routers
	held            bool            // a rule has a condition that holds here
	services        int
	certified       bool // the certificate of tls.certificates is there
}

// entryPointNames are those of the two ports.
var entryPointNames = []string{"first", "second"}

// routerHeader is the header in which a router tells its name.
const routerHeader = "X-Router"

// readyName is the name of a router that is there to be heard of: see traefikReady.
const readyName = "ready.test"

// config returns both, under headers with their names.
func (g *traefikGrammar) config() string {
	g.served, g.priorities = map[string]bool{}, map[int]bool{}
	g.tls()
	g.middleware()
	for range 1 + g.r.IntN(4) {
		g.router()
	}
	if g.sometimes(3) {
		g.tcpRouter()
	}
	g.dynamic.set("http.routers.ready.rule", "Host(`"+readyName+"`)")
	g.dynamic.set("http.routers.ready.entryPoints", []string{entryPointNames[0]})
	g.dynamic.set("http.routers.ready.service", g.service("clear"))
	g.dynamic.set("http.routers.ready.tls.certResolver", "none")
	if g.sometimes(6) {
		g.dynamic.lower()
	}
	files := map[string]settings{"dynamic": g.dynamic}
	if g.sometimes(4) {
		files = map[string]settings{}
		for _, s := range g.dynamic {
			name := "dynamic/" + strings.ToLower(s.path[0])
			files[name] = append(files[name], s)
		}
		g.static.set("providers.file.directory", g.dir+"/dynamic")
	}
	var out strings.Builder
	for _, name := range slices.Sorted(keysOf(files)) {
		file := g.file(name, files[name])
		if name == "dynamic" {
			header, _, _ := strings.Cut(file, "\n")
			g.static.set("providers.file.filename", g.dir+"/"+strings.Trim(header, "- "))
		}
		out.WriteString(file)
	}
	g.entryPoints()
	return g.file("traefik", g.static) + out.String()
}

func keysOf(m map[string]settings) func(func(string) bool) {
	return func(yield func(string) bool) {
		for k := range m {
			if !yield(k) {
				return
			}
		}
	}
}

// file writes settings in one of the two languages.
func (g *traefikGrammar) file(name string, s settings) string {
	if g.sometimes(2) {
		return "-- " + name + ".yml --\n" + s.yaml()
	}
	return "-- " + name + ".toml --\n" + s.toml(g.sometimes(2))
}

// entryPoints writes the rest of the static configuration.
func (g *traefikGrammar) entryPoints() {
	g.static.set("global.checkNewVersion", false)
	g.static.set("providers.providersThrottleDuration", "1ms")
	g.static.set("log.filePath", g.dir+"/traefik.log")
	for i, name := range entryPointNames {
		e := "entryPoints." + name + "."
		g.static.set(e+"address", fmt.Sprintf("127.0.0.1:%d", g.ports[i]))
		if g.sometimes(5) {
			g.static.set(e+"asDefault", true)
		}
		redirects := i == 1 && g.sometimes(4)
		// What is redirected over TLS is for the default options alone, and an error for all others.
		if !redirects && g.sometimes(4) {
			if o := g.option(); o != "" {
				g.static.set(e+"http.tls.options", o)
			} else {
				g.static.set(e+"http.tls", object{})
			}
		}
		if g.sometimes(6) {
			g.static.set(e+"http.middlewares", []string{pick(g.grammar, g.middlewares...) + "@file"})
		}
		if g.sometimes(10) {
			g.static.set(e+"observability.accessLogs", false)
		}
		if redirects {
			g.static.set(e+"http.redirections.entryPoint.to", pick(g.grammar, entryPointNames[0], fmt.Sprintf(":%d", g.ports[0])))
			if g.sometimes(2) {
				g.static.set(e+"http.redirections.entryPoint.scheme", pick(g.grammar, "https", "https", "http"))
			}
			if g.sometimes(3) {
				g.static.set(e+"http.redirections.entryPoint.permanent", g.sometimes(2))
			}
			if !g.served[names[2]] && g.sometimes(4) { // by that name the redirection is asked for
				g.static.set(e+"http.redirections.entryPoint.priority", 1)
			}
		}
	}
	switch g.r.IntN(4) {
	case 0:
	case 1:
		g.static.set("accessLog", object{})
	default:
		g.static.set("accessLog.filePath", g.dir+"/http.log")
		if g.sometimes(2) {
			g.static.set("accessLog.format", pick(g.grammar, "json", "common"))
		}
		if g.sometimes(8) {
			g.static.set("accessLog.filters.statusCodes", []string{pick(g.grammar, "400-499", "200-599")})
		}
	}
	if g.sometimes(3) {
		g.static.set("serversTransport.rootCAs", []string{g.authority()})
	}
	if g.sometimes(4) {
		g.static.set("serversTransport.insecureSkipVerify", g.sometimes(2))
	}
	if g.sometimes(3) { // which has no name to compare, so that nothing is connected to unless nothing is verified
		g.static.set("tcpServersTransport.tls.rootCAs", []string{g.authority()})
		g.static.set("tcpServersTransport.tls.insecureSkipVerify", true)
	}
	if g.sometimes(8) {
		g.static.set("core.strictTLSOptions", g.sometimes(2))
	}
}

// authority is a file of roots: mostly of those that have issued what the next hops present.
func (g *traefikGrammar) authority() string {
	return g.dir + "/" + pick(g.grammar, "ca", "ca", "ca", "foreign") + ".pem"
}

// tls writes certificates and options.
func (g *traefikGrammar) tls() {
	pair := object{{"certFile", g.dir + "/server.pem"}, {"keyFile", g.dir + "/server.key"}}
	switch g.r.IntN(6) {
	case 0:
		g.dynamic.set("tls.stores.default.defaultCertificate", pair)
	case 1: // Traefik makes one itself
	default:
		g.certified = true
		g.dynamic.set("tls.certificates", []object{pair})
	}
	for _, name := range []string{"default", "modern", "old", "mutual"} {
		if g.sometimes(2) {
			g.optionsOf(name)
			g.options = append(g.options, name)
		}
	}
}

// option returns what a router names, or "".
func (g *traefikGrammar) option() string {
	if len(g.options) == 0 || g.sometimes(3) {
		return ""
	}
	name := pick(g.grammar, g.options...)
	if name != "default" && g.sometimes(2) {
		name += "@file"
	}
	return name
}

func (g *traefikGrammar) optionsOf(name string) {
	o := "tls.options." + name + "."
	n := len(g.dynamic)
	version := func() string {
		return pick(g.grammar, "VersionTLS10", "VersionTLS11", "VersionTLS12", "VersionTLS12", "VersionTLS13", "TLS1.2")
	}
	if g.sometimes(2) {
		g.dynamic.set(o+"minVersion", version())
	}
	if g.sometimes(3) {
		g.dynamic.set(o+"maxVersion", version())
	}
	if g.sometimes(3) {
		g.dynamic.set(o+"cipherSuites", pick(g.grammar, []string{"TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256"},
			[]string{"TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384", "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305"},
			[]string{"TLS_RSA_WITH_AES_128_CBC_SHA", "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256"}, []string{"TLS_AES_128_GCM_SHA256"},
			[]string{"TLS_RSA_WITH_AES_256_GCM_SHA384", "TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA"}, []string{},
			[]string{"TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256", "ECDHE-RSA-AES256-GCM-SHA384"}))
	}
	if g.sometimes(4) {
		g.dynamic.set(o+"curvePreferences", pick(g.grammar, []string{"CurveP384"}, []string{"X25519", "secp256r1"}, []string{"secp521r1", "CurveP384"},
			[]string{"X25519MLKEM768"}, []string{"P-256"}))
	}
	if g.sometimes(3) || name == "mutual" {
		kind := pick(g.grammar, "", "NoClientCert", "RequestClientCert", "RequireAnyClientCert", "VerifyClientCertIfGiven", "RequireAndVerifyClientCert",
			"RequireAndVerifyClientCert", "Require")
		if kind != "" {
			g.dynamic.set(o+"clientAuth.clientAuthType", kind)
		}
		if strings.Contains(kind, "Verify") && !g.sometimes(20) || kind == "" || g.sometimes(2) {
			g.dynamic.set(o+"clientAuth.caFiles", []string{g.dir + "/ca.pem"})
		}
	}
	if g.certified && g.sometimes(6) {
		g.dynamic.set(o+"sniStrict", true)
	}
	if g.sometimes(8) {
		g.dynamic.set(o+"preferServerCipherSuites", true)
	}
	if g.sometimes(8) || len(g.dynamic) == n {
		g.dynamic.set(o+"disableSessionTickets", true)
	}
}

// middleware writes those that routers and entry points name.
func (g *traefikGrammar) middleware() {
	set := func(name, key string, value any) {
		g.dynamic.set("http.middlewares."+name+"."+key, value)
		if !slices.Contains(g.middlewares, name) {
			g.middlewares = append(g.middlewares, name)
		}
	}
	set("auth", "basicAuth.usersFile", g.dir+"/htpasswd")
	set("hsts", "headers.stsSeconds", pick(g.grammar, 31536000, 31536000, 0))
	if g.sometimes(3) {
		set("hsts", "headers.forceSTSHeader", true)
	}
	set("cors", "headers.accessControlAllowOriginList", pick(g.grammar, []string{"*"}, []string{"https://app.test"}, []string{"https://app.test", "*"}))
	set("any", "headers.accessControlAllowOriginListRegex", pick(g.grammar, []string{".*"}, []string{"^https://app\\.test$"}))
	set("custom", "headers.customResponseHeaders.Strict-Transport-Security", pick(g.grammar, "max-age=31536000", "max-age=0"))
	set("custom", "headers.customResponseHeaders.Access-Control-Allow-Origin", pick(g.grammar, "*", "https://app.test"))
	set("inside", "ipAllowList.sourceRange", []string{pick(g.grammar, "127.0.0.0/8", "10.0.0.0/8")})
	set("secure", "redirectScheme.scheme", pick(g.grammar, "https", "https", "http"))
	if g.sometimes(2) {
		set("secure", "redirectScheme.permanent", g.sometimes(2))
	}
	set("chained", "chain.middlewares", []string{"hsts", pick(g.grammar, "auth", "inside@file", "cors")})
}

// router writes one of HTTP, with a service of its own. It tells in each answer which one it is.
func (g *traefikGrammar) router() {
	rule, v2 := g.rule()
	for g.held && holdsHere(rule) { // of two such rules one would hide the other
		rule, v2 = g.rule()
	}
	g.held = g.held || holdsHere(rule)
	name := fmt.Sprintf("r%d", g.services)
	r := "http.routers." + name + "."
	g.dynamic.set(r+"rule", rule)
	if v2 {
		g.dynamic.set(r+"ruleSyntax", "v2")
	}
	if priority := g.priority(len(rule), holdsHere(rule)); priority != 0 {
		g.dynamic.set(r+"priority", priority)
	}
	if points := pick(g.grammar, nil, entryPointNames[:1], entryPointNames[1:], entryPointNames); points != nil {
		g.dynamic.set(r+"entryPoints", points)
	}
	service := g.service(pick(g.grammar, backends...))
	if g.sometimes(5) {
		g.dynamic.set("http.services.w-"+service+pick(g.grammar, ".weighted.services", ".highestRandomWeight.services"), []object{{{"name", service}}})
		service = "w-" + service
	}
	g.dynamic.set(r+"service", service)
	list := []string{"who-" + name}
	g.dynamic.set("http.middlewares.who-"+name+".headers.customResponseHeaders."+routerHeader, name)
	if g.sometimes(2) {
		list = append(list, pick(g.grammar, g.middlewares...))
		if g.sometimes(2) {
			if second := pick(g.grammar, g.middlewares...); second != list[1] {
				list = append(list, second+pick(g.grammar, "", "@file"))
			}
		}
	}
	g.dynamic.set(r+"middlewares", list)
	if g.sometimes(8) {
		g.dynamic.set(r+"observability.accessLogs", false)
	}
	if g.sometimes(4) {
		return
	}
	if o := g.option(); o != "" {
		g.dynamic.set(r+"tls.options", o)
	} else {
		g.dynamic.set(r+"tls", object{})
	}
}

// holdsHere reports whether a rule has conditions that whoever asks here meets, of which wirevet does not know that.
func holdsHere(rule string) bool {
	return slices.ContainsFunc([]string{"Method", "ClientIP", "!Host", "PathRegexp"}, func(name string) bool { return strings.Contains(rule, name) })
}

// priority returns one that a router states, or 0 where the length of its rule is to decide. No two routers have the same: then either
// may answer.
func (g *traefikGrammar) priority(length int, last bool) int {
	stated := pick(g.grammar, 0, 0, 0, 2, 20, 50, 1000)
	if last {
		stated = 2
	}
	for effective := max(stated, length); ; effective++ {
		if stated != 0 && effective == length {
			effective = stated
		}
		if !g.priorities[effective] {
			g.priorities[effective] = true
			if stated == 0 && effective == length {
				return 0
			}
			return effective
		}
		stated = max(stated, 1)
	}
}

// rule returns one of a router, and whether it is of Traefik 2. c.test is for whoever has no name, and for connections.
func (g *traefikGrammar) rule() (rule string, v2 bool) {
	switch g.r.IntN(12) {
	case 0:
		list := func(texts ...string) string { return "(`" + strings.Join(texts, "`, `") + "`)" }
		return "Host" + list(names[:2]...) + " && " + pick(g.grammar, "Path", "PathPrefix") + list(pick(g.grammar, paths[1:]...), "/mcp/x"), true
	case 1:
		return pick(g.grammar, "Host(`a.test`", "Host('a.test')", "Host(`a.test`) & Path(`/`)", "Host(`a.test`) && Path(`mcp`)", "Host(`a.test`, `b.test`) && hostRegexp(`.`)",
			"Host(`a.test`) && Nothing(`x`)", "PathRegexp(`(`)", "Host()"), false
	case 2, 3:
		named := g.sometimes(2)
		return "(" + g.conditions(named) + ") || " + g.conditions(named), false
	case 4:
		return "!(!Host(`" + pick(g.grammar, names[:2]...) + "`) || " + pick(g.grammar, "!PathPrefix(`/mcp`)", "Path(`/mcp`)", "PathPrefix(`/mcp/deep`)") + ")", false
	}
	return g.conditions(!g.sometimes(3)), false
}

// conditions returns what all has to hold. named is whether it has a name: a router with some ways that do and some that do not is asked
// only by whoever says one of its names in the handshake.
func (g *traefikGrammar) conditions(named bool) string {
	var all []string
	switch {
	case !named && g.sometimes(2):
		all = append(all, "HostRegexp(`^c[.]test$`)")
	case !named:
	case g.sometimes(5):
		all = append(all, "(Host(`"+names[0]+"`) || Host(`"+names[1]+"`))")
	default:
		host := pick(g.grammar, names[:2]...)
		all = append(all, pick(g.grammar, "Host", "host", "HOST")+"(`"+pick(g.grammar, host, host, strings.ToUpper(host))+"`)")
	}
	if path := pick(g.grammar, paths...); path != "/" || len(all) == 0 {
		all = append(all, pick(g.grammar, "PathPrefix", "PathPrefix", "Path")+"(`"+path+"`)")
	}
	if g.sometimes(6) {
		all = append(all, pick(g.grammar, "Method(`POST`)", "!Method(`GET`)", "ClientIP(`127.0.0.0/8`)", "ClientIP(`10.0.0.0/8`)", "!ClientIP(`10.0.0.0/8`)",
			"!PathPrefix(`/mcp/deep`)", "!Path(`/mcp`)", "!Host(`b.test`)", "(Path(`/mcp/x`) || PathPrefix(`/mcp/deep`))", "PathRegexp(`^/mcp`)"))
	}
	g.r.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
	rule := strings.Join(all, " && ")
	if strings.Contains(rule, "c[.]test") {
		g.served[names[2]] = true
	}
	return rule
}

// service writes a next hop, and returns its name.
func (g *traefikGrammar) service(kind string) string {
	g.services++
	name := fmt.Sprintf("s%d", g.services)
	s := "http.services." + name + ".loadBalancer."
	if kind == "clear" {
		g.dynamic.set(s+"servers", []object{{{"url", fmt.Sprintf("http://127.0.0.1:%d", g.hops[kind])}}})
		return name
	}
	if g.sometimes(3) { // by the transport for all
		g.dynamic.set(s+"servers", []object{{{"url", fmt.Sprintf("https://localhost:%d", g.hops[kind])}}})
		return name
	}
	g.dynamic.set(s+"servers", []object{{{"url", fmt.Sprintf("https://127.0.0.1:%d", g.hops[kind])}}})
	g.dynamic.set(s+"serversTransport", name+pick(g.grammar, "", "@file"))
	g.transport("http.serversTransports."+name+".", kind)
	return name
}

// transport writes how a next hop is reached. Its name is always what its certificate would have to have.
func (g *traefikGrammar) transport(t, kind string) {
	g.dynamic.set(t+"serverName", kind+".up.test")
	if !g.sometimes(6) {
		g.dynamic.set(t+"rootCAs", []string{g.authority()})
	}
	if g.sometimes(3) {
		g.dynamic.set(t+"insecureSkipVerify", !g.sometimes(4))
	}
}

// tcpRouter writes a router of connections to c.test, where no router of HTTP may have taken that name.
func (g *traefikGrammar) tcpRouter() {
	if g.served[names[2]] {
		return
	}
	g.dynamic.set("tcp.routers.t0.entryPoints", []string{pick(g.grammar, entryPointNames...)})
	g.dynamic.set("tcp.routers.t0.service", "hop")
	kind := pick(g.grammar, backends...)
	server := object{{"address", fmt.Sprintf("127.0.0.1:%d", g.hops[kind])}}
	if g.sometimes(4) {
		g.dynamic.set("tcp.routers.t0.rule", "HostSNI(`*`)")
		g.dynamic.set("tcp.services.hop.loadBalancer.servers", []object{server})
		return
	}
	g.dynamic.set("tcp.routers.t0.rule", "HostSNI(`"+names[2]+"`)")
	if kind != "clear" && g.sometimes(2) {
		g.dynamic.set("tcp.routers.t0.tls.passthrough", true)
		g.dynamic.set("tcp.services.hop.loadBalancer.servers", []object{server})
		return
	}
	if o := g.option(); o != "" {
		g.dynamic.set("tcp.routers.t0.tls.options", o)
	} else {
		g.dynamic.set("tcp.routers.t0.tls", object{})
	}
	if kind != "clear" {
		server = append(server, [2]string{"tls", "true"})
		if g.sometimes(2) {
			g.dynamic.set("tcp.services.hop.loadBalancer.serversTransport", "hop")
			g.transport("tcp.serversTransports.hop.tls.", kind)
		} else {
			server[0][1] = fmt.Sprintf("localhost:%d", g.hops[kind])
		}
	}
	g.dynamic.set("tcp.services.hop.loadBalancer.servers", []object{server})
}
