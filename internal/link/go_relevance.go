package link

import (
	"maps"

	"github.com/wirevet/wirevet/facts"
)

// settleRelevance says of each Go package how near it is to MCP. One that imports an SDK, or speaks the protocol by hand, is
// MCP itself. What it imports is on its path, and so are programs that import it with all that they import. Whatever else
// its module has belongs to the same deployment.
func settleRelevance(s *facts.System) {
	byPath := packagesByPath(s)
	speaks := map[*facts.GoModule]bool{}
	for _, p := range s.GoPackages {
		if isMCP(p) && !p.Test && p.Module != nil {
			speaks[p.Module] = true
		}
	}
	onPath := map[*facts.GoPackage]bool{}
	for _, p := range s.GoPackages {
		if !isMCP(p) && p.Name != "main" {
			continue
		}
		needed := withImports(p, byPath)
		for q := range needed {
			if isMCP(q) {
				maps.Copy(onPath, needed)
				break
			}
		}
	}
	for _, p := range s.GoPackages {
		switch {
		case isMCP(p):
			p.Entry.Relevance = facts.IsMCP
		case onPath[p]:
			p.Entry.Relevance = facts.OnPath
		case speaks[p.Module]:
			p.Entry.Relevance = facts.SameDeployment
		}
	}
}

// isMCP reports whether the package imports an SDK, speaks the protocol by hand, or is what a host starts.
func isMCP(p *facts.GoPackage) bool {
	return len(p.SDKs) > 0 || !p.SpeaksMCP.IsZero() || len(p.StartedBy) > 0
}
