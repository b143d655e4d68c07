package engine

import (
	"fmt"
	"runtime/debug"
	"slices"

	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/internal/discover"
	"github.com/wirevet/wirevet/parsers"
	"github.com/wirevet/wirevet/parsers/wirevettoml"
	"github.com/wirevet/wirevet/rules"
)

// policyFormat is wirevet.toml, which is read before all others.
var policyFormat = parsers.Format{Name: "policy", Edit: wirevettoml.Edit}

// policies are the wirevet.toml files of a run, which are read as soon as they are found: they decide what else is read.
type policies struct {
	o      Options
	run    *Run
	stated []*facts.Facts
	read   []readSource
}

// govern reads one of them.
func (p *policies) govern(found *discover.Policy) {
	begin := p.o.Clock()
	f := p.parse(found)
	for _, policy := range f.Policies {
		found.Exclude = policy.Exclude
		p.run.Trace.Read = append(p.run.Trace.Read, ReadFile{found.File.Path, policyFormat.Name, p.o.Clock().Sub(begin)})
	}
	p.stated = append(p.stated, f)
}

// parse reads one wirevet.toml. A panic is kept to the file: without it, nothing is accepted.
func (p *policies) parse(found *discover.Policy) (out *facts.Facts) {
	defer func() {
		if r := recover(); r != nil {
			p.run.Bugs = append(p.run.Bugs, fmt.Sprintf("%s: %s\n%s", found.File.Path, panicKind(r), ownFrames(debug.Stack())))
			out = &facts.Facts{}
		}
	}()
	src, data, problem := discover.Read(found.File, p.o.MaxBytes)
	if problem != nil {
		return &facts.Facts{Problems: []*facts.Problem{problem}}
	}
	src, data = p.o.replaced(src, data, found.File.Abs)
	p.read = append(p.read, readSource{src, data, &policyFormat, found.File.Abs})
	known := make([]wirevettoml.Rule, 0, len(rules.All()))
	for _, r := range rules.All() {
		known = append(known, wirevettoml.Rule{ID: r.ID, Severity: r.Severity.String(), Own: r.Policy})
	}
	return wirevettoml.Parse(src, data, wirevettoml.Options{
		Rules: known, Now: p.o.Now, Open: func(path string) ([]byte, bool) { return found.Open(path, p.o.MaxBytes) },
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
