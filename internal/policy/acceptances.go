package policy

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/bmatcuk/doublestar/v4"

	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/rules"
)

// warnDays is how many days before its end an acceptance is said to end.
const warnDays = 14

// taken is an acceptance with the findings that it covers.
type taken struct {
	*facts.Acceptance
	prefix  string // what every path that it covers begins with
	covered []*rules.Finding
	settled bool // some finding is accepted by this acceptance and no other
}

// accept marks the findings that an entry of wirevet.toml covers until its last day, and reports the entries whose days
// are over.
func (s *settling) accept(findings []*rules.Finding) {
	if len(s.System.Acceptances) == 0 {
		return
	}
	index := newIndex(s.System.Acceptances)
	for _, f := range findings {
		if !f.Rule.Policy {
			s.settle(f, index.covering(f))
		}
	}
	for _, a := range index.all {
		s.reportEnd(a)
		if len(a.covered) > 0 && !a.settled && !a.Expires.Value.Over(s.Now) {
			s.unused(a.Span, a.Block, "the acceptance of "+a.Rule+" is not needed: another one covers the same, and holds longer")
		}
		if len(a.covered) == 0 && s.ran[a.Rule] != nil {
			s.unused(a.Span, a.Block, "the acceptance of "+a.Rule+" covers no finding")
		}
	}
}

// settle gives a finding the acceptance that holds longest of those that cover it.
func (s *settling) settle(f *rules.Finding, covering []*taken) {
	var best *taken
	for _, a := range covering {
		a.covered = append(a.covered, f)
		if !a.Expires.Value.Over(s.Now) && (best == nil || a.Expires.Value.After(best.Expires.Value.Time)) {
			best = a
		}
	}
	if best == nil {
		return
	}
	best.settled = true
	f.State = rules.Accepted
	f.Acceptance = &rules.Acceptance{Span: best.Span, Reason: best.Reason, Owner: best.Owner, Expires: best.Expires.Value.String()}
	if days := best.Expires.Value.DaysFrom(s.Now); days < warnDays {
		f.Note("the acceptance ends %s", ends(best.Expires.Value, days))
	}
}

// reportEnd says that an acceptance has ended, or will soon.
func (s *settling) reportEnd(a *taken) {
	open := 0
	for _, f := range a.covered {
		if f.State == rules.Open {
			open++
		}
	}
	over, days := a.Expires.Value.Over(s.Now), a.Expires.Value.DaysFrom(s.Now)
	var f *rules.Finding
	switch {
	case over && open > 0:
		what := "a finding of " + a.Rule + " is"
		if open > 1 {
			what = strconv.Itoa(open) + " findings of " + a.Rule + " are"
		}
		f = s.report(rules.AcceptanceExpired, a.Expires.Span, fmt.Sprintf("the acceptance by %s ended on %s, and %s open again", a.Owner, a.Expires.Value, what)).
			At("the last day")
	case !over && a.settled && days < warnDays:
		f = s.report(rules.AcceptanceExpired, a.Expires.Span, fmt.Sprintf("the acceptance of %s by %s ends %s", a.Rule, a.Owner, ends(a.Expires.Value, days))).
			At("the last day")
		f.Severity = rules.Note
	default:
		return
	}
	f.Value = a.Rule + " " + a.Path.Value + " " + a.Subject.Value
	f.Advise("repair what it is about, or decide again: a new date with a reason")
	f.RelatedAt(a.covered[0].Span, "what it accepts")
}

func ends(d facts.Date, days int) string {
	switch days {
	case 0:
		return "today"
	case 1:
		return "tomorrow, on " + d.String()
	}
	return fmt.Sprintf("in %d days, on %s", days, d)
}

// index finds the acceptances that cover a finding without trying each.
type index struct {
	all []*taken
	// by has the acceptances under their rule and what a finding must have besides: its subject, its path, or a folder
	// above it.
	by map[key][]*taken
}

// key is what an acceptance is found by.
type key struct {
	rule string
	kind byte // s for a subject, p for a path, d for a folder
	text string
}

func newIndex(list []*facts.Acceptance) *index {
	x := &index{by: make(map[key][]*taken, len(list))}
	for _, a := range list {
		t := &taken{Acceptance: a, prefix: literal(a.Path.Value)}
		x.all = append(x.all, t)
		k := keyOf(a)
		x.by[k] = append(x.by[k], t)
	}
	return x
}

func keyOf(a *facts.Acceptance) key {
	switch {
	case a.Subject.Known():
		return key{a.Rule, 's', a.Subject.Value}
	case literal(a.Path.Value) != a.Path.Value:
		return key{a.Rule, 'd', folder(literal(a.Path.Value))}
	}
	return key{a.Rule, 'p', a.Path.Value}
}

// literal returns a glob up to the first byte that stands for others.
func literal(glob string) string {
	if i := strings.IndexAny(glob, `*?[{\`); i >= 0 {
		return glob[:i]
	}
	return glob
}

// folder returns the folder of a path, without a slash; "" at the top.
func folder(path string) string {
	if i := strings.LastIndexByte(path, '/'); i >= 0 {
		return path[:i]
	}
	return ""
}

// covering returns the acceptances that cover a finding.
func (x *index) covering(f *rules.Finding) (out []*taken) {
	if f.Span.IsZero() || f.Span.Source.Policy == "" {
		return nil
	}
	try := func(kind byte, text string) {
		for _, t := range x.by[key{f.Rule.ID, kind, text}] {
			if facts.Governs(t.Span.Source, f.Span) && t.covers(f) {
				out = append(out, t)
			}
		}
	}
	inside := f.Span.Source.Inside
	if subject := f.Subject(); subject != "" {
		try('s', subject)
	}
	try('p', inside)
	for dir := inside; dir != ""; {
		dir = folder(dir)
		try('d', dir)
	}
	return out
}

func (t *taken) covers(f *rules.Finding) bool {
	if t.Subject.Known() && t.Subject.Value != f.Subject() {
		return false
	}
	inside := f.Span.Source.Inside
	return !t.Path.Known() || strings.HasPrefix(inside, t.prefix) && doublestar.MatchUnvalidated(t.Path.Value, inside)
}
