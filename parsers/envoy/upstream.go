package envoy

import "github.com/wirevet/wirevet/facts"

// upstream returns the next hop of an action: a cluster, or of several the one that reaches farthest.
func (w *walker) upstream(action node) *facts.Upstream {
	named := action.get("cluster")
	var all []*facts.Upstream
	if named.present() {
		all = append(all, w.cluster(named))
	}
	for _, c := range action.get("weighted_clusters", "clusters").items() {
		if name := c.get("name"); name.present() && !c.get("weight").isZero() {
			all = append(all, w.cluster(name))
		}
	}
	if len(all) == 0 {
		at := action.at
		for _, field := range [...]string{"cluster_header", "cluster_specifier_plugin", "inline_cluster_specifier_plugin", "weighted_clusters"} {
			if n := action.get(field); n.present() {
				at = n.at
			}
		}
		u := unknownUpstream(w.entry, at)
		w.e.out.Upstreams = append(w.e.out.Upstreams, u)
		return u
	}
	return widest(all)
}

// widest returns the next hop that reaches farthest, and of those that one whose connection is in clear.
func widest(all []*facts.Upstream) *facts.Upstream {
	best := all[0]
	for _, u := range all[1:] {
		if u.Exposure > best.Exposure || u.Exposure == best.Exposure && u.Policy == nil && best.Policy != nil {
			best = u
		}
	}
	return best
}

// cluster returns the next hop of a cluster's name. One that is not in the files has a name, and no address.
func (w *walker) cluster(name node) *facts.Upstream {
	found, reason := w.e.find(clusterKind, name.text())
	if reason == facts.NoReason && name.unknown() == facts.NoReason {
		if u := w.e.clusters[found.n]; u != nil {
			return u
		}
	}
	u := unknownUpstream(w.entry, name.span())
	u.Name = name.text()
	if reason := max(name.unknown(), reason); reason != facts.NoReason {
		u.Scheme, u.Address = facts.Undecided[string](name.span(), reason), facts.Undecided[string](name.span(), reason)
	}
	w.e.out.Upstreams = append(w.e.out.Upstreams, u)
	return u
}

// backends finds the MCP servers that a McpRouter sends calls to.
func (w *walker) backends(f filter) {
	for _, s := range f.body.get("servers").items() {
		if name := s.get("mcp_cluster", "cluster"); name.present() {
			w.backend = append(w.backend, w.cluster(name))
		}
	}
}
