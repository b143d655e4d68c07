package link

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/wirevet/wirevet/facts"
)

// selectWorkloads finds the workloads of each service of Kubernetes by their labels.
func selectWorkloads(s *facts.System) {
	type place struct{ namespace, label, value string }
	labelled := map[place][]*facts.Workload{}
	for _, w := range s.Workloads {
		if w.Deployed != nil {
			for label, value := range w.Deployed.Labels {
				at := place{w.Deployed.Namespace, label, value}
				labelled[at] = append(labelled[at], w)
			}
		}
	}
	for _, v := range s.Services {
		if len(v.Workloads) > 0 || len(v.Selector) == 0 {
			continue
		}
		var fewest []*facts.Workload
		first := true
		for label, value := range v.Selector {
			if with := labelled[place{v.Namespace, label, value}]; first || len(with) < len(fewest) {
				fewest, first = with, false
			}
		}
		for _, w := range fewest {
			if selects(v.Selector, w.Deployed.Labels) && apart(v.Entry.Deployment, w.Entry.Deployment) == 0 {
				v.Workloads = append(v.Workloads, w)
			}
		}
	}
}

func selects(selector, labels map[string]string) bool {
	for label, value := range selector {
		if labels[label] != value {
			return false
		}
	}
	return true
}

// apart says how far two deployments are from each other: 0 for one and the same, or where nothing is known.
func apart(a, b *facts.Deployment) int {
	if a == nil || b == nil || *a == *b {
		return 0
	}
	return 1
}

// names finds services by the names that others call them by.
type names map[string][]*facts.Service

func serviceNames(s *facts.System) names {
	out := names{}
	for _, v := range s.Services {
		for _, name := range v.Names {
			name = strings.ToLower(name)
			out[name] = append(out[name], v)
		}
	}
	return out
}

// lookup returns the service that a name means in the configuration of an entry: of its own deployment, or the nearest by
// folder. It returns nil when there is none, and the number of those that it could be.
func (n names) lookup(name string, from *facts.Entry) (*facts.Service, int) {
	candidates := n[strings.TrimSuffix(strings.ToLower(name), ".")]
	if from.Deployment != nil {
		if own := within(candidates, func(d facts.Deployment) bool { return d == *from.Deployment }); len(own) > 0 {
			candidates = own
		}
	}
	if len(candidates) > 1 && from.Name.Source != nil {
		// A configuration lies below the folder that it is installed from, or in one beside it.
		for at := path.Dir(from.Name.Source.Path); ; at = path.Dir(at) {
			near := within(candidates, func(d facts.Deployment) bool { return d.Dir == at })
			if len(near) > 0 {
				candidates = near
				break
			}
			if at == "." || at == "/" {
				break
			}
		}
	}
	if len(candidates) != 1 {
		return nil, len(candidates)
	}
	return candidates[0], 1
}

func within(list []*facts.Service, wanted func(facts.Deployment) bool) []*facts.Service {
	var out []*facts.Service
	for _, v := range list {
		if v.Entry.Deployment != nil && wanted(*v.Entry.Deployment) {
			out = append(out, v)
		}
	}
	return out
}

// followUpstreams finds who answers at the address of each hop: the workloads of a service, and what their programs listen
// on. A name that several services have leads nowhere.
func followUpstreams(s *facts.System) {
	if len(s.Upstreams) == 0 || len(s.Services) == 0 {
		return
	}
	known := serviceNames(s)
	in := listenersInside(s)
	for _, u := range s.Upstreams {
		if !u.Address.Known() || u.Entry == nil {
			continue
		}
		service, n := known.lookup(u.Address.Value, u.Entry)
		if n > 1 {
			s.Ambiguous = append(s.Ambiguous, facts.Ambiguity{Span: u.Span, What: fmt.Sprintf("%d services of that name", n)})
		}
		if service == nil {
			continue
		}
		u.Workloads = service.Workloads
		for _, w := range u.Workloads {
			for _, l := range in.of(w) {
				if portOf(l) != "" && portOf(l) == containerPort(w, service, u.Port) && !slices.Contains(u.Serves, l) {
					u.Serves = append(u.Serves, l)
				}
			}
		}
	}
}
