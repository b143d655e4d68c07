package engine

import (
	"fmt"
	"runtime/debug"
	"slices"

	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/internal/discover"
	"github.com/wirevet/wirevet/parsers/wirevettoml"
	"github.com/wirevet/wirevet/rules"
)

// policyFormat is what -v calls wirevet.toml.
const policyFormat = "policy"

// readPolicies returns a function that reads a wirevet.toml as soon as it is found, because it decides what else is read,
// and the facts that come of them.
func readPolicies(o Options, run *Run) (govern func(*discover.Policy), stated func() []*facts.Facts) {
	var out []*facts.Facts
	govern = func(p *discover.Policy) {
		begin := o.Clock()
		f := readPolicy(o, p, run)
		for _, policy := range f.Policies {
			p.Exclude = policy.Exclude
			run.Trace.Read = append(run.Trace.Read, ReadFile{p.File.Path, policyFormat, o.Clock().Sub(begin)})
		}
		out = append(out, f)
	}
	return govern, func() []*facts.Facts { return out }
}

// readPolicy reads one wirevet.toml. A panic is kept to the file: without it, nothing is accepted.
func readPolicy(o Options, p *discover.Policy, run *Run) (out *facts.Facts) {
	defer func() {
		if r := recover(); r != nil {
			run.Bugs = append(run.Bugs, fmt.Sprintf("%s: %s\n%s", p.File.Path, panicKind(r), ownFrames(debug.Stack())))
			out = &facts.Facts{}
		}
	}()
	src, data, problem := discover.Read(p.File, o.MaxBytes)
	if problem != nil {
		return &facts.Facts{Problems: []*facts.Problem{problem}}
	}
	known := make([]wirevettoml.Rule, 0, len(rules.All()))
	for _, r := range rules.All() {
		known = append(known, wirevettoml.Rule{ID: r.ID, Severity: r.Severity.String(), Own: r.Policy})
	}
	return wirevettoml.Parse(src, data, wirevettoml.Options{
		Rules: known, Now: o.Now, Open: func(path string) ([]byte, bool) { return p.Open(path, o.MaxBytes) },
	})
}

// governance says for -v which wirevet.toml is in force.
func governance(o Options, found *discover.Found) []string {
	switch {
	case o.NoConfig:
		return []string{"no wirevet.toml is used"}
	case len(found.Policies) == 0:
		return []string{"no wirevet.toml governs what is checked"}
	}
	var out []string
	for _, p := range found.Policies {
		out = append(out, fmt.Sprintf("%s governs %s", p.File.Path, p.Folder))
	}
	return out
}

// whole returns the paths of the policies of which everything that they govern was checked, and read.
func whole(found *discover.Found, system *facts.System) []string {
	unread := func(p *facts.Problem) bool {
		isPolicy := slices.ContainsFunc(found.Policies, func(q *discover.Policy) bool { return q.File.Path == p.File() })
		return p.Kind.Incomplete() && !isPolicy
	}
	if slices.ContainsFunc(found.Problems, unread) || slices.ContainsFunc(system.Problems, unread) {
		return nil
	}
	var out []string
	for _, p := range found.Policies {
		if p.Whole {
			out = append(out, p.File.Path)
		}
	}
	return out
}
