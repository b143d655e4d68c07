package link

import (
	"maps"

	"github.com/wirevet/wirevet/facts"
)

// holdCredentials tells each command that a Go program starts which credentials the program has in its environment: those
// that any package takes from there which is linked into a program with the one that starts the command.
func holdCredentials(s *facts.System) {
	if len(s.GoPackages) == 0 || len(s.Launches) == 0 {
		return
	}
	byPath, byEntry := packagesByPath(s), map[*facts.Entry]*facts.GoPackage{}
	for _, p := range s.GoPackages {
		if !p.Test {
			byEntry[p.Entry] = p
		}
	}
	together := map[*facts.GoPackage]map[*facts.GoPackage]bool{}
	for _, l := range s.Launches {
		if p := byEntry[l.Entry]; p != nil {
			together[p] = map[*facts.GoPackage]bool{}
		}
	}
	if len(together) == 0 {
		return
	}
	for _, main := range s.GoPackages {
		if main.Name != "main" || main.Test {
			continue
		}
		program := withImports(main, byPath)
		for p := range program {
			if together[p] != nil {
				maps.Copy(together[p], program)
			}
		}
	}
	for _, l := range s.Launches {
		program := together[byEntry[l.Entry]]
		if len(program) == 0 {
			continue // of a library: what its own package takes is known
		}
		l.Environment.Held = nil
		for _, c := range s.Credentials {
			if p := byEntry[c.Entry]; p != nil && program[p] && c.Carrier == facts.InEnvironment && !c.Literal {
				l.Environment.Held = append(l.Environment.Held, c)
			}
		}
	}
}

// packagesByPath returns the packages of Go that are no tests, by their import paths: tests have the path of the package that they
// test.
func packagesByPath(s *facts.System) map[string]*facts.GoPackage {
	out := make(map[string]*facts.GoPackage, len(s.GoPackages))
	for _, p := range s.GoPackages {
		if !p.Test {
			out[p.Path] = p
		}
	}
	return out
}

// withImports returns a package and all that it needs.
func withImports(p *facts.GoPackage, byPath map[string]*facts.GoPackage) map[*facts.GoPackage]bool {
	seen := map[*facts.GoPackage]bool{}
	var visit func(*facts.GoPackage)
	visit = func(p *facts.GoPackage) {
		if p == nil || seen[p] {
			return
		}
		seen[p] = true
		for _, path := range p.Imports {
			visit(byPath[path])
		}
	}
	visit(p)
	return seen
}
