package link

import (
	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/internal/defaults"
)

// imageUsers fills in the account of images that do not name one, where that of their base is known.
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
}
