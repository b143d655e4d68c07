package hostconfig

import (
	"strings"

	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/parsers/tree"
)

// shape is a kind of file that is recognised by its content, whatever its name, and that describes servers in another
// way than a map of them.
type shape struct {
	h    *host
	is   func(root *tree.Node) bool
	read func(p *parser)
}

// shapes returns all shapes. No file has two.
func shapes() [6]shape {
	return [...]shape{
		{&bundles, isBundle, (*parser).readBundle},
		{&registry, isRegistryManifest, (*parser).readRegistryManifest},
		{&dockerGateway, isCatalogue, (*parser).readCatalogue},
		{&microsoft365, isAppManifest, (*parser).readAppManifest},
		{&microsoft365, isPluginManifest, (*parser).readPluginManifest},
		{gooseHost(), isRecipe, (*parser).readRecipe},
	}
}

// shapedHosts are the hosts that have no files of their own names.
func shapedHosts() []*host { return []*host{&bundles, &registry, &dockerGateway, &microsoft365} }

// readShapes reads the file as the shape that it has, if any.
func (p *parser) readShapes() {
	for _, root := range p.doc.Roots {
		if root.Kind != tree.Object {
			continue
		}
		for _, s := range shapes() {
			if s.is(root) {
				p.h, p.f, p.root = s.h, nil, root
				p.hosts = append(p.hosts, &s.h.host)
				s.read(p)
				break
			}
		}
	}
}

// open adds the entry of a member that describes a server, and returns it.
func (p *parser) open(m tree.Member, within string) *entry {
	e := &entry{parser: p, fact: p.entryFact(m, within), node: m.Value}
	p.out.Entries = append(p.out.Entries, e.fact)
	return e
}

// said returns a word that the file does not hold as such: text that follows from n, with the place of n.
func said(src *facts.Source, n *tree.Node, text string) facts.Word {
	at := n.Word(src)
	w := facts.Word{Text: text, Source: src, Start: at.Start, End: at.End, Quoted: n.Span(src), Offsets: make([]int, len(text))}
	for i := range w.Offsets {
		w.Offsets[i] = at.Start
	}
	return w
}

// followedBy returns the word of n with text behind it, which stands at the end of n.
func followedBy(src *facts.Source, n *tree.Node, text string) facts.Word {
	at := n.Word(src)
	w := facts.Word{Text: at.Text + text, Source: src, Start: at.Start, End: at.End, Quoted: n.Span(src), Offsets: make([]int, len(at.Text)+len(text))}
	for i := range w.Offsets {
		w.Offsets[i] = at.Offset(i)
	}
	return w
}

func text(n *tree.Node) string {
	if n == nil || n.Kind != tree.String {
		return ""
	}
	return n.Text
}

// gooseHost returns the description of Goose, whose recipes lie anywhere.
func gooseHost() *host {
	for i := range agents {
		if agents[i].host.ID == "goose" {
			return &agents[i]
		}
	}
	return &unknown
}

// isRecipe reports whether the file is a recipe of Goose: instructions and a list of extensions that each have one of
// Goose's types.
func isRecipe(root *tree.Node) bool {
	items := list(root.Get("extensions"))
	if len(items) == 0 || root.Get("instructions") == nil && root.Get("prompt") == nil {
		return false
	}
	for _, item := range items {
		switch kind := text(item.Get("type")); kind {
		case "stdio", "sse", "streamable_http":
		default:
			if !builtIn(kind) {
				return false
			}
		}
	}
	return true
}

func (p *parser) readRecipe() { p.readServers(p.root.Get("extensions"), "") }

// microsoft365 describes the manifests by which an agent of Microsoft 365 gets tools. Credentials are never in them:
// authorization refers to a vault.
var microsoft365 = host{
	host:  facts.Host{ID: "microsoft-365", Title: "Microsoft 365"},
	infer: inference{address: facts.StreamableHTTP},
}

func isAppManifest(root *tree.Node) bool { return root.Get("agentConnectors") != nil }

// readAppManifest reads the connectors of an app manifest: agentConnectors[].toolSource.remoteMcpServer.
func (p *parser) readAppManifest() {
	for i, item := range list(p.root.Get("agentConnectors")) {
		server := item.Get("toolSource").Get("remoteMcpServer")
		url := server.Get("mcpServerUrl")
		if url == nil || url.Kind != tree.String {
			continue
		}
		e := p.open(listMember(i, item), "")
		e.addRemote(url, e.transportOf(facts.Stated[facts.Transport]{}, "url", url))
		if !strings.HasPrefix(url.Text, "https://") {
			p.problem(url.Span(p.src), "server %q: Microsoft 365 accepts only addresses that begin with https://", e.fact.Server)
		}
	}
}

func isPluginManifest(root *tree.Node) bool {
	for _, item := range list(root.Get("runtimes")) {
		if text(item.Get("type")) == "RemoteMCPServer" {
			return true
		}
	}
	return false
}

// readPluginManifest reads the runtimes of a declarative agent's plugin; unverified.
func (p *parser) readPluginManifest() {
	for i, item := range list(p.root.Get("runtimes")) {
		url := item.Get("spec").Get("url")
		if text(item.Get("type")) != "RemoteMCPServer" || text(url) == "" {
			continue
		}
		e := p.open(listMember(i, item), "")
		e.addRemote(url, e.transportOf(facts.Stated[facts.Transport]{}, "url", url))
	}
}

// list returns the items of a list; none for any other kind of node.
func list(n *tree.Node) []*tree.Node {
	if n == nil || n.Kind != tree.Array {
		return nil
	}
	return n.Items
}
