package report

import (
	"fmt"
	"io/fs"
	"reflect"
	"slices"
	"strconv"
	"time"

	"github.com/wirevet/wirevet/facts"
)

// describer turns nouns into fields by what their Go types say, so that a new field of facts is printed without a
// line here.
type describer struct {
	nouns map[reflect.Type]string // pointer types that have a slice of their own; they are referred to, not repeated
}

// fields describes the exported fields of a struct. Of a noun, what its headline says is left out.
func (d describer) fields(v reflect.Value, isNoun bool) []field {
	var out []field
	own := ownSpan(v)
	for i := range v.NumField() {
		f := v.Type().Field(i)
		if !f.IsExported() || isNoun && (f.Name == "Span" || f.Name == "Entry" || f.Name == "Source") {
			continue
		}
		if f.Anonymous && f.Type.Kind() == reflect.Struct {
			out = append(out, d.fields(v.Field(i), isNoun)...)
			continue
		}
		out = append(out, d.describe(words(f.Name), v.Field(i), own)...)
	}
	return out
}

// ownSpan returns the bytes that the plain strings of a struct were read from. The strings of a credential are
// names, and never its value.
func ownSpan(v reflect.Value) facts.Span {
	if v.Type() == reflect.TypeFor[facts.Credential]() {
		return facts.Span{}
	}
	if f := v.FieldByName("Span"); f.IsValid() {
		if s, ok := f.Interface().(facts.Span); ok {
			return s
		}
	}
	return facts.Span{}
}

// describe returns the field of that name, several for a list, none when v holds nothing.
func (d describer) describe(name string, v reflect.Value, own facts.Span) []field {
	switch x := v.Interface().(type) {
	case facts.Span:
		if x.IsZero() {
			return nil
		}
		return []field{{name: name, value: excerpt(x), span: x}}
	case facts.Word:
		if x.Source == nil {
			return nil
		}
		return []field{{name: name, value: Visible(x.Span().Text()), span: x.Span()}} // never x.Text: it is not masked
	case *facts.Source:
		return optional(name, x != nil, func() string { return Visible(x.Path) })
	case time.Time:
		return optional(name, !x.IsZero(), func() string { return x.UTC().Format(time.RFC3339) })
	case facts.OfferedSuite:
		return []field{{name: name, value: x.Suite.Name, state: x.State.String(), span: x.Span}}
	case *facts.Host:
		return optional(name, x != nil, func() string { return x.ID })
	case fs.FileMode:
		return optional(name, x != 0, x.String)
	case fmt.Stringer:
		// The first value of an enumeration is as much an answer as the others.
		if v.Kind() != reflect.Pointer && v.Kind() != reflect.Struct {
			return optional(name, x.String() != "", x.String)
		}
	}
	switch v.Kind() {
	case reflect.String:
		if v.Len() == 0 {
			return nil
		}
		value, quote := plainString(v.String(), own)
		return []field{{name: name, value: value, quote: quote}}
	case reflect.Bool:
		return optional(name, v.Bool(), func() string { return "true" })
	case reflect.Slice:
		var out []field
		for i := range v.Len() {
			out = append(out, d.describe(name, v.Index(i), own)...)
		}
		return out
	case reflect.Pointer:
		return d.pointer(name, v)
	case reflect.Struct:
		return d.structure(name, v)
	}
	return optional(name, !v.IsZero(), func() string { return fmt.Sprint(v.Interface()) })
}

func optional(name string, has bool, value func() string) []field {
	if !has {
		return nil
	}
	return []field{{name: name, value: value()}}
}

func (d describer) pointer(name string, v reflect.Value) []field {
	if v.IsNil() {
		return nil
	}
	if kind, ok := d.nouns[v.Type()]; ok {
		return []field{{name: name, value: reference(kind, v.Elem())}}
	}
	return d.describe(name, v.Elem(), facts.Span{})
}

func (d describer) structure(name string, v reflect.Value) []field {
	if state := v.FieldByName("State"); state.IsValid() && state.Type() == reflect.TypeFor[facts.State]() && v.FieldByName("Why").IsValid() {
		return d.stated(name, v)
	}
	fields := d.fields(v, false)
	if len(fields) == 0 {
		return nil
	}
	out := field{name: name, fields: fields}
	if f := v.FieldByName("Span"); f.IsValid() {
		if s, ok := f.Interface().(facts.Span); ok && !s.IsZero() {
			// The place stands beside the name, not below it.
			out.value, out.span = excerpt(s), s
			out.fields = without(fields, "span")
		}
	}
	return []field{out}
}

func without(fields []field, name string) []field {
	return slices.DeleteFunc(fields, func(f field) bool { return f.name == name })
}

func withoutValue(fields []field, value string) []field {
	return slices.DeleteFunc(fields, func(f field) bool { return f.quote && f.value == value })
}

// stated describes a facts.Stated of any type.
func (d describer) stated(name string, v reflect.Value) []field {
	state := v.FieldByName("State").Interface().(facts.State)
	span := v.FieldByName("Span").Interface().(facts.Span)
	why, _ := v.FieldByName("Why").Interface().(*facts.Why)
	if state == facts.Unset {
		return nil
	}
	out := field{name: name, state: state.String(), span: span}
	switch state {
	case facts.Unresolved:
		out.value = excerpt(span)
	case facts.Default: // the span is what lacks the value
		d.judged(&out, v.FieldByName("Value"), facts.Span{})
	default:
		d.judged(&out, v.FieldByName("Value"), span)
	}
	if why != nil {
		out.why = Visible(why.Text)
		if why.Reason != facts.NoReason {
			out.why = why.Reason.String()
		}
		out.fields = append(out.fields, d.describe("effect", reflect.ValueOf(why.Effect), facts.Span{})...)
	}
	return []field{out}
}

// judged fills in a stated value, which is shown even when it is the zero value: false and "" are answers.
func (d describer) judged(out *field, v reflect.Value, span facts.Span) {
	switch x := v.Interface().(type) {
	case fmt.Stringer:
		out.value = x.String()
	case string:
		out.value, out.quote = plainString(x, span)
	case bool:
		out.value = strconv.FormatBool(x)
	default:
		if v.Kind() == reflect.Struct {
			out.fields = d.fields(v, false)
			return
		}
		out.value = fmt.Sprint(x)
	}
}
