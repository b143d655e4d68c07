package hostconfig

import (
	"slices"
	"strings"

	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/parsers/launch"
	"github.com/wirevet/wirevet/parsers/tree"
)

// readSettings reads the host's settings outside of its server maps.
func (p *parser) readSettings() {
	for i := range p.h.settings {
		s := &p.h.settings[i]
		for _, found := range lookup(p.root, s.key) {
			p.readSetting(s, found.member)
		}
	}
}

// hostEntry returns the entry that findings about a setting of the whole host point to.
func (p *parser) hostEntry(m tree.Member) *facts.Entry {
	return &facts.Entry{Host: &p.h.host, Name: m.KeySpan(p.src), Block: member(p.src, m)}
}

func (p *parser) readSetting(s *setting, m tree.Member) {
	v := m.Value
	if v == nil {
		return
	}
	e := &entry{parser: p, fact: p.hostEntry(m), node: v}
	switch s.reads {
	case equalValue:
		if v.Kind != tree.Object && v.Kind != tree.Array && v.Text == s.equals && p.stands(s.alongside) {
			e.approve(s.key, member(p.src, m), s.grants, s.breadth)
		}
	case serverNames:
		for _, item := range v.Items {
			if item.Kind == tree.String {
				e.approve(s.key, item.Span(p.src), s.grants, s.breadth)
			}
		}
	case inactiveNames:
		for _, item := range v.Items {
			if item.Kind == tree.String {
				p.out.InactiveServers = append(p.out.InactiveServers, facts.InactiveServer{Host: &p.h.host, Name: p.src.Redact(item.Text), Span: item.Span(p.src)})
			}
		}
	case toolPatterns:
		e.readToolPatterns(s, m)
	case activeNames:
		p.readActiveNames(v)
	case launchString:
		if v.Kind == tree.String && v.Text != "" {
			p.out.Entries = append(p.out.Entries, e.fact)
			words := launch.Split(e.word(v))
			e.launch = launch.Read(launch.Input{Entry: e.fact, Command: words[0], Args: words[1:], Title: "the command of " + s.key, Remedy: p.h.remedy}, p.out)
		}
	case environmentMap:
		e.readHostEnvironment(v)
	case verificationOff:
		if v.Text == s.equals {
			p.out.TLS = append(p.out.TLS, &facts.TLSPolicy{
				Entry: e.fact, Span: member(p.src, m), Setting: s.key + ": " + v.Text, Subject: p.h.host.Title, Purpose: s.purpose,
				Verify: facts.Written(facts.VerifyNone, v.Span(p.src)),
			})
		}
	case confinementOff:
		if v.Text == s.equals {
			p.out.Workloads = append(p.out.Workloads, &facts.Workload{
				Entry: e.fact, Span: member(p.src, m), Title: p.h.host.Title,
				Confinement: []facts.Confinement{{Name: "the sandbox of " + p.h.host.Title, On: false, Span: member(p.src, m)}},
			})
			if v.Kind == tree.Bool { // absent it is off as well
				p.out.Parts = append(p.out.Parts, facts.Part{Of: member(p.src, m)})
			}
		}
	}
}

// stands reports whether the file has a setting, "key=value". The empty setting always stands.
func (p *parser) stands(setting string) bool {
	key, value, _ := strings.Cut(setting, "=")
	if key == "" {
		return true
	}
	for _, found := range lookup(p.root, key) {
		if found.member.Value.Text == value {
			return true
		}
	}
	return false
}

// readActiveNames switches off the servers of this file that a list of names leaves out. An empty list leaves out none.
func (p *parser) readActiveNames(list *tree.Node) {
	if len(list.Items) == 0 {
		return
	}
	for _, e := range p.out.Entries {
		named := slices.ContainsFunc(list.Items, func(n *tree.Node) bool { return n.Kind == tree.String && p.src.Redact(n.Text) == e.Server })
		if e.Host == &p.h.host && e.Server != "" && !named {
			p.out.InactiveServers = append(p.out.InactiveServers, facts.InactiveServer{Host: &p.h.host, Name: e.Server, Span: list.Span(p.src)})
		}
	}
}

// readToolPatterns reads a list of permission patterns, or one pattern as a key with its decision as the value.
func (e *entry) readToolPatterns(s *setting, m tree.Member) {
	if m.Value.Kind == tree.String {
		if breadth, ok := toolPattern(m.Key); ok && m.Value.Text == s.equals {
			e.approve(s.key, member(e.src, m), s.grants, breadth)
		}
		return
	}
	for _, item := range m.Value.Items {
		if item.Kind != tree.String {
			continue
		}
		if breadth, ok := toolPattern(item.Text); ok {
			e.approve(s.key, item.Span(e.src), s.grants, breadth)
		}
	}
}

// readHostEnvironment reads the variables that a host sets for itself, and so for every server it starts.
func (e *entry) readHostEnvironment(n *tree.Node) {
	in := launch.Input{Entry: e.fact, Title: e.h.host.Title + " and every server that it starts", Remedy: e.h.remedy}
	e.eachVariable(n, func(name string, key facts.Span, value *tree.Node) {
		if value == nil || value.Kind == tree.Null || value.Kind == tree.Object || value.Kind == tree.Array {
			return
		}
		in.Environment.Variables = append(in.Environment.Variables, facts.Variable{Name: name, Key: key, Value: value.Span(e.src)})
		in.Values = append(in.Values, e.word(value))
	})
	launch.ReadEnvironment(in, e.out)
}

// readInputs reads the prompts of the file: their ids, and defaults that may be credentials.
func (p *parser) readInputs() {
	p.inputs = nil
	for _, path := range [...]string{"inputs", "mcp.inputs", "settings.mcp.inputs", "customizations.vscode.mcp.inputs"} {
		for _, found := range lookup(p.root, path) {
			list := found.member.Value
			if list == nil || list.Kind != tree.Array || p.h.forms&inputColon == 0 {
				continue
			}
			for _, item := range list.Items {
				p.readInput(item)
			}
		}
	}
}

func (p *parser) readInput(item *tree.Node) {
	id := item.Get("id")
	if id == nil || id.Kind != tree.String {
		return
	}
	if p.inputs == nil {
		p.inputs = map[string]bool{}
	}
	p.inputs[id.Text] = true
	fallback := item.Get("default")
	if fallback == nil || fallback.Kind != tree.String || fallback.Text == "" {
		return
	}
	name := id.Text
	if hidden := item.Get("password"); hidden != nil && hidden.Text == "true" {
		name += "-password" // what is typed unseen is a credential
	}
	e := &entry{parser: p, fact: &facts.Entry{Host: &p.h.host, Name: id.Span(p.src), Block: item.Span(p.src)}, node: item}
	for _, c := range e.secret(name, fallback, facts.InInput) {
		c.Name, c.Remedy = id.Text, ""
	}
}
