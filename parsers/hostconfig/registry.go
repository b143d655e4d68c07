package hostconfig

import (
	"cmp"
	"strconv"
	"strings"

	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/internal/credential"
	"github.com/wirevet/wirevet/parsers/launch"
	"github.com/wirevet/wirevet/parsers/tree"
)

// registry describes the manifest by which a server is published in the MCP registry. It is no host, but states how
// hosts shall start or call the server.
var registry = host{
	// modelcontextprotocol/registry, server.schema.json of 2025-09-29; the keys of 2025-07 are in snake case.
	host:   facts.Host{ID: "mcp-registry", Title: "MCP registry"},
	infer:  inference{address: facts.StreamableHTTP},
	source: "modelcontextprotocol/registry, server.schema.json 2025-09-29",
}

// isRegistryManifest reports whether the file is a server.json of the registry.
func isRegistryManifest(root *tree.Node) bool {
	return strings.Contains(text(root.Get("$schema")), "modelcontextprotocol.io") && text(root.Get("name")) != "" &&
		(root.Get("packages") != nil || root.Get("remotes") != nil)
}

func (p *parser) readRegistryManifest() {
	name, _ := p.root.Member("name")
	for _, key := range [...]string{"packages", "remotes"} {
		for i, item := range list(p.root.Get(key)) {
			if item.Kind != tree.Object {
				continue
			}
			m := tree.Member{Key: name.Value.Text, KeyStart: name.Value.Start, KeyEnd: name.Value.End, Value: item}
			e := p.open(m, key+".#"+strconv.Itoa(i))
			if key == "packages" {
				e.readPublishedPackage()
				e.readPublishedRemote(either(item, "transport"))
			} else {
				e.readPublishedRemote(item)
			}
		}
	}
}

// either returns the value of the first of the keys that n has: both revisions of the manifest are read.
func either(n *tree.Node, keys ...string) *tree.Node {
	for _, key := range keys {
		if v := n.Get(key); v != nil {
			return v
		}
	}
	return nil
}

// readPublishedPackage reads a package as the command line by which its runtime starts it.
func (e *entry) readPublishedPackage() {
	id := either(e.node, "identifier", "name")
	if text(id) == "" {
		return
	}
	version := text(e.node.Get("version"))
	runtime := text(either(e.node, "runtimeHint", "runtime_hint"))
	arguments := e.published(either(e.node, "runtimeArguments", "runtime_arguments"))
	var word facts.Word
	switch text(either(e.node, "registryType", "registry_name")) {
	case "npm":
		runtime, word = cmp.Or(runtime, "npx"), followedBy(e.src, id, suffix("@", version))
	case "pypi":
		separator := "=="
		if !strings.ContainsAny(version, "0123456789") { // latest
			separator = "@"
		}
		runtime, word = cmp.Or(runtime, "uvx"), followedBy(e.src, id, suffix(separator, version))
	case "nuget":
		runtime, word = cmp.Or(runtime, "dnx"), followedBy(e.src, id, suffix("@", version))
	case "oci", "docker":
		runtime = cmp.Or(runtime, "docker")
		if word = e.word(id); version != "" && !strings.ContainsAny(id.Text[strings.LastIndexByte(id.Text, '/')+1:], ":@") {
			word = followedBy(e.src, id, ":"+version)
		}
		if len(arguments) == 0 || arguments[0].Text != "run" {
			arguments = append([]facts.Word{said(e.src, id, "run")}, arguments...)
		}
	default:
		e.readPublishedFile(id)
		return
	}
	environment, values := e.publishedEnvironment()
	arguments = append(append(arguments, word), e.published(either(e.node, "packageArguments", "package_arguments"))...)
	e.launch = launch.Read(launch.Input{
		Entry: e.fact, Command: said(e.src, id, runtime), Args: arguments, Environment: environment, Values: values, Title: e.title(),
	}, e.out)
}

func suffix(separator, version string) string {
	if version == "" {
		return ""
	}
	return separator + version
}

// readPublishedFile reads a package that is fetched from an address (mcpb): only its hash fixes what it is.
func (e *entry) readPublishedFile(id *tree.Node) {
	l := &facts.Launch{
		Entry: e.fact, Program: id.Text,
		Process: &facts.Workload{Entry: e.fact, Span: id.Span(e.src), Title: e.title()},
	}
	if text(either(e.node, "fileSha256", "file_sha256")) == "" && strings.Contains(id.Text, "://") {
		l.RemoteCode = append(l.RemoteCode, facts.RemoteCode{Span: id.Span(e.src), What: "the bundle behind an address, whose fileSha256 is not given"})
	}
	l.Environment, _ = e.publishedEnvironment()
	e.out.Launches = append(e.out.Launches, l)
	e.out.Workloads = append(e.out.Workloads, l.Process)
}

