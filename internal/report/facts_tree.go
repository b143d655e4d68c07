package report

import (
	"cmp"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/wirevet/wirevet/facts"
)

// noun is one thing that the parsers understood.
type noun struct {
	kind   string
	file   string
	span   facts.Span // where it is stated; zero for a whole file
	title  string
	fields []field
	slice  int // which slice of the system it came from, and where it stood there
	index  int
}

// field is one part of a noun. Fields that hold nothing are left out.
type field struct {
	name   string
	value  string
	quote  bool   // the value is any string, and stands in quotes where people read it
	state  string // explicit, inherited, default, unresolved; empty when the value is not one that rules judge
	why    string
	span   facts.Span
	fields []field
}

// nounsOf returns all nouns of a system in the order of their sources. A file that was read only because others may need it, and
// that states nothing, is left out: of a Go module there are hundreds.
func nounsOf(system *facts.System) []noun {
	var out []noun
	d := describer{nouns: map[reflect.Type]string{}}
	all := nounSlices(reflect.ValueOf(system).Elem())
	for _, s := range all {
		if t := s.value.Type().Elem(); t.Kind() == reflect.Pointer {
			d.nouns[t] = s.kind
		}
	}
	for n, s := range all {
		for i := range s.value.Len() {
			v := reflect.Indirect(s.value.Index(i))
			if !v.IsValid() {
				continue
			}
			file, span := placeOf(v)
			out = append(out, noun{
				kind: s.kind, file: file, span: span, title: titleOf(v), slice: n, index: i,
				fields: withoutValue(d.fields(v, true), file), // a path that the headline has
			})
		}
	}
	unasked := map[string]bool{}
	for _, s := range system.Sources {
		unasked[s.Path] = !s.Asked
	}
	for _, n := range out {
		if n.kind != "source" {
			delete(unasked, n.file)
		}
	}
	out = slices.DeleteFunc(out, func(n noun) bool { return n.kind == "source" && unasked[n.file] })
	for i := range out {
		if s := out[i].span.Source; s != nil {
			out[i].title = s.Redact(out[i].title)
			redactFields(s, out[i].fields)
		}
	}
	slices.SortStableFunc(out, func(a, b noun) int {
		return cmp.Or(strings.Compare(a.file, b.file), cmp.Compare(a.span.Start, b.span.Start),
			cmp.Compare(a.slice, b.slice), cmp.Compare(a.index, b.index))
	})
	return out
}

// redactFields hides in what was decoded from a source what is hidden in the source.
func redactFields(s *facts.Source, fields []field) {
	for i := range fields {
		fields[i].value = s.Redact(fields[i].value)
		redactFields(s, fields[i].fields)
	}
}

// nounSlice is a slice of the system with the word for what it holds.
type nounSlice struct {
	kind  string
	value reflect.Value
}

// nounSlices returns the slices of a struct and of those that it embeds.
func nounSlices(v reflect.Value) []nounSlice {
	var out []nounSlice
	for i := range v.NumField() {
		switch f := v.Field(i); {
		case v.Type().Field(i).Anonymous && f.Kind() == reflect.Struct:
			out = append(out, nounSlices(f)...)
		case f.Kind() == reflect.Slice:
			out = append(out, nounSlice{words(elem(f.Type()).Name()), f})
		}
	}
	return out
}

func elem(slice reflect.Type) reflect.Type {
	if t := slice.Elem(); t.Kind() == reflect.Pointer {
		return t.Elem()
	}
	return slice.Elem()
}

// words turns the name of a Go type or field into the words that people read: HostKey is "host-key".
func words(name string) string {
	var b strings.Builder
	runes := []rune(strings.ReplaceAll(name, "OAuth", "Oauth"))
	for i, r := range runes {
		upper := unicode.IsUpper(r)
		after := i > 0 && !unicode.IsUpper(runes[i-1])
		before := i > 0 && i+1 < len(runes) && unicode.IsLower(runes[i+1])
		if upper && (after || before) {
			b.WriteByte('-')
		}
		b.WriteRune(unicode.ToLower(r))
	}
	return b.String()
}

// placeOf returns the file and the bytes that state a noun.
func placeOf(v reflect.Value) (string, facts.Span) {
	switch x := v.Addr().Interface().(type) {
	case *facts.Source:
		return x.Path, facts.Span{}
	case *facts.Problem:
		return x.File(), x.Span
	case *facts.Entry:
		return firstPlace(x.Name, x.Block)
	case *facts.Launch:
		return firstPlace(x.Command, entryPlace(x.Entry))
	case *facts.ServerGroup:
		if len(x.Wired) > 0 {
			return firstPlace(entryPlace(x.Wired[0].Entry))
		}
	}
	for _, name := range []string{"Span", "Source", "Entry"} {
		f := v.FieldByName(name)
		if !f.IsValid() {
			continue
		}
		switch x := f.Interface().(type) {
		case facts.Span:
			if !x.IsZero() {
				return x.Source.Path, x
			}
		case *facts.Source:
			if x != nil {
				return x.Path, facts.Span{}
			}
		case *facts.Entry:
			return firstPlace(entryPlace(x))
		}
	}
	return "", facts.Span{}
}

// firstPlace returns the first span that is one.
func firstPlace(spans ...facts.Span) (string, facts.Span) {
	for _, s := range spans {
		if !s.IsZero() {
			return s.Source.Path, s
		}
	}
	return "", facts.Span{}
}

func entryPlace(e *facts.Entry) facts.Span {
	if e == nil {
		return facts.Span{}
	}
	_, span := firstPlace(e.Name, e.Block)
	return span
}

// titleOf says what the noun belongs to: its server, or its host.
func titleOf(v reflect.Value) string {
	if e, ok := v.Addr().Interface().(*facts.Entry); ok {
		return e.Subject()
	}
	if f := v.FieldByName("Entry"); f.IsValid() {
		if e, ok := f.Interface().(*facts.Entry); ok && e != nil {
			return e.Subject()
		}
	}
	return ""
}

// plainString returns a string that was read from the bytes of span. Where their source text is masked and the string
// is not part of what is left, the source text is given instead: a parser that kept too much must not leak it here.
func plainString(s string, span facts.Span) (value string, quote bool) {
	if text := span.Text(); strings.Contains(text, "*") && !strings.Contains(text, s) {
		return Visible(text), false
	}
	return s, true
}

// excerpt returns the source text of a span when it fits in a line.
func excerpt(span facts.Span) string {
	text := span.Text()
	if strings.ContainsAny(text, "\r\n") || utf8.RuneCountInString(text) > 100 {
		return ""
	}
	return Visible(text)
}

// reference names another noun by its place.
func reference(kind string, v reflect.Value) string {
	file, span := placeOf(v)
	if span.IsZero() {
		return fmt.Sprintf("the %s of %s", kind, Visible(file))
	}
	return fmt.Sprintf("the %s at %s", kind, location(span.Source, span.Begin()))
}
