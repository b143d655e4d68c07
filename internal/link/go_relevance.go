package link

import "github.com/wirevet/wirevet/facts"

// settleRelevance says of each Go package how near it is to MCP. One that imports an SDK, or speaks the protocol by hand, is
// MCP itself. What it imports is on its path, and so are programs that import it with all that they import. Whatever else
// its module has belongs to the same deployment.
func settleRelevance(s *facts.System) {
	byPath := make(map[string]*facts.GoPackage, len(s.GoPackages))
	speaks := map[*facts.GoModule]bool{}
	for _, p := range s.GoPackages {
		byPath[p.Path] = p
		if isMCP(p) && !p.Test && p.Module != nil {
			speaks[p.Module] = true
		}
	}
	onPath := map[*facts.GoPackage]bool{}
	var follow func(*facts.GoPackage)
	follow = func(p *facts.GoPackage) {
		if p == nil || onPath[p] {
			return
		}
		onPath[p] = true
		for _, path := range p.Imports {
			follow(byPath[path])
		}
	}
	for _, p := range s.GoPackages {
		if isMCP(p) || p.Name == "main" && reachesMCP(p, byPath, map[*facts.GoPackage]bool{}) {
			follow(p)
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

func isMCP(p *facts.GoPackage) bool { return len(p.SDKs) > 0 || !p.SpeaksMCP.IsZero() }

// reachesMCP reports whether the package needs one that is MCP itself.
func reachesMCP(p *facts.GoPackage, byPath map[string]*facts.GoPackage, seen map[*facts.GoPackage]bool) bool {
	if p == nil || seen[p] {
		return false
	}
	seen[p] = true
	if isMCP(p) {
		return true
	}
	for _, path := range p.Imports {
		if reachesMCP(byPath[path], byPath, seen) {
			return true
		}
	}
	return false
}
