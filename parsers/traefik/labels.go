package traefik

import (
	"strings"

	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/parsers/input"
)

// Settings states what labels and options of a command line say. Those of a command line begin with dashes. sees is how the files are
// read that this Traefik has; nil when nothing is known of them.
func Settings(list []Setting, sees *input.Unit) *facts.Facts {
	c := &config{dynamic: &node{}, states: ofLabels}
	c.takeOptions(list)
	if sees != nil {
		if in, ok := staticOf(sees, c.static.get("configFile").text()); ok {
			p := read(in.Source, in.Data)
			c.static, c.elsewhere = p.root, isKnown(in) // the options do not count
			if !c.elsewhere {
				c.files = append(c.files, p)
			}
		}
	}
	c.takeLabels(list)
	if sees != nil {
		for _, in := range dynamicOf(sees, c.static.get("providers", "file")) {
			p := read(in.Source, in.Data)
			provided(p.root, ofFiles)
			if !isKnown(in) {
				c.stateAlso(p)
				c.files = append(c.files, p)
			}
			c.dynamic.children = append(c.dynamic.children, merged(c.dynamic, p.root)...)
		}
	}
	out := c.facts()
	for _, p := range c.files { // those that nobody else reads
		out.Add(p.facts)
	}
	return out
}

// isKnown reports whether a file is taken for Traefik's by its name and its look, and is read as one.
func isKnown(in input.File) bool {
	return KnownPath(in.Source.Path) || CandidatePath(in.Source.Path) && Sniff(in.Data)
}

// takeOptions makes the static configuration of the options of a command line.
func (c *config) takeOptions(list []Setting) {
	for _, s := range list {
		if strings.HasPrefix(s.Key, "-") {
			if c.static == nil {
				c.static = &node{at: s.At}
			}
			c.static.put(s)
		}
	}
	hide(c.static, false)
}

// takeLabels adds what labels define.
func (c *config) takeLabels(list []Setting) {
	own, takes := &node{}, c.takesLabels(list)
	for _, s := range list {
		if !strings.HasPrefix(s.Key, "-") && takes(s.Container) {
			own.put(s)
		}
	}
	provided(own, ofLabels)
	hide(own, false)
	c.dynamic.children = append(c.dynamic.children, merged(c.dynamic, own)...)
}

// takesLabels returns whether Traefik looks at the labels of a container: when it reads any, and the container is not left out by
// traefik.enable, or for the lack of it.
func (c *config) takesLabels(list []Setting) func(container string) bool {
	docker, swarm := c.static.get("providers", "docker"), c.static.get("providers", "swarm")
	if c.static != nil && docker == nil && swarm == nil {
		return func(string) bool { return false }
	}
	exposed := true
	for _, provider := range [...]*node{docker, swarm} {
		if by := provider.get("exposedByDefault"); by != nil && strings.EqualFold(by.text(), "false") {
			exposed = false
		}
	}
	enabled := map[string]string{}
	for _, s := range list {
		if strings.EqualFold(s.Key, "traefik.enable") {
			enabled[s.Container] = strings.ToLower(s.Value.Text)
		}
	}
	return func(container string) bool {
		if is := enabled[container]; is != "" {
			return is != "false" && is != "0"
		}
		return exposed
	}
}
