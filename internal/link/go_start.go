package link

import (
	"path"
	"strings"

	"github.com/wirevet/wirevet/facts"
)

// startPackages finds the main package that each host entry starts, by `go run`, or as a binary that has its name.
func startPackages(s *facts.System) {
	if len(s.GoPackages) == 0 {
		return
	}
	byDir, byName, byPath := map[string]*facts.GoPackage{}, map[string][]*facts.GoPackage{}, map[string]*facts.GoPackage{}
	for _, p := range s.GoPackages {
		if p.Name == "main" && !p.Test {
			byDir[p.Dir] = p
			if _, twice := byPath[p.Path]; twice {
				byPath[p.Path] = nil // copies of one module
			} else {
				byPath[p.Path] = p
			}
			byName[binaryName(p)] = append(byName[binaryName(p)], p)
		}
	}
	for _, l := range s.Launches {
		if l.Entry == nil || l.Entry.Host == nil || l.Program == "" || l.Image != nil {
			continue
		}
		var started *facts.GoPackage
		if n := len(l.Chain); n > 0 && l.Chain[n-1].Name == "go run" {
			started = byPath[l.Program]
			if started == nil {
				started = byDir[goRunFolder(l)]
			}
		} else if len(l.Packages) == 0 {
			name := strings.TrimSuffix(path.Base(strings.ReplaceAll(l.Program, `\`, "/")), ".exe")
			if found := byName[name]; len(found) == 1 && sameTree(Project(l.Entry.Name.Source.Path), found[0]) {
				started = found[0]
			}
		}
		if started != nil {
			l.Starts = started
			started.StartedBy = append(started.StartedBy, l)
		}
	}
}

// sameTree reports whether a project is below a package's module, or the module below the project: elsewhere a name alone
// is a coincidence.
func sameTree(project string, p *facts.GoPackage) bool {
	if p.Module == nil {
		return true
	}
	return isBelow(project, p.Module.Dir) || isBelow(p.Module.Dir, project)
}

func isBelow(path, folder string) bool {
	return folder == "." || path == folder || strings.HasPrefix(path, folder+"/")
}

// binaryName is how go build names the binary of a main package: by the last element of its path that is no version.
func binaryName(p *facts.GoPackage) string {
	name := path.Base(p.Path)
	if len(name) > 1 && name[0] == 'v' && strings.Trim(name[1:], "0123456789") == "" {
		name = path.Base(path.Dir(p.Path))
	}
	return name
}

// goRunFolder returns the folder that the argument of `go run` means: below the folder that the launch states, or that of
// its project. A file means its folder.
func goRunFolder(l *facts.Launch) string {
	program := strings.ReplaceAll(l.Program, `\`, "/")
	if strings.HasSuffix(program, ".go") {
		program = path.Dir(program)
	}
	return below(workFolder(l), program)
}

// inWorkspace returns a path without the variable by which hosts name the project's folder.
func inWorkspace(name string) string {
	for _, variable := range []string{"${workspaceFolder}", "${workspaceRoot}"} {
		if rest, ok := strings.CutPrefix(name, variable); ok {
			return path.Join(".", rest)
		}
	}
	return name
}
