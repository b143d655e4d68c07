package link

import (
	"testing"

	"github.com/wirevet/wirevet/facts"
)

func TestTheNearestPolicyOfAMeshDecides(t *testing.T) {
	mesh := func(strict bool, namespace, port string, selector map[string]string) *facts.Mesh {
		return &facts.Mesh{Namespace: namespace, Port: port, Selector: selector, Strict: facts.Written(strict, facts.Span{})}
	}
	tools := map[string]string{"app": "tools"}
	w := &facts.Workload{Deployed: &facts.Deployed{Namespace: "prod", Labels: map[string]string{"app": "tools", "tier": "x"}}}
	for name, c := range map[string]struct {
		policies []*facts.Mesh
		want     bool
	}{
		"none":                         {nil, false},
		"the whole mesh":               {[]*facts.Mesh{mesh(true, "", "", nil)}, true},
		"its namespace says otherwise": {[]*facts.Mesh{mesh(true, "", "", nil), mesh(false, "prod", "", nil)}, false},
		"another namespace":            {[]*facts.Mesh{mesh(true, "test", "", nil)}, false},
		"the workload itself":          {[]*facts.Mesh{mesh(false, "prod", "", nil), mesh(true, "prod", "", tools)}, true},
		"one port is open":             {[]*facts.Mesh{mesh(true, "prod", "", tools), mesh(false, "prod", "8080", tools)}, false},
		"another port is open":         {[]*facts.Mesh{mesh(true, "prod", "", tools), mesh(false, "prod", "9090", tools)}, true},
		"another workload":             {[]*facts.Mesh{mesh(true, "prod", "", map[string]string{"app": "other"})}, false},
		"two that disagree":            {[]*facts.Mesh{mesh(true, "prod", "", nil), mesh(false, "prod", "", nil)}, false},
	} {
		u := &facts.Upstream{Port: "8080", Workloads: []*facts.Workload{w}}
		settleMeshes(&facts.System{Facts: facts.Facts{Meshes: c.policies, Upstreams: []*facts.Upstream{u}}})
		if got := u.Mesh != nil; got != c.want {
			t.Errorf("%s: encrypted %v", name, got)
		}
	}
}
