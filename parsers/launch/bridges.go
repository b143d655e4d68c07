package launch

import (
	"strings"

	"github.com/wirevet/wirevet/facts"
)

// addBridges lists the bridges that are started by their own name; those behind a package runner come by way of
// server.
func addBridges(table map[string]launcher) {
	for _, name := range [...]string{"mcp-remote", "supergateway", "mcp-proxy", "mcpo"} {
		table[name] = func(r *reader, self facts.Word, words []facts.Word, depth int) {
			r.step(name, self.Span())
			r.launch.Program = name
			r.bridge("", name, self, words, depth)
		}
	}
}

// bridge reads the arguments of a program that connects or serves for the host. It reports whether it knows it.
func (r *reader) bridge(registry, name string, subject facts.Word, args []facts.Word, depth int) bool {
	switch name {
	case "mcp-remote":
		r.mcpRemote(args)
	case "supergateway":
		r.supergateway(subject, args, depth)
	case "mcp-proxy":
		if registry != "npm" { // the program of that name on npm is another one
			r.mcpProxy(subject, args, depth)
		}
	case "mcpo":
		r.mcpo(subject, args, depth)
	default:
		return false
	}
	return true
}

// mcpRemote reads the arguments of mcp-remote 0.1.38: the first free word is the URL.
func (r *reader) mcpRemote(args []facts.Word) {
	o := options{
		valued: []string{"--header", "--transport", "--host", "--static-oauth-client-metadata", "--static-oauth-client-info", "--resource", "--ignore-tool", "--auth-timeout"},
		plain:  []string{"--allow-http", "--debug", "--silent", "--enable-proxy", "--disable-resource-parameter"},

		interleave: true,
	}
	found, rest := o.parse(args)
	if len(rest) == 0 {
		return
	}
	url := rest[0]
	for _, w := range rest {
		if strings.Contains(w.Text, "://") {
			url = w
			break
		}
	}
	transport := facts.ByDefault(facts.StreamableHTTP, url.Span(), "mcp-remote 0.1.38 tries Streamable HTTP first")
	var clear facts.Span
	for _, f := range found {
		switch f.name {
		case "--transport":
			switch f.text() {
			case "sse-only", "sse-first":
				transport = facts.Written(facts.SSE, f.span())
			case "http-only", "http-first":
				transport = facts.Written(facts.StreamableHTTP, f.span())
			}
		case "--allow-http":
			clear = f.span()
		}
	}
	remote := r.remote(url, "mcp-remote", transport)
	remote.AllowsClear = clear
	if remote.Scheme.Value == "http" && clear.IsZero() && remote.Address.Value != "localhost" && remote.Address.Value != "127.0.0.1" && remote.Address.Known() {
		r.refuse(url.Span(), "mcp-remote refuses http:// for any host but localhost and 127.0.0.1; it will not start")
	}
	r.bridgeHeaders(remote, found, "--header")
}

// bridgeHeaders reads the credentials in "Name: value" options.
func (r *reader) bridgeHeaders(remote *facts.Remote, found []option, names ...string) {
	for _, f := range found {
		if contains(names, f.name) && f.has {
			before := len(r.launch.Credentials)
			r.header(f.value)
			r.taken = append(r.taken, f.value.Span())
			remote.Credentials = append(remote.Credentials, r.launch.Credentials[before:]...)
		}
	}
}

// supergateway reads the arguments of supergateway 3.4.2. It listens on all interfaces without authentication.
func (r *reader) supergateway(subject facts.Word, args []facts.Word, depth int) {
	o := options{
		valued: []string{"--stdio", "--sse", "--streamableHttp", "--outputTransport", "--port", "--baseUrl", "--ssePath", "--messagePath", "--streamableHttpPath", "--logLevel", "--oauth2Bearer", "--sessionTimeout", "--protocolVersion"},
		lists:  []string{"--header", "--healthEndpoint", "--cors"},
		plain:  []string{"--stateful"},
	}
	found, _ := o.parse(args)
	serves := false
	var cors facts.Stated[string]
	for _, f := range found {
		switch f.name {
		case "--stdio":
			serves = true
			r.taken = append(r.taken, f.value.Span())
			r.shellString("sh", f.value, depth)
		case "--sse", "--streamableHttp":
			transport := facts.Written(facts.SSE, f.word.Span())
			if f.name == "--streamableHttp" {
				transport = facts.Written(facts.StreamableHTTP, f.word.Span())
			}
			r.bridgeHeaders(r.remote(f.value, "supergateway", transport), found, "--header")
		case "--cors":
			if !f.has {
				cors = facts.Written("*", f.span())
			}
		case "--outputTransport":
			serves = serves || f.text() != "stdio"
		}
	}
	if serves {
		r.launch.Role = facts.BridgeRole
		const source = "supergateway 3.4.2"
		l := r.listener("supergateway", subject, "0.0.0.0", source)
		l.Port = portOf(found, "8000", subject, source)
		l.Origins = cors
	}
}

