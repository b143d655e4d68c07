package kubernetes

import (
	"os"
	"path/filepath"
	"reflect"
	"testing"
	"unicode/utf8"

	"github.com/rogpeppe/go-internal/txtar"

	"github.com/wirevet/wirevet/facts"
)

var fuzzPaths = []string{"k8s/a.yaml", "chart/templates/a.yaml", "a.json", "overlay/kustomization.yaml"}

// FuzzParse holds for any text: no panic, every place lies in the file on the borders of characters, and every problem has
// words.
func FuzzParse(f *testing.F) {
	files, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(files) == 0 {
		f.Fatal("no seeds")
	}
	for i, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		for _, part := range txtar.Parse(data).Files {
			f.Add(uint8(i), part.Data)
		}
	}
	f.Fuzz(func(t *testing.T, which uint8, data []byte) {
		src := facts.NewSource(fuzzPaths[int(which)%len(fuzzPaths)], data)
		out, embedded, _ := Parse(src, data)
		valid := utf8.Valid(data)
		check := func(s facts.Span) {
			if s.Source != src {
				return
			}
			if s.Start < 0 || s.End < s.Start || s.End > len(data) {
				t.Errorf("a place is %d-%d of %d", s.Start, s.End, len(data))
			} else if valid && (s.Start < len(data) && !utf8.RuneStart(data[s.Start]) || s.End < len(data) && !utf8.RuneStart(data[s.End])) {
				t.Errorf("a place cuts a character: %d-%d", s.Start, s.End)
			}
		}
		eachSpan(reflect.ValueOf(out), map[uintptr]bool{}, check)
		for _, e := range embedded {
			check(e.Text.Span())
		}
		for _, p := range out.Problems {
			if p.Message == "" {
				t.Error("a problem without words")
			}
		}
	})
}

// eachSpan calls f for every span in v.
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
	case reflect.Slice:
		for i := range v.Len() {
			eachSpan(v.Index(i), seen, f)
		}
	}
}
