package link

import "github.com/wirevet/wirevet/facts"

// findPrograms tells each listener in Go source which programs it is part of: the main packages that import the package it
// stands in.
func findPrograms(s *facts.System) {
	of := map[*facts.Entry][]*facts.Listener{}
	for _, l := range s.Listeners {
		if l.Entry != nil && l.Entry.Host == nil {
			of[l.Entry] = append(of[l.Entry], l)
		}
	}
	if len(of) == 0 || len(s.GoPackages) == 0 {
		return
	}
	byPath := packagesByPath(s)
	for _, main := range s.GoPackages {
		if main.Name != "main" || main.Test {
			continue
		}
		for p := range withImports(main, byPath) {
			for _, l := range of[p.Entry] {
				l.Programs = append(l.Programs, main)
			}
		}
	}
}