// listener adds a Listener with the product's defaults: no TLS and no authentication.
func (r *reader) listener(product string, at facts.Word, address, source string) *facts.Listener {
	span := at.Span()
	l := &facts.Listener{
		Entry: r.in.Entry, Product: product, Span: span, Contains: r.launch.Process.Container != nil,
		Address:        facts.ByDefault(address, span, source+" listens on "+address+" unless told otherwise"),
		TLS:            facts.ByDefault(false, span, source+" serves plain HTTP"),
		Authentication: facts.ByDefault(false, span, source+" checks nobody"),
	}
	l.Exposure = listenerExposure(address)
	r.out.Listeners = append(r.out.Listeners, l)
	return l
}

func portOf(found []option, fallback string, at facts.Word, source string) facts.Stated[string] {
	for _, f := range found {
		if (f.name == "--port" || f.name == "-p" || f.name == "--sse-port") && f.has {
			return facts.Written(f.text(), f.value.Span())
		}
	}
	return facts.ByDefault(fallback, at.Span(), source)
}

func bind(l *facts.Listener, o option) {
	l.Address, l.Exposure, l.Span = facts.Written(o.text(), o.value.Span()), listenerExposure(o.text()), o.span()
}

// mcpProxy reads the arguments of the Python mcp-proxy (a6720cc). A URL as first free word makes it a client.
func (r *reader) mcpProxy(subject facts.Word, args []facts.Word, depth int) {
	o := options{
		valued: []string{"--transport", "--client-id", "--client-secret", "--token-url", "--cwd", "--log-level", "--named-server-config", "--port", "--host", "--sse-port", "--sse-host", "--expose-header"},
		lists:  []string{"--allow-origin"},
		plain:  []string{"--no-verify-ssl", "--pass-environment", "--no-pass-environment", "--debug", "--no-debug", "--stateless", "--no-stateless"},
	}
	args, pairs := r.pairs(args)
	args = r.verifySSL(args)
	found, rest := o.parse(args)
	for _, f := range found {
		if f.name == "--no-verify-ssl" {
			r.verify(f.name, f.span(), facts.VerifyNone, facts.Session, "")
		}
		if f.name == "--pass-environment" {
			r.launch.Environment.Base = facts.Written(facts.EnvironmentAll, f.span())
		}
	}
	if len(rest) == 0 {
		return
	}
	if strings.HasPrefix(rest[0].Text, "http://") || strings.HasPrefix(rest[0].Text, "https://") {
		transport := facts.ByDefault(facts.SSE, rest[0].Span(), "mcp-proxy speaks HTTP+SSE unless --transport streamablehttp is given")
		for _, f := range found {
			if f.name == "--transport" && f.text() == "streamablehttp" {
				transport = facts.Written(facts.StreamableHTTP, f.span())
			}
		}
		remote := r.remote(rest[0], "mcp-proxy", transport)
		remote.Credentials = append(remote.Credentials, pairs...)
		return
	}
	r.launch.Role = facts.BridgeRole
	l := r.listener("mcp-proxy", subject, "127.0.0.1", "mcp-proxy")
	l.Port = portOf(found, "0", subject, "mcp-proxy chooses a free port")
	var wildcard option
	origins := 0
	for _, f := range found {
		switch f.name {
		case "--host", "--sse-host":
			bind(l, f)
		case "--allow-origin":
			origins++
			if f.text() == "*" {
				l.Origins = facts.Written("*", f.value.Span())
				wildcard = f
			}
		}
	}
	if wildcard.has && origins == 1 {
		r.part(wildcard)
	}
	r.run(rest, depth+1)
}

// pairs takes out the options of two words, -H NAME VALUE and -e NAME VALUE.
func (r *reader) pairs(args []facts.Word) (rest []facts.Word, headers []*facts.Credential) {
	for i := 0; i < len(args); i++ {
		switch text := args[i].Text; {
		case (text == "-H" || text == "--headers") && i+2 < len(args):
			r.taken = append(r.taken, args[i+2].Span())
			found := Recognise(r.in.Entry, args[i+1].Text, args[i+2], facts.InArgument, r.in.Remedy, r.out)
			r.launch.Credentials = append(r.launch.Credentials, found...)
			headers = append(headers, found...)
			i += 2
		case (text == "-e" || text == "--env") && i+2 < len(args):
			r.taken = append(r.taken, args[i+2].Span())
			r.partOf(args[i+2].Span(), facts.Span{Source: args[i].Source, Start: args[i].Span().Start, End: args[i+2].Span().End})
			r.setVariable(args[i+1].Text, args[i+1].Span(), args[i+2])
			i += 2
		case text == "--named-server" && i+2 < len(args):
			i += 2
		default:
			rest = append(rest, args[i])
		}
	}
	return rest, headers
}

