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
	loaded := map[*facts.EnvFile][]loader{}
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
					if l.Entry.Deployment != nil && len(f.Credentials) > 0 {
						loaded[f] = append(loaded[f], loader{l, named.Span})
					}
					break
				}
			}
		}
	}
	for _, f := range s.EnvFiles {
		shareEnvFile(f, loaded[f])
	}
	for _, u := range s.EnvFileUses {
		if f := byPath[u.Path]; f != nil && u.Entry.Relevance < facts.Unrelated {
			f.ReferencedBy = append(f.ReferencedBy, u.Span)
		}
	}
	interpolated := resolveReferences(s, byPath)
	projects := make(map[string]bool, len(s.HostFiles))
	for _, h := range s.HostFiles {
		projects[Project(h.Source.Path)] = true
	}
	s.EnvFiles = slices.DeleteFunc(s.EnvFiles, func(f *facts.EnvFile) bool {
		return len(f.ReferencedBy) == 0 && !interpolated[f] && !projects[Project(f.Source.Path)]
	})
}

// loader is a workload of a deployment that is given a file of variables.
type loader struct {
	launch *facts.Launch
	at     facts.Span
}

// shareEnvFile tells each workload that is given a file which other one of its deployment is given it too: the first that is.
func shareEnvFile(f *facts.EnvFile, by []loader) {
	for _, l := range by {
		for _, other := range by {
			if other.launch.Entry != l.launch.Entry && *other.launch.Entry.Deployment == *l.launch.Entry.Deployment {
				l.launch.Environment.Shared = append(l.launch.Environment.Shared, facts.SharedEnvFile{
					Span: l.at, File: f, With: other.launch.Entry, At: other.at,
				})
				break
			}
		}
	}
}

// resolveReferences finds what the variables of compose files mean that stand for credentials: compose takes them from the file
// .env in the folder of the project, and where that has none, in the folder of a file that the project includes (compose-spec
// 12-interpolation, 14-include). It returns the files that are read for that, whether they have what is looked for or not.
func resolveReferences(s *facts.System, byPath map[string]*facts.EnvFile) map[*facts.EnvFile]bool {
	read := map[*facts.EnvFile]bool{}
	for _, e := range s.Entries {
		if d := e.Deployment; d != nil && d.Kind == "compose project" && e.Relevance < facts.Unrelated {
			if f := byPath[path.Join(d.Dir, ".env")]; f != nil {
				read[f] = true
			}
		}
	}
	for _, k := range s.Credentials {
		if k.Literal || k.Variable == "" || k.Entry == nil || k.Entry.Relevance == facts.Unrelated {
			continue
		}
		d := k.Entry.Deployment
		if d == nil || d.Kind != "compose project" {
			continue
		}
		for _, dir := range [...]string{d.Dir, path.Dir(k.Span.Source.Path)} {
			f := byPath[path.Join(dir, ".env")]
			if f != nil && slices.ContainsFunc(f.Credentials, func(held *facts.Credential) bool { return held.Name == k.Variable }) {
				f.Used, read[f] = append(f.Used, k), true
				break
			}
		}
	}
	return read
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
