package goldenfacts

import (
	"os"
	"path/filepath"
	"reflect"
	"testing"
	"unicode/utf8"

	"github.com/rogpeppe/go-internal/txtar"

	"github.com/wirevet/wirevet/facts"
)

// Texts returns every file in the archives of testdata: seeds for what must hold for any text.
func Texts(t testing.TB) []txtar.File {
	t.Helper()
	names, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(names) == 0 {
		t.Fatalf("no archives: %v", err)
	}
	var out []txtar.File
	for _, name := range names {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, txtar.Parse(data).Files...)
	}
	return out
}

// Sound holds what must be so for any text: every place that is stated of the sources lies in data, on the borders of characters,
// and every problem has words. data are the bytes of each of the sources.
func Sound(t testing.TB, out *facts.Facts, data []byte, sources ...*facts.Source) {
	t.Helper()
	of := map[*facts.Source]bool{}
	for _, s := range sources {
		of[s] = true
	}
	valid := utf8.Valid(data)
	eachSpan(reflect.ValueOf(out), map[uintptr]bool{}, func(s facts.Span) {
		switch {
		case !of[s.Source]:
		case s.Start < 0 || s.End < s.Start || s.End > len(data):
			t.Errorf("a place is %d-%d of %d", s.Start, s.End, len(data))
		case valid && (s.Start < len(data) && !utf8.RuneStart(data[s.Start]) || s.End < len(data) && !utf8.RuneStart(data[s.End])):
			t.Errorf("a place cuts a character: %d-%d", s.Start, s.End)
		}
	})
	for _, p := range out.Problems {
		if p.Message == "" {
			t.Error("a problem without words")
		}
	}
}

// eachSpan calls f for every place in the facts below v.
func eachSpan(v reflect.Value, seen map[uintptr]bool, f func(facts.Span)) {
	switch v.Kind() {
	case reflect.Pointer:
		if v.IsNil() || seen[v.Pointer()] || v.Type() == reflect.TypeFor[*facts.Source]() {
			return
		}
		seen[v.Pointer()] = true
		eachSpan(v.Elem(), seen, f)
	case reflect.Interface:
		if !v.IsNil() {
			eachSpan(v.Elem(), seen, f)
		}
	case reflect.Slice:
		for i := range v.Len() {
			eachSpan(v.Index(i), seen, f)
		}
	case reflect.Struct:
		if s, ok := v.Interface().(facts.Span); ok {
			f(s)
			return
		}
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				eachSpan(v.Field(i), seen, f)
			}
		}
	}
}
