package link

import (
	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/internal/defaults"
)

// imageUsers fills in the account of images that do not name one, where that of their base is known, and that of workloads
// which have it from their image. What a workload says itself wins over its image: when all that run an image do, the image's
// own account is nobody's.
func imageUsers(s *facts.System) {
	for _, b := range s.Builds {
		if b.Process.User.State != facts.Unset || b.Base == nil {
			continue
		}
		if base, ok := defaults.UserOf(b.Base.Name, b.Base.Tag); ok {
			account := facts.Account{Name: base.User, Root: base.User == "root"}
			b.Process.User = facts.ByDefault(account, b.Entry.Name, b.Base.Name+" runs as "+base.User+" ("+base.Source+")")
		}
	}
	for _, b := range s.Builds {
		var by facts.Stated[facts.Account]
		overridden := len(b.RunBy) > 0
		for _, w := range b.RunBy {
			if w.User.Known() || refusesRoot(w) {
				by = w.User
				continue
			}
			overridden = false
			if w.User.State == facts.Unset {
				w.User = inherited(b.Process.User, w.Span)
				if w.Drops.State == facts.Unset {
					w.Drops = b.Process.Drops
				}
			}
		}
		if overridden {
			b.Process.User = by
		}
	}
}

func refusesRoot(w *facts.Workload) bool {
	return w.Deployed != nil && w.Deployed.NonRoot.Known() && w.Deployed.NonRoot.Value
}

// inherited returns a value that takes effect at another place than it is stated at.
func inherited[T any](v facts.Stated[T], effect facts.Span) facts.Stated[T] {
	if v.State == facts.Explicit {
		v.State, v.Why = facts.Inherited, &facts.Why{Effect: effect}
	}
	return v
}
