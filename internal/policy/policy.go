// Package policy decides what becomes of a finding after a rule has made it: how heavy it is where nothing runs or where
// wirevet.toml says so, and whether somebody has accepted or ignored it. What it finds wrong with that it adds itself.
package policy

import (
	"slices"
	"time"

	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/rules"
)

// Options says how findings are settled.
type Options struct {
	System *facts.System
	Now    time.Time
	Rules  []*rules.Rule // those that ran, policy's own among them
	// Whole are the paths of those wirevet.toml files of which everything that they govern was checked: only there does
	// an entry that is about nothing say anything.
	Whole []string
}

// Apply settles the findings, and returns them with policy's own.
func Apply(findings []*rules.Finding, o Options) []*rules.Finding {
	s := &settling{Options: o, ran: make(map[string]*rules.Rule, len(o.Rules))}
	for _, r := range o.Rules {
		s.ran[r.ID] = r
	}
	findings = s.override(findings)
	LowerSamples(findings)
	s.ignore(findings)
	s.accept(findings)
	s.reportUnused()
	own := s.override(s.own)
	LowerSamples(own)
	return append(findings, own...)
}

// settling is one application of all policies.
type settling struct {
	Options
	ran map[string]*rules.Rule // by id
	own []*rules.Finding
}

// report adds a finding of one of policy's own rules, unless the rule does not run. The returned finding may be changed.
func (s *settling) report(rule *rules.Rule, span facts.Span, message string) *rules.Finding {
	f := &rules.Finding{Rule: rule, Severity: rule.Severity, Span: span, Message: message}
	if s.ran[rule.ID] != nil {
		s.own = append(s.own, f)
	}
	return f
}

// override gives findings the severity that wirevet.toml gives their rule, and drops those of rules that are switched off.
func (s *settling) override(findings []*rules.Finding) []*rules.Finding {
	if len(s.System.Overrides) == 0 {
		return findings
	}
	byRule := map[string][]*facts.RuleOverride{}
	for _, o := range s.System.Overrides {
		byRule[o.Rule] = append(byRule[o.Rule], o)
	}
	return slices.DeleteFunc(findings, func(f *rules.Finding) bool {
		for _, o := range byRule[f.Rule.ID] {
			if !facts.Governs(o.Span.Source, f.Span) {
				continue
			}
			if o.Disabled {
				return true
			}
			if severity, ok := rules.ParseSeverity(o.Severity.Value); ok {
				setSeverity(f, severity)
			}
		}
		return false
	})
}

// setSeverity moves a finding to the severity of its rule. One that is lighter than its rule for a reason of its own is
// not made heavier, and a guess is never an error.
func setSeverity(f *rules.Finding, severity rules.Severity) {
	switch {
	case severity < f.Severity:
		f.Severity = severity
	case severity > f.Severity && f.Severity >= f.Rule.Severity:
		f.Severity = severity
		if f.Confidence == facts.Low && severity > rules.Warning {
			f.Severity = rules.Warning
		}
	}
}
