package link

import (
	"slices"

	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/internal/defaults"
)

// settleGoverned decides whose versions count for a policy on an address that another server owns.
func (t *tables) settleGoverned(p *facts.TLSPolicy, owner facts.TLSPolicy) {
	version := t.versionOf(p)
	if p.Product == "apache" && version == "" {
		version = "2.4.42" // of March 2020; whoever runs an older one can say so
	}
	rows := t.of(p.Product, defaults.GoverningVersions, version)
	for i := range p.Shadowed {
		p.Shadowed[i].Differs = !sameVersions(p, &owner)
	}
	switch {
	case len(rows) == 1 && rows[0].Value == "its own":
		p.Shadowed, p.GovernedBy = nil, nil
	case len(rows) == 1, sameVersions(p, &owner):
		effect := p.Lowest.Span
		p.Versions = nil
		for _, v := range owner.Versions {
			p.Versions = append(p.Versions, governed(v, effect))
		}
		p.Lowest, p.Highest = governed(owner.Lowest, effect), governed(owner.Highest, effect)
		for i := range p.Shadowed {
			if len(rows) == 1 {
				p.Shadowed[i].Versions = ""
			}
		}
	default:
		at := p.Lowest.Span
		p.Versions = nil
		open := facts.Undecided[facts.TLSVersion](at, facts.SeveralValues)
		open.Why.Effect = owner.Lowest.Span
		p.Lowest, p.Highest = open, open
	}
}

func governed(v facts.Stated[facts.TLSVersion], effect facts.Span) facts.Stated[facts.TLSVersion] {
	if v.State == facts.Explicit || v.State == facts.Inherited {
		v.State, v.Why = facts.Inherited, &facts.Why{Effect: effect}
	}
	return v
}

func sameVersions(p, q *facts.TLSPolicy) bool {
	return p.Lowest.State != facts.Unresolved && q.Lowest.State != facts.Unresolved &&
		slices.Equal(values(p.Versions), values(q.Versions)) ||
		// Both take the default, whichever that is.
		p.Lowest.State == facts.Unresolved && q.Lowest.State == facts.Unresolved && p.Lowest.Why.Text != "" && p.Lowest.Why.Text == q.Lowest.Why.Text
}

func values(list []facts.Stated[facts.TLSVersion]) []facts.TLSVersion {
	var out []facts.TLSVersion
	for _, v := range list {
		out = append(out, v.Value)
	}
	slices.Sort(out)
	return slices.Compact(out)
}
