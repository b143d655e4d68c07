package hostconfig

import (
	"strings"

	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/parsers/launch"
	"github.com/wirevet/wirevet/parsers/tree"
)

// dockerGateway describes the catalogues of the Docker MCP gateway, which starts each server in a container.
var dockerGateway = host{
	// docker/mcp-gateway 2bd20fe8.
	host:   facts.Host{ID: "docker-mcp-gateway", Title: "Docker MCP gateway"},
	infer:  inference{address: facts.StreamableHTTP},
	forms:  mustache,
	remedy: "secrets: [{name: NAME, env: NAME}]",
	source: "docker/mcp-gateway 2bd20fe8",
}

// isCatalogue reports whether the file is a catalogue: a map `registry` of servers, of which each has an image or a
// remote.
func isCatalogue(root *tree.Node) bool {
	servers := root.Get("registry")
	if servers == nil || servers.Kind != tree.Object || len(servers.Members) == 0 {
		return false
	}
	for _, m := range servers.Members {
		_, image := m.Value.Member("image")
		_, remote := m.Value.Member("remote")
		if !image && !remote {
			return false
		}
	}
	return true
}

func (p *parser) readCatalogue() {
	for _, m := range p.root.Get("registry").Members {
		if m.Shadowed {
			continue
		}
		e := p.open(m, "")
		switch remote := m.Value.Get("remote"); {
		case remote != nil && text(remote.Get("url")) != "":
			e.readCatalogueRemote(remote)
		case text(m.Value.Get("image")) != "":
			e.readCatalogueImage()
		}
		e.readOAuth()
	}
}

func (e *entry) readCatalogueRemote(remote *tree.Node) {
	stated := facts.Stated[facts.Transport]{}
	if n := remote.Get("transport_type"); n != nil {
		if t := transportNamed(strings.ToLower(n.Text)); t != facts.TransportUnknown {
			stated = facts.Written(t, n.Span(e.src))
		}
	}
	url := remote.Get("url")
	e.addRemote(url, e.transportOf(stated, "url", url))
	e.eachHeader(remote.Get("headers"))
	for _, s := range list(e.node.Get("secrets")) {
		if n := s.Get("env"); text(n) != "" {
			e.byName(text(s.Get("name")), n)
		}
	}
}

// readCatalogueImage reads the container that the gateway starts, as the command line that it gives to docker.
func (e *entry) readCatalogueImage() {
	image := e.node.Get("image")
	says := func(words ...string) (out []facts.Word) {
		for _, w := range words {
			out = append(out, said(e.src, image, w))
		}
		return out
	}
	args := says("run", "--rm", "-i", "--init", "--security-opt", "no-new-privileges", "--pull", "never")
	if n := e.node.Get("disableNetwork"); n != nil && n.Text == "true" {
		args = append(args, said(e.src, n, "--network"), said(e.src, n, "none"))
	}
	for _, v := range list(e.node.Get("volumes")) {
		if v.Kind == tree.String {
			args = append(args, said(e.src, v, "-v"), e.word(v))
		}
	}
	if n := e.node.Get("user"); n != nil && (n.Kind == tree.String || n.Kind == tree.Number) {
		args = append(args, said(e.src, n, "-u"), e.word(n))
	}
	args = append(args, e.word(image))
	args = append(args, e.words(&tree.Node{Items: list(e.node.Get("command"))})...)
	environment, values := e.catalogueEnvironment()
	e.launch = launch.Read(launch.Input{
		Entry: e.fact, Command: said(e.src, image, "docker"), Args: args, Environment: environment, Values: values,
		Title: e.title(), Remedy: e.h.remedy,
	}, e.out)
}

// catalogueEnvironment returns the variables of the container: those that the catalogue sets, and the secrets.
func (e *entry) catalogueEnvironment() (facts.Environment, []facts.Word) {
	env := facts.Environment{Base: facts.ByDefault(facts.EnvironmentNone, e.fact.Name, e.h.source)}
	var values []facts.Word
	for _, v := range list(e.node.Get("env")) {
		name, value := v.Get("name"), v.Get("value")
		if text(name) == "" || value == nil || value.Kind == tree.Object || value.Kind == tree.Array {
			continue
		}
		env.Variables = append(env.Variables, facts.Variable{Name: name.Text, Key: name.Span(e.src), Value: value.Span(e.src)})
		values = append(values, e.word(value))
	}
	for _, s := range list(e.node.Get("secrets")) {
		if n := s.Get("env"); text(n) != "" {
			env.Variables = append(env.Variables, facts.Variable{Name: n.Text, Key: n.Span(e.src), ByName: true})
			values = append(values, facts.Word{})
		}
	}
	return env, values
}
