package link

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/wirevet/wirevet/facts"
)

// findComposeServices finds the service that each command line means which starts one (docker compose run, the service of a dev
// container), or runs a command in its container. What a host starts in this way is an MCP server.
func findComposeServices(s *facts.System) {
	var services, containers map[string][]*facts.Workload // by name
	for _, l := range s.Launches {
		ref := l.Compose
		if ref == nil || l.Entry == nil || l.Entry.Name.Source == nil || l.Entry.Name.Source.Owner != facts.ProjectOwned {
			continue // where a host of the whole account starts its servers is not known
		}
		if services == nil {
			services, containers = composeServices(s)
		}
		found := inDefaultFile(containers[ref.Name])
		if !ref.Container {
			found = servicesMeant(ref, composeFolder(l), services[ref.Name])
		}
		switch len(found) {
		case 0:
		case 1:
			e := found[0].Entry
			ref.Workload, e.StartedBy = found[0], append(e.StartedBy, l)
			if l.Entry.Host != nil {
				e.Relevance = facts.IsMCP
			}
		default:
			s.Ambiguous = append(s.Ambiguous, facts.Ambiguity{Span: ref.Span, What: fmt.Sprintf("%d services of that name", len(found))})
		}
	}
}

// composeServices returns the services by their names, and by those of their containers.
func composeServices(s *facts.System) (services, containers map[string][]*facts.Workload) {
	services, containers = map[string][]*facts.Workload{}, map[string][]*facts.Workload{}
	for _, w := range s.Workloads {
		if w.Deployed == nil || w.Deployed.Service == "" || w.Entry.Deployment == nil || w.Entry.Deployment.Kind != "compose project" {
			continue
		}
		services[w.Deployed.Service] = append(services[w.Deployed.Service], w)
		if name := w.Deployed.ContainerName; name != "" {
			containers[name] = append(containers[name], w)
		}
	}
	return services, containers
}

// composeFolder is the folder in which a command line is run.
func composeFolder(l *facts.Launch) string {
	if l.Entry.Deployment != nil { // a dev container names files from its own folder
		return path.Dir(l.Entry.Name.Source.Path)
	}
	return workFolder(l)
}

// workFolder is the folder that a launch states, or that of its project.
func workFolder(l *facts.Launch) string {
	folder := Project(l.Entry.Name.Source.Path)
	if l.Cwd.Known() {
		folder = below(folder, l.Cwd.Value)
	}
	return folder
}

// below returns a path that is named from a folder, as shown.
func below(folder, name string) string {
	name = inWorkspace(strings.ReplaceAll(name, `\`, "/"))
	if path.IsAbs(name) {
		return path.Clean(name)
	}
	return path.Join(folder, name)
}

// servicesMeant returns those of the services of one name that a reference may mean. Without files it is that of the project in the
// folder, or in the nearest one above that has a compose file (docs.docker.com/reference/cli/docker/compose, -f).
func servicesMeant(ref *facts.ComposeService, folder string, named []*facts.Workload) []*facts.Workload {
	files := make([]string, len(ref.Files))
	for i, file := range ref.Files {
		files[i] = below(folder, file)
	}
	if in := slices.DeleteFunc(slices.Clone(named), func(w *facts.Workload) bool { return !slices.Contains(files, fileOf(w)) }); len(in) > 0 {
		return in
	}
	fixed := len(files) > 0 || ref.Dir != ""
	if len(files) > 0 {
		folder = path.Dir(files[0]) // the file may include the one that holds the service
	}
	if ref.Dir != "" {
		folder = below(folder, ref.Dir)
	}
	for at := folder; ; at = path.Dir(at) {
		found := slices.DeleteFunc(slices.Clone(named), func(w *facts.Workload) bool { return w.Entry.Deployment.Dir != at })
		if up := path.Dir(at); len(found) > 0 || fixed || up == at {
			return inDefaultFile(found)
		}
	}
}

// inDefaultFile returns those services that stand in a file which compose reads unasked, and all of them when none does.
func inDefaultFile(services []*facts.Workload) []*facts.Workload {
	unasked := slices.DeleteFunc(slices.Clone(services), func(w *facts.Workload) bool {
		switch name := path.Base(fileOf(w)); strings.TrimSuffix(strings.TrimSuffix(name, ".yaml"), ".yml") {
		case "compose", "docker-compose", "compose.override", "docker-compose.override":
			return false
		}
		return true
	})
	if len(unasked) == 0 {
		return services
	}
	return unasked
}

func fileOf(w *facts.Workload) string { return w.Entry.Name.Source.Path }