// verifySSL takes out --verify-ssl, whose value may be left out.
func (r *reader) verifySSL(args []facts.Word) []facts.Word {
	var rest []facts.Word
	for i := 0; i < len(args); i++ {
		name, value, has := strings.Cut(args[i].Text, "=")
		if name != "--verify-ssl" {
			rest = append(rest, args[i])
			continue
		}
		span := args[i].Span()
		if !has && i+1 < len(args) && !strings.HasPrefix(args[i+1].Text, "-") && !strings.Contains(args[i+1].Text, "://") {
			i++
			value, span.End = args[i].Text, args[i].Span().End
		}
		switch strings.ToLower(value) {
		case "false", "0", "no", "off":
			r.verify("--verify-ssl "+value, span, facts.VerifyNone, facts.Session, "")
		}
	}
	return rest
}

// mcpo reads the arguments of mcpo (788ff92). By default it listens on all interfaces, for any origin, without a key.
func (r *reader) mcpo(subject facts.Word, args []facts.Word, depth int) {
	o := options{
		valued: []string{
			"-h", "--host", "-p", "--port", "--cors-allow-origins", "-k", "--api-key", "-e", "--env", "--env-path", "--type", "--server-type",
			"-c", "--config", "-n", "--name", "-d", "--description", "-v", "--version", "-t", "--ssl-certfile", "-K", "--ssl-keyfile",
			"--root-path", "--path-prefix", "-H", "--header", "--log-level",
		},
		plain: []string{"--strict-auth", "--hot-reload"},
	}
	found, rest := o.parse(args)
	r.launch.Role = facts.BridgeRole
	const source = "mcpo"
	l := r.listener("mcpo", subject, "0.0.0.0", source)
	l.Port = portOf(found, "8000", subject, source)
	l.Origins = facts.ByDefault("*", subject.Span(), "mcpo allows every origin unless told otherwise")
	kind := ""
	for _, f := range found {
		switch f.name {
		case "-h", "--host":
			bind(l, f)
		case "--cors-allow-origins":
			l.Origins = facts.Written(f.text(), f.value.Span())
			r.partOf(f.value.Span(), facts.Span{}) // without it every origin is allowed as well
		case "-k", "--api-key":
			l.Authentication = facts.Written(true, f.span())
			r.taken = append(r.taken, f.value.Span())
			r.launch.Credentials = append(r.launch.Credentials, Recognise(r.in.Entry, "api-key", f.value, facts.InArgument, r.in.Remedy, r.out)...)
		case "-t", "--ssl-certfile":
			l.TLS = facts.Written(true, f.span())
		case "--type", "--server-type":
			kind = f.text()
		}
	}
	if len(rest) == 0 {
		return
	}
	if kind == "sse" || strings.HasPrefix(kind, "streamable") {
		transport := facts.Written(facts.SSE, rest[0].Span())
		if kind != "sse" {
			transport.Value = facts.StreamableHTTP
		}
		r.remote(rest[0], "mcpo", transport)
		return
	}
	r.run(rest, depth+1)
}

// dockerGateway reads `docker mcp gateway run`. Its defaults are safe; each =false takes one away.
func (r *reader) dockerGateway(self facts.Word, words []facts.Word) {
	r.step("docker mcp gateway", self.Span())
	r.launch.Program = "docker mcp gateway"
	r.launch.Role = facts.BridgeRole
	var transport, open, logs facts.Span
	for _, w := range words {
		switch {
		case strings.HasPrefix(w.Text, "--transport="), strings.HasPrefix(w.Text, "--port"):
			transport = w.Span()
		case w.Text == "--allow-unauthenticated":
			open = w.Span()
		case w.Text == "--log-calls=false":
			logs = w.Span()
		}
	}
	if transport.IsZero() && logs.IsZero() {
		return
	}
	l := &facts.Listener{Entry: r.in.Entry, Product: "the Docker MCP gateway", Span: self.Span()}
	if !transport.IsZero() {
		l.Span = transport
	}
	if !open.IsZero() {
		l.Authentication, l.Span = facts.Written(false, open), open
	}
	if !logs.IsZero() {
		l.ToolLog = facts.Written(false, logs)
	}
	r.out.Listeners = append(r.out.Listeners, l)
}
