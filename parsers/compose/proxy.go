package compose

import (
	"path"
	"strings"

	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/internal/credential"
	"github.com/wirevet/wirevet/parsers/launch"
	"github.com/wirevet/wirevet/parsers/tree"
)

// Proxied is what a project says to proxies that read the labels of its containers.
type Proxied struct {
	Deployment *facts.Deployment
	Services   []Labelled
}

// Labelled is one service as such a proxy sees it, or the proxy itself.
type Labelled struct {
	Name   string
	Image  string // its name without a registry and a tag; "" when it is built here or not known
	Labels []Label
	// Words are those of its entrypoint and its command.
	Words  []facts.Word
	Mounts []Mount
	Ports  []facts.Port
	// OwnNetwork is false when it shares that of the machine or of another container.
	OwnNetwork bool
}

// Mount is a place in a container that something of the machine takes.
type Mount struct {
	Source string // the shown path of a file or a folder; "" when that is not known
	Target string // "" when that is not known
}

// Label is one label, with its variables replaced as far as the file says by what. A variable that nobody knows is left as ${NAME}.
type Label struct {
	Key   string
	At    facts.Span
	Value facts.Word
}

// proxied gathers what the project's services say to proxies.
func (p *project) proxied() Proxied {
	out := Proxied{Deployment: p.deployment}
	for _, s := range p.services {
		out.Services = append(out.Services, s.labelled())
	}
	return out
}

func (s *service) labelled() Labelled {
	out := Labelled{Name: s.name, Ports: s.workload.Container.Ports, OwnNetwork: s.value.get("network_mode") == nil}
	if s.value.get("build") == nil {
		if i := s.image(); i != nil {
			out.Image = path.Base(i.Name)
		}
	}
	for _, key := range [...]string{"entrypoint", "command"} {
		for _, w := range s.words(s.value.get(key)) {
			out.Words = append(out.Words, resolved(w))
		}
	}
	for _, v := range [...]*value{s.value.get("labels"), s.value.get("deploy", "labels")} {
		if v == nil {
			continue
		}
		for _, m := range v.members {
			if m.value.isScalar() {
				out.Labels = append(out.Labels, Label{m.key, m.at, resolved(m.value.word())})
			}
		}
		if len(out.Labels) > 0 {
			break // those of deploy are for a swarm
		}
	}
	for _, item := range s.value.get("volumes").list() {
		out.Mounts = append(out.Mounts, s.mounted(item))
	}
	for _, item := range s.value.get("configs").list() {
		out.Mounts = append(out.Mounts, s.configured(item))
	}
	return out
}

// mounted returns what a volume puts where.
func (s *service) mounted(item *value) Mount {
	if item.isScalar() {
		source, _ := launch.Volume(item.word())
		return Mount{known(item.in.dir, source.Text), target(item.node.Text)}
	}
	m := Mount{Target: s.stated(item.get("target")).Value}
	if source := item.get("source"); source.isScalar() && s.stated(item.get("type")).Value == "bind" {
		m.Source = known(source.in.dir, source.node.Text)
	}
	return m
}

// configured returns what an entry of configs puts where: a file that the top level names.
func (s *service) configured(item *value) Mount {
	name, at := scalarOf(item, "source"), scalarOf(item, "target")
	if item.isScalar() {
		name = item.node.Text
	}
	m := Mount{Target: at}
	if at == "" {
		m.Target = "/" + name
	}
	for _, f := range s.files {
		if root := f.root(); root != nil {
			if file := root.Get("configs").Get(name).Get("file"); file != nil && file.Kind == tree.String {
				m.Source = known(f.dir, file.Text)
			}
		}
	}
	return m
}

// known returns the path of what a file in the folder names, or "" where a variable decides.
func known(dir, name string) string {
	i := interpolate(name)
	if !i.known {
		return ""
	}
	return below(dir, i.text)
}

// resolved replaces the variables of a word, and knows where each byte of it comes from.
func resolved(w facts.Word) facts.Word {
	if !strings.Contains(w.Text, "$") {
		return w
	}
	out := facts.Word{Source: w.Source, Start: w.Start, End: w.End, Quoted: w.Quoted}
	var b strings.Builder
	for at := 0; at < len(w.Text); {
		end := at + variableLength(w.Text[at:])
		part := w.Text[at:end]
		if w.Text[at] == '$' {
			if i := interpolate(part); i.known {
				part = i.text
			} else if part[1] != '{' {
				part = "${" + part[1:] + "}"
			}
		}
		b.WriteString(part)
		for range len(part) {
			out.Offsets = append(out.Offsets, w.Offset(at))
		}
		at = end
	}
	out.Text = b.String()
	return out
}

// variableLength returns how long a variable, or an escaped sign, is that a text begins with; 1 for anything else.
func variableLength(text string) int {
	if text[0] != '$' || len(text) == 1 {
		return 1
	}
	switch text[1] {
	case '$':
		return 2
	case '{':
		return max(credential.ClosingBrace(text), 0) + 1
	}
	return 1 + credential.Identifier(text[1:])
}
