package link

import (
	"path"
	"slices"

	"github.com/wirevet/wirevet/facts"
)

// settleImages says which images that are built have to do with MCP: those whose entrypoint, command, base, label or path says
// so, and those that are built from a package that has.
func settleImages(s *facts.System) {
	if len(s.Builds) == 0 {
		return
	}
	mains := relevantMains(s)
	for _, b := range s.Builds {
		if b.Entry.Relevance == facts.Unrelated && (imageNamesMCP(b) || buildsMCP(mains, b)) {
			b.Entry.Relevance = facts.IsMCP
		}
	}
}

// shareDockerfiles says of the other stages of a Dockerfile that they belong to the one that is relevant.
func shareDockerfiles(s *facts.System) {
	near := map[*facts.Source]bool{}
	for _, b := range s.Builds {
		if b.Entry.Relevance < facts.Unrelated {
			near[b.Source] = true
		}
	}
	if len(near) == 0 {
		return
	}
	for _, e := range s.Entries {
		if e.Builds && e.Relevance == facts.Unrelated && near[e.Name.Source] {
			e.Relevance = facts.SameDeployment
		}
	}
}

func imageNamesMCP(b *facts.ImageBuild) bool {
	if saysMCP(b.Source.Path) || b.Base != nil && saysMCP(b.Base.Name) || startNamesMCP(b.Starts) {
		return true
	}
	for name, value := range b.Labels {
		if saysMCP(name) || saysMCP(value) {
			return true
		}
	}
	return slices.ContainsFunc(b.GoMains, saysMCP)
}

// startNamesMCP reports whether a program is a bridge, or it or one of its arguments is named for MCP.
func startNamesMCP(l *facts.Launch) bool {
	if l == nil {
		return false
	}
	if l.Role == facts.BridgeRole { // all of which speak MCP
		return true
	}
	if saysMCP(l.Program) || !l.Command.IsZero() && saysMCP(l.Command.Text()) {
		return true
	}
	for _, shell := range l.Shells {
		if saysMCP(shell.Span.Text()) {
			return true
		}
	}
	return slices.ContainsFunc(l.Args, func(a facts.Span) bool { return saysMCP(a.Text()) })
}

// relevantMains returns the folders of main packages that have to do with MCP.
func relevantMains(s *facts.System) map[string]bool {
	out := map[string]bool{}
	for _, p := range s.GoPackages {
		if p.Entry != nil && p.Name == "main" && !p.Test && p.Entry.Relevance <= facts.OnPath {
			out[p.Dir] = true
		}
	}
	return out
}

// buildsMCP reports whether a main package that ends up in the image is among those. A build's context is the Dockerfile's
// folder, or one above it.
func buildsMCP(mains map[string]bool, b *facts.ImageBuild) bool {
	for _, main := range b.GoMains {
		for context := path.Dir(b.Source.Path); ; context = path.Dir(context) {
			if mains[path.Join(context, main)] {
				return true
			}
			if context == "." || context == "/" {
				break
			}
		}
	}
	return false
}
