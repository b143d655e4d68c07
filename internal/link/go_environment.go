package link

import "github.com/wirevet/wirevet/facts"

// holdCredentials tells each command that a Go program starts which credentials the program has in its environment: those
// that any package of its module takes from there.
func holdCredentials(s *facts.System) {
	if len(s.GoPackages) == 0 {
		return
	}
	module := make(map[*facts.Entry]*facts.GoModule, len(s.GoPackages))
	for _, p := range s.GoPackages {
		if !p.Test && p.Module != nil {
			module[p.Entry] = p.Module
		}
	}
	held := map[*facts.GoModule][]*facts.Credential{}
	for _, c := range s.Credentials {
		if m := module[c.Entry]; m != nil && c.Carrier == facts.InEnvironment && !c.Literal {
			held[m] = append(held[m], c)
		}
	}
	for _, l := range s.Launches {
		if m := module[l.Entry]; m != nil {
			l.Environment.Held = held[m]
		}
	}
}
