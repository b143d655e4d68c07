package gofacts

import (
	"go/constant"
	"slices"

	"github.com/wirevet/wirevet/facts"
)

// stated turns a value into what rules read: constants are explicit, what is only a default is one, the rest is not
// decided by the files.
func stated[T any](v value, span facts.Span, convert func(constant.Value) (T, bool)) facts.Stated[T] {
	out := facts.Stated[T]{Span: span}
	if v.constant != nil {
		converted, ok := convert(v.constant)
		if ok && v.origin == constantOrigin {
			return facts.Written(converted, span)
		}
		if ok && v.origin != severalOrigin && v.origin != unknownOrigin {
			return facts.ByDefault(converted, span, "the default of "+v.describe())
		}
	}
	out.State, out.Why = facts.Unresolved, &facts.Why{Reason: v.reason()}
	return out
}

func (v value) reason() facts.Reason {
	switch v.origin {
	case environmentOrigin, flagOrigin, fieldOrigin, parameterOrigin:
		return facts.UnknownVariable
	case severalOrigin:
		return facts.SeveralValues
	}
	return facts.OutsideRepository
}

// describe names what sets a value, in a sentence.
func (v value) describe() string {
	switch v.origin {
	case flagOrigin:
		return "the flag " + v.name
	case environmentOrigin:
		return "the variable " + v.name
	case fieldOrigin:
		return "the field " + v.name
	case parameterOrigin:
		return "the parameter " + v.name
	}
	return "the source"
}

func boolOf(c constant.Value) (bool, bool) {
	if c == nil || c.Kind() != constant.Bool {
		return false, false
	}
	return constant.BoolVal(c), true
}

func textOf(c constant.Value) (string, bool) {
	if c == nil || c.Kind() != constant.String {
		return "", false
	}
	return constant.StringVal(c), true
}

// isLoopbackText reports whether a constant that something is compared with names this machine.
func isLoopbackText(c constant.Value) bool {
	text, _ := textOf(c)
	return slices.Contains([]string{"localhost", "127.0.0.1", "::1"}, text)
}
