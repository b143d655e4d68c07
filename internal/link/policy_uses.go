package link

import "github.com/wirevet/wirevet/facts"

// usePolicies tells each policy that a function returns where other packages of the program ask for it.
func usePolicies(s *facts.System) {
	if len(s.PolicyUses) == 0 {
		return
	}
	uses := make(map[string][]facts.Span, len(s.PolicyUses))
	for _, u := range s.PolicyUses {
		uses[u.Function] = append(uses[u.Function], u.Span)
	}
	for _, p := range s.TLS {
		if p.Function != "" {
			p.Uses = uses[p.Function]
		}
	}
}
