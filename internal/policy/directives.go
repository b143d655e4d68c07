package policy

import (
	"slices"
	"strings"

	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/rules"
)

// ignore passes over what comments ask to be passed over, and reports the comments that cannot.
func (s *settling) ignore(findings []*rules.Finding) {
	if len(s.System.Directives) == 0 {
		return
	}
	bySource := map[*facts.Source][]*rules.Finding{}
	for _, f := range findings {
		if f.Span.Source != nil {
			bySource[f.Span.Source] = append(bySource[f.Span.Source], f)
		}
	}
	for _, d := range s.System.Directives {
		if why := fault(d); why != "" {
			s.report(rules.IgnoreWithoutReason, d.Span, "this comment ignores nothing: "+why).At("without effect").
				Advise("write wirevet:ignore RULE -- reason, on the line of what it is about or above it")
			continue
		}
		for _, named := range d.Rules {
			if !s.silence(d, named.ID, bySource[d.Span.Source]) && s.ran[named.ID] != nil && s.ran[named.ID].Scope == rules.OneFact {
				f := s.report(rules.IgnoreWithoutReason, named.Span, "this comment ignores nothing: there is no finding of "+named.ID+" where it stands")
				f.At("without effect").Advise("remove it, before it hides one that is new")
				f.Severity = rules.Note
			}
		}
	}
}

// silence marks the findings of a rule that the directive covers. It reports whether there are any.
func (s *settling) silence(d *facts.Directive, id string, findings []*rules.Finding) bool {
	silenced := false
	for _, f := range findings {
		if f.Rule.ID == id && !f.Rule.Policy && d.Covers.Contains(f.Span) {
			f.State = rules.Ignored
			f.Acceptance = &rules.Acceptance{Span: d.Span, Reason: d.Reason}
			silenced = true
		}
	}
	return silenced
}

// fault says why a directive has no effect, or "".
func fault(d *facts.Directive) string {
	if d.Fault != "" {
		return d.Fault
	}
	for _, named := range d.Rules {
		switch r := rules.Find(named.ID); {
		case r == nil:
			return "there is no rule " + strings.Trim(named.ID, " ")
		case r.Policy:
			return "findings of " + r.ID + " cannot be ignored"
		}
	}
	if d.Covers.IsZero() {
		return "nothing stands below it that it could be about"
	}
	return ""
}

// whole reports whether everything that a policy governs was checked.
func (s *settling) whole(src *facts.Source) bool { return slices.Contains(s.Whole, src.Path) }
