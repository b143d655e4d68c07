package link

import (
	"slices"

	"github.com/wirevet/wirevet/facts"
)

// followTokens finds where the tokens come from that a program keeps in the context of a request. A key under which no caller's
// token is kept is about something else.
func followTokens(s *facts.System) {
	kept := make(map[string]*facts.ContextToken, len(s.Contexts))
	for _, c := range s.Contexts {
		if kept[c.Key] == nil {
			kept[c.Key] = c
		}
	}
	s.Forwards = slices.DeleteFunc(s.Forwards, func(f *facts.TokenForward) bool {
		if f.Key == "" {
			return false
		}
		from := kept[f.Key]
		if from == nil {
			return true
		}
		f.From = from.Span
		return false
	})
}