// published returns the words of a list of arguments. Those that the person is asked for, and that have no value to
// begin with, are left out.
func (e *entry) published(arguments *tree.Node) []facts.Word {
	var out []facts.Word
	for _, a := range list(arguments) {
		name, value := a.Get("name"), e.input(a)
		named := text(a.Get("type")) == "named" && text(name) != ""
		asked := either(a, "isRequired", "is_required", "valueHint", "value_hint", "format", "placeholder", "choices") != nil
		switch {
		case value.Source == nil && named && !asked:
			out = append(out, e.word(name)) // a switch
		case value.Source == nil:
		case secret(a) && !credential.NamesSecret(text(name)):
			e.marked(text(name), value, facts.InArgument)
		case named:
			out = append(out, e.word(name), value)
		default:
			out = append(out, value)
		}
	}
	return out
}

// marked returns the credentials in a value that the manifest marks as one, whatever its name says.
func (e *entry) marked(name string, value facts.Word, carrier facts.Carrier) []*facts.Credential {
	found := launch.Recognise(e.fact, "password", value, carrier, "", e.out)
	for _, c := range found {
		c.Name = name
	}
	return found
}

// input returns the value of an input as a word; the zero Word when it has none. {name} in it, which the person is
// asked for, becomes ${name}, so that it is known as a reference.
func (e *entry) input(from *tree.Node) facts.Word {
	n := either(from, "value", "default")
	switch {
	case n == nil || n.Kind == tree.Object || n.Kind == tree.Array || n.Kind == tree.Null:
		return facts.Word{}
	case n.Kind != tree.String || !strings.Contains(n.Text, "{"):
		return e.word(n)
	}
	return asReference(e.word(n))
}

// asReference returns the word with a dollar sign before each opening brace.
func asReference(w facts.Word) facts.Word {
	out := facts.Word{Source: w.Source, Start: w.Start, End: w.End, Quoted: w.Quoted}
	var b strings.Builder
	for i := range len(w.Text) {
		if w.Text[i] == '{' {
			b.WriteByte('$')
			out.Offsets = append(out.Offsets, w.Offset(i))
		}
		b.WriteByte(w.Text[i])
		out.Offsets = append(out.Offsets, w.Offset(i))
	}
	out.Text = b.String()
	return out
}

// secret reports whether an input of the manifest is marked as one.
func secret(input *tree.Node) bool {
	n := either(input, "isSecret", "is_secret")
	return n != nil && n.Text == "true"
}

func (e *entry) publishedEnvironment() (facts.Environment, []facts.Word) {
	var env facts.Environment
	var values []facts.Word
	for _, v := range list(either(e.node, "environmentVariables", "environment_variables")) {
		name, value := v.Get("name"), e.input(v)
		if text(name) == "" {
			continue
		}
		variable := facts.Variable{Name: name.Text, Key: name.Span(e.src), ByName: value.Source == nil, Value: value.Span()}
		if secret(v) && value.Source != nil && !credential.NamesSecret(name.Text) {
			e.marked(name.Text, value, facts.InEnvironment)
			variable.ByName, variable.Value, value = true, facts.Span{}, facts.Word{}
		}
		env.Variables = append(env.Variables, variable)
		values = append(values, value)
	}
	return env, values
}

// readPublishedRemote reads the address and the headers of a remote, or of a package's own transport.
func (e *entry) readPublishedRemote(remote *tree.Node) {
	url := remote.Get("url")
	if text(url) == "" {
		return
	}
	stated := facts.Stated[facts.Transport]{}
	if n := either(remote, "type", "transport_type"); n != nil {
		if t := transportNamed(strings.ToLower(n.Text)); t != facts.TransportUnknown {
			stated = facts.Written(t, n.Span(e.src))
		}
	}
	e.remote = launch.ReadURL(e.fact, asReference(e.word(url)), e.out)
	e.remote.Transport = e.transportOf(stated, "url", url)
	e.out.Remotes = append(e.out.Remotes, e.remote)
	for _, h := range list(remote.Get("headers")) {
		name, value := text(h.Get("name")), e.input(h)
		if value.Source == nil {
			continue
		}
		var found []*facts.Credential
		if secret(h) && !credential.NamesSecret(name) {
			found = e.marked(name, value, facts.InHeader)
		} else {
			found = launch.Recognise(e.fact, name, value, facts.InHeader, "", e.out)
		}
		e.remote.Credentials = append(e.remote.Credentials, found...)
	}
}
