package link

import (
	"path"
	"slices"
	"strings"

	"github.com/wirevet/wirevet/facts"
)

// loadEnvFiles tells each env file which entries load it, and drops those that nothing wired here loads: an env
// file somewhere in the repository is not our business unless a host file refers to it or lies in its folder.
func loadEnvFiles(s *facts.System) {
	if len(s.EnvFiles) == 0 {
		return
	}
	byPath := make(map[string]*facts.EnvFile, len(s.EnvFiles))
	for _, f := range s.EnvFiles {
		byPath[f.Source.Path] = f
	}
	for _, l := range s.Launches {
		if l.Entry.Deployment != nil && l.Entry.Relevance == facts.Unrelated {
			continue
		}
		for _, named := range l.Environment.Files {
			if !named.Known() {
				continue
			}
			for _, candidate := range envFilePaths(l, named.Value) {
				if f := byPath[candidate]; f != nil {
					f.ReferencedBy = append(f.ReferencedBy, named.Span)
					break
				}
			}
		}
	}
	projects := make(map[string]bool, len(s.HostFiles))
	for _, h := range s.HostFiles {
		projects[Project(h.Source.Path)] = true
	}
	s.EnvFiles = slices.DeleteFunc(s.EnvFiles, func(f *facts.EnvFile) bool {
		return len(f.ReferencedBy) == 0 && !projects[Project(f.Source.Path)]
	})
}

// envFilePaths returns where the file that a launch names may lie: below the working folder it states, the
// project's folder, or the host file's own.
func envFilePaths(l *facts.Launch, named string) []string {
	if l.Entry.Deployment != nil {
		return []string{named} // its parser knows what the path is relative to
	}
	source := l.Entry.Name.Source.Path
	project := Project(source)
	name := strings.ReplaceAll(named, `\`, "/")
	for _, variable := range []string{"${workspaceFolder}/", "${workspaceRoot}/", "./"} {
		name = strings.TrimPrefix(name, variable)
	}
	if strings.HasPrefix(name, "/") || strings.ContainsAny(name, "$~%") {
		return []string{path.Clean(name)}
	}
	var out []string
	if l.Cwd.Known() && !strings.ContainsAny(l.Cwd.Value, "$~%") {
		out = append(out, path.Join(project, l.Cwd.Value, name))
	}
	return append(out, path.Join(project, name), path.Join(path.Dir(source), name))
}
