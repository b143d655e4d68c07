package policy

import (
	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/rules"
)

// reportUnused reports the declarations that are about nothing.
func (s *settling) reportUnused() {
	for _, e := range s.System.Endpoints {
		if len(e.Uses) == 0 {
			s.unused(e.Span, e.Block, "the endpoint "+e.Match+" matches no connection")
		}
	}
	for _, d := range s.System.ServerDeclarations {
		if d.Uses == 0 {
			s.unused(d.Span, d.Block, "the server "+d.Match+" matches no server")
		}
	}
	for _, r := range s.System.Rotations {
		if len(r.Uses) == 0 && r.Certificates == 0 {
			s.unused(r.Span, r.Block, "the credential "+r.Name+" matches no credential that is used")
		}
	}
}

// unused reports an entry that is about nothing, where everything that it could be about was checked.
func (s *settling) unused(at, block facts.Span, message string) {
	if s.whole(at.Source) {
		s.report(rules.AcceptanceUnused, at, message).At("about nothing").For(at.Text()).
			Propose("remove the entry", true, facts.Remove{What: block}).
			Advise("remove the entry, before it covers what nobody has looked at; or correct its name")
	}
}
