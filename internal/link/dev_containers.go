package link

import (
	"strings"

	"github.com/wirevet/wirevet/facts"
)

// settleDevContainers brings near the dev containers in which servers run: those of projects in which a host is configured that
// starts one. What a dev container is for otherwise is not our business.
func settleDevContainers(s *facts.System) {
	var containers []*facts.Entry
	for _, e := range s.Entries {
		if e.Deployment != nil && e.Deployment.Kind == facts.DevContainer {
			containers = append(containers, e)
		}
	}
	if len(containers) == 0 {
		return
	}
	starts := map[string]bool{} // folders of projects
	for _, l := range s.Launches {
		e := l.Entry
		if e == nil || e.Host == nil || e.Name.Source == nil || e.Name.Source.Owner != facts.ProjectOwned {
			continue
		}
		if at := e.Name.Source.Path; !strings.Contains(at, ".github/workflows/") { // whose hosts run on another machine
			starts[Project(at)] = true
		}
	}
	for _, e := range containers {
		if e.Relevance > facts.SameDeployment && starts[e.Deployment.Dir] {
			e.Relevance = facts.SameDeployment
		}
	}
	for _, l := range s.Launches {
		if l.Compose != nil && l.Compose.Workload != nil && l.Entry.Host == nil {
			service := l.Compose.Workload.Entry
			service.Relevance = min(service.Relevance, l.Entry.Relevance)
		}
	}
}
