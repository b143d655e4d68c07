package link

import "github.com/wirevet/wirevet/facts"

// settleMeshes finds the hops that a service mesh encrypts and authenticates: those whose workloads all refuse plain
// connections.
func settleMeshes(s *facts.System) {
	if len(s.Meshes) == 0 {
		return
	}
	for _, u := range s.Upstreams {
		var strict *facts.Mesh
		for _, w := range u.Workloads {
			if strict = governingMesh(s.Meshes, w, u.Port); strict == nil || !strict.Strict.Known() || !strict.Strict.Value {
				strict = nil
				break
			}
		}
		u.Mesh = strict
	}
}

// governingMesh returns the policy that decides for a workload's port: one for the workload before one for its namespace,
// before one for the whole mesh, and of each one that names the port (Istio, PeerAuthentication). Of several equals none does.
func governingMesh(policies []*facts.Mesh, w *facts.Workload, port string) *facts.Mesh {
	if w.Deployed == nil {
		return nil
	}
	var best *facts.Mesh
	rank, ties := 0, 0
	for _, m := range policies {
		if m.Namespace != "" && m.Namespace != w.Deployed.Namespace || !selects(m.Selector, w.Deployed.Labels) || m.Port != "" && m.Port != port {
			continue
		}
		r := 1
		if m.Namespace != "" {
			r += 2
		}
		if len(m.Selector) > 0 {
			r += 4
		}
		if m.Port != "" {
			r++
		}
		switch {
		case r > rank:
			best, rank, ties = m, r, 0
		case r == rank:
			ties++
		}
	}
	if ties > 0 {
		return nil
	}
	return best
}
