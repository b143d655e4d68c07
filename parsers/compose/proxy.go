package compose

import (
	"path"
	"strings"

	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/internal/credential"
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
	Mounts []string // paths in the container, as far as they are known
	Ports  []facts.Port
	// OwnNetwork is false when it shares that of the machine or of another container.
	OwnNetwork bool
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
		if item.isScalar() {
			out.Mounts = append(out.Mounts, target(item.node.Text))
		} else if at := s.stated(item.get("target")); at.Known() {
			out.Mounts = append(out.Mounts, at.Value)
		}
	}
	return out
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
