package nginx

import (
	"strings"

	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/internal/template"
)

// scope is a block with its includes put in: the whole configuration, http, a server, a location, an if.
type scope struct {
	parent *scope
	block  *statement // nil for what a fragment stands in
	own    []*statement
	index  map[string][]*statement // of own, when there is much of it
	// open is an include that is not among the files: what is not set here may be set there.
	open facts.Span
	// effect is the last place that was asked for where something inherited takes effect.
	effect *facts.Why
}

// takesEffect returns what is said of an inherited value that takes effect at a place. The many settings of one location share it.
func (s *scope) takesEffect(at facts.Span) *facts.Why {
	if s.effect == nil || s.effect.Effect != at {
		s.effect = &facts.Why{Effect: at}
	}
	return s.effect
}

// named returns the scope's own directives of that name.
func (s *scope) named(name string) []*statement {
	const small = 32
	if len(s.own) > small {
		if s.index == nil {
			s.index = make(map[string][]*statement, small)
			for _, d := range s.own {
				s.index[d.name.text] = append(s.index[d.name.text], d)
			}
		}
		return s.index[name]
	}
	var out []*statement
	for _, d := range s.own {
		if d.name.text == name {
			out = append(out, d)
		}
	}
	return out
}

// setting is what the files say about one directive in a scope.
type setting struct {
	directives []*statement // of the level that counts; several add up or make a list, as the directive has it
	state      facts.State
	open       facts.Span // Unresolved: the include that may set it
	asked      *scope     // where it was looked for
}

// lookup finds a directive as nginx inherits it: the nearest level that has it replaces all outer ones.
func (s *scope) lookup(name string) setting {
	for at := s; at != nil; at = at.parent {
		if found := at.named(name); len(found) > 0 {
			state := facts.Inherited
			if at == s {
				state = facts.Explicit
			}
			return setting{directives: found, state: state, asked: s}
		}
		if !at.open.IsZero() {
			return setting{state: facts.Unresolved, open: at.open, asked: s}
		}
	}
	return setting{asked: s}
}

// last returns the directive that counts where only one can.
func (v setting) last() *statement {
	if len(v.directives) == 0 {
		return nil
	}
	return v.directives[len(v.directives)-1]
}

// text returns the first word of the directive that counts.
func (v setting) text() string {
	if d := v.last(); d != nil {
		return d.arg(0)
	}
	return ""
}

// stated turns a setting into a value at span. effect is where an inherited value takes effect.
func stated[T any](v setting, value T, span, effect facts.Span) facts.Stated[T] {
	switch v.state {
	case facts.Unresolved:
		return facts.Undecided[T](v.open, facts.OutsideRepository)
	case facts.Unset:
		return facts.Stated[T]{Span: effect}
	}
	for _, d := range v.directives {
		if reason := undecided(d); reason != facts.NoReason {
			return facts.Undecided[T](d.written(), reason)
		}
	}
	out := facts.Stated[T]{Value: value, Span: span, State: v.state}
	if v.state == facts.Inherited {
		out.Why = v.asked.takesEffect(effect)
	}
	return out
}

// undecided says why the words of a directive cannot be known from the files.
func undecided(d *statement) facts.Reason {
	if d.conditional {
		return facts.UnrenderedTemplate
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
	case strings.Contains(s, "$"):
		return facts.UnknownVariable
	}
	return facts.NoReason
}

// flag reads a directive that is on or off. absent is the value without the directive.
func (s *scope) flag(name string, effect facts.Span) facts.Stated[bool] {
	v := s.lookup(name)
	d := v.last()
	if d == nil {
		return stated(v, false, facts.Span{}, effect)
	}
	return stated(v, strings.EqualFold(d.arg(0), "on"), d.written(), effect)
}

// word reads a directive of one word.
func (s *scope) word(name string, effect facts.Span) facts.Stated[string] {
	v := s.lookup(name)
	d := v.last()
	if d == nil || len(d.args) == 0 {
		return stated(v, "", facts.Span{}, effect)
	}
	return stated(v, d.arg(0), d.at(d.args[0]), effect)
}
