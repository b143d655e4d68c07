package link

import (
	"slices"

	"github.com/wirevet/wirevet/facts"
)

// settleDeployed says how near workloads, services and what is installed with them are to MCP. A workload is MCP when its
// name, its labels, its image or its command line says so, or when its image is built from something that is; a service
// when it leads to one or is named so. Whatever else is in the same deployment belongs to it.
func settleDeployed(s *facts.System) {
	for _, w := range s.Workloads {
		if e := w.Entry; e != nil && e.Host == nil && e.Deployment != nil && e.Deployment.Kind != facts.DevContainer && e.Relevance > facts.IsMCP && workloadNamesMCP(w) {
			e.Relevance = facts.IsMCP
		}
	}
	for _, u := range s.Upstreams {
		if e := u.Entry; e != nil && e.Deployment != nil && e.Relevance > facts.OnPath && hopHas(u, "mcp") {
			e.Relevance = facts.OnPath
		}
	}
	for _, v := range s.Services {
		if v.Entry.Relevance > facts.OnPath && serviceNamesMCP(v) {
			v.Entry.Relevance = facts.OnPath
		}
	}
}

// shareDeployments marks what is installed together with something that is MCP, or on its path.
func shareDeployments(s *facts.System) {
	near := map[facts.Deployment]bool{}
	for _, e := range s.Entries {
		if e.Deployment != nil && e.Relevance <= facts.OnPath {
			near[*e.Deployment] = true
		}
	}
	if len(near) == 0 {
		return
	}
	for _, e := range s.Entries {
		if e.Deployment != nil && e.Relevance == facts.Unrelated && near[*e.Deployment] {
			e.Relevance = facts.SameDeployment
		}
	}
}

func workloadNamesMCP(w *facts.Workload) bool {
	if saysMCP(w.Entry.Component) || w.Container != nil && w.Container.Image != nil && saysMCP(w.Container.Image.Name) {
		return true
	}
	if w.Deployed == nil { // a service that starts a container
		return false
	}
	if b := w.Deployed.Image; b != nil && saysMCP(b.Dockerfile) {
		return true
	}
	if w.Container != nil && w.Container.Built != nil && w.Container.Built.Entry.Relevance <= facts.OnPath {
		return true
	}
	for key, value := range w.Deployed.Labels {
		if saysMCP(key) || saysMCP(value) {
			return true
		}
	}
	return startNamesMCP(w.Deployed.Starts)
}

func serviceNamesMCP(v *facts.Service) bool {
	if slices.ContainsFunc(v.Names, saysMCP) {
		return true
	}
	return slices.ContainsFunc(v.Workloads, func(w *facts.Workload) bool { return w.Entry != nil && w.Entry.Relevance == facts.IsMCP })
}

func saysMCP(name string) bool { return hasWord(name, "mcp") }
