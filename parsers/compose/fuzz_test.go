package compose_test

import (
	"os"
	"path/filepath"
	"reflect"
	"testing"
	"unicode/utf8"

	"github.com/rogpeppe/go-internal/txtar"

	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/parsers/compose"
	"github.com/wirevet/wirevet/parsers/input"
)

// FuzzParse holds for any text: no panic, every place lies in the file on the borders of characters, and every problem has
// words.
func FuzzParse(f *testing.F) {
	files, _ := filepath.Glob("testdata/*.txtar")
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		for _, part := range txtar.Parse(data).Files {
			f.Add(part.Data)
		}
	}
	for _, seed := range []string{"services:", "services: {a: {extends: a}}", "include: [x.yaml]\nservices: {a: {volumes: ['${A:-${B:-/}}:/x']}}", "services: {a: {ports: ['[::1]:1:2', '::', '${A']}}",
		"services:\n  a: !reset {}\n  b: !override\n    image: ${A:-b}:c@d\n"} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		src, override := facts.NewSource("compose.yaml", data), facts.NewSource("compose.override.yaml", data)
		other := func(path string) (input.File, bool) {
			return input.File{Source: facts.NewSource(path, data), Data: data}, len(path) < 12
		}
		u := &input.Unit{Files: []input.File{{Source: override, Data: data}, {Source: src, Data: data}}, Open: other}
		valid := utf8.Valid(data)
		var changes []facts.Change
		for _, out := range compose.Parse(u) {
			eachSpan(reflect.ValueOf(out), map[uintptr]bool{}, func(s facts.Span) {
				if s.Start < 0 || s.End < s.Start || s.End > len(data) {
					t.Errorf("a place is %d-%d of %d", s.Start, s.End, len(data))
				} else if valid && (s.Start < len(data) && !utf8.RuneStart(data[s.Start]) || s.End < len(data) && !utf8.RuneStart(data[s.End])) {
					t.Errorf("a place cuts a character: %d-%d", s.Start, s.End)
				}
			})
			for _, p := range out.Problems {
				if p.Message == "" {
					t.Error("a problem without words")
				}
			}
			for _, w := range out.Workloads {
				if w.User.Known() && w.User.Span.Source == src {
					changes = append(changes, facts.Replace{Value: w.User.Span, By: "65532"}, facts.Remove{What: w.User.Span})
				}
			}
		}
		compose.Edit(src, data, changes)
	})
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
	case reflect.Slice:
		for i := range v.Len() {
			eachSpan(v.Index(i), seen, f)
		}
	case reflect.Struct:
		if s, ok := v.Interface().(facts.Span); ok {
			if s.Source != nil {
				f(s)
			}
			return
		}
		for i := range v.NumField() {
			eachSpan(v.Field(i), seen, f)
		}
	}
}
