package link

import (
	"testing"

	"github.com/wirevet/wirevet/facts"
)

// A workload takes what an object of its own namespace holds: one key, or all.
func TestCredentialsAreTakenFromOneObject(t *testing.T) {
	object := facts.ConfigObject{Kind: "Secret", Namespace: "tools", Name: "tickets"}
	held := func(file, key string, o facts.ConfigObject) *facts.Credential {
		return &facts.Credential{Name: key, Literal: true, Object: o, Span: source(file).All()}
	}
	use := func(key string, o facts.ConfigObject) *facts.ConfigUse {
		return &facts.ConfigUse{Span: source("deploy.yaml").All(), Object: o, Key: key}
	}
	elsewhere := object
	elsewhere.Namespace = "other"
	a, b := held("secret.yaml", "A", object), held("secret.yaml", "B", object)
	twice := facts.ConfigObject{Kind: "ConfigMap", Name: "twice"}
	one, two := held("one.yaml", "C", twice), held("two.yaml", "C", twice)
	s := &facts.System{}
	s.Credentials = []*facts.Credential{a, b, one, two}
	s.ConfigUses = []*facts.ConfigUse{use("A", object), use("", object), use("A", elsewhere), use("C", twice)}
	findTakers(s)
	if len(a.TakenBy) != 2 || len(b.TakenBy) != 1 || b.TakenBy[0] != s.ConfigUses[1] {
		t.Errorf("%v %v", a.TakenBy, b.TakenBy)
	}
	if len(one.TakenBy)+len(two.TakenBy) != 0 || len(s.Ambiguous) != 1 {
		t.Errorf("of two objects with one name: %v %v %v", one.TakenBy, two.TakenBy, s.Ambiguous)
	}
}
