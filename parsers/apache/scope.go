package apache

import (
	"strings"

	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/internal/template"
)

// scope is what stands directly in the configuration, a virtual host or a section.
type scope struct {
	section *statement
	group   sectionKind             // with which it is merged first, see required
	index   map[string][]*statement // when there is much of it
}

func newScope(section *statement) *scope { return &scope{section: section} }

// named returns the scope's own directives of that name, in their order.
func (s *scope) named(name string) []*statement {
	const small = 32
	if len(s.section.block) > small {
		if s.index == nil {
			s.index = make(map[string][]*statement, small)
			for _, d := range s.section.block {
				s.index[d.name] = append(s.index[d.name], d)
			}
		}
		return s.index[name]
	}
	var out []*statement
	for _, d := range s.section.block {
		if d.name == name {
			out = append(out, d)
		}
	}
	return out
}

// levels are scopes that are merged: each one's settings take the place of those before it.
type levels []*scope

// setting is what the files say about one directive.
type setting struct {
	directive *statement // the one that counts
	state     facts.State
	open      facts.Span // Unresolved: the include that may set it
}

// lookup finds a directive that replaces its like: the last one of the innermost level that has it.
func (l levels) lookup(name string) setting {
	for i := len(l) - 1; i >= 0; i-- {
		if found := l[i].named(name); len(found) > 0 {
			return setting{directive: found[len(found)-1], state: l.stateOf(i)}
		}
		if open := l[i].section.open; !open.IsZero() {
			return setting{state: facts.Unresolved, open: open}
		}
	}
	return setting{}
}

// stateOf says how a value of a level counts: what stands in the innermost one is said in place.
func (l levels) stateOf(i int) facts.State {
	if i == len(l)-1 {
		return facts.Explicit
	}
	return facts.Inherited
}

// all returns the directives of a name that add up, the outer levels' first.
func (l levels) all(name string) []*statement {
	var out []*statement
	for _, s := range l {
		out = append(out, s.named(name)...)
	}
	return out
}

// openInclude returns an include of a level that is not among the files.
func (l levels) openInclude() facts.Span {
	for i := len(l) - 1; i >= 0; i-- {
		if open := l[i].section.open; !open.IsZero() {
			return open
		}
	}
	return facts.Span{}
}

// stated turns a setting into a value at span. effect is where an inherited value takes effect.
func stated[T any](v setting, value T, span, effect facts.Span) facts.Stated[T] {
	switch v.state {
	case facts.Unresolved:
		return facts.Undecided[T](v.open, facts.OutsideRepository)
	case facts.Unset:
		return facts.Stated[T]{Span: effect}
	}
	if v.directive != nil {
		if reason := undecided(v.directive); reason != facts.NoReason {
			return facts.Undecided[T](v.directive.written(), reason)
		}
	}
	out := facts.Stated[T]{Value: value, Span: span, State: v.state}
	if v.state == facts.Inherited {
		out.Why = &facts.Why{Effect: effect}
	}
	return out
}

// undecided says why the words of a directive cannot be known from the files.
func undecided(d *statement) facts.Reason {
	if d.conditional != facts.NoReason {
		return d.conditional
	}
	for _, a := range d.args {
		if reason := unknownText(a.text); reason != facts.NoReason {
			return reason
		}
	}
	return facts.NoReason
}

func unknownText(s string) facts.Reason {
	switch {
	case template.Unrendered(s):
		return facts.UnrenderedTemplate
	case strings.Contains(s, "${"):
		return facts.UnknownVariable
	}
	return facts.NoReason
}

// word reads a directive of one word.
func (l levels) word(name string, effect facts.Span) facts.Stated[string] {
	v := l.lookup(name)
	if v.directive == nil || len(v.directive.args) == 0 {
		return stated(v, "", facts.Span{}, effect)
	}
	return stated(v, v.directive.args[0].text, v.directive.args[0].span(), effect)
}

// is reports whether a directive says a word, whatever its case.
func (v setting) is(text string) bool {
	return v.directive != nil && strings.EqualFold(v.directive.arg(0), text)
}
