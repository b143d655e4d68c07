package hostconfig

import (
	"os"
	"path/filepath"
	"reflect"
	"testing"
	"unicode/utf8"

	"github.com/rogpeppe/go-internal/txtar"

	"github.com/wirevet/wirevet/facts"
)

// fuzzPaths are the names under which a fuzzed text is read: one for each syntax, and hosts with shapes of their own.
var fuzzPaths = []string{
	".mcp.json", ".vscode/mcp.json", ".codex/config.toml", ".continue/config.yaml", ".config/goose/config.yaml", "crush.json",
	"opencode.json", ".claude/settings.json", "manifest.json", "server.json", ".claude/agents/x.md", "anything.json", "catalog.yaml",
	".mcphost.yml", ".gemini/settings.json", "librechat.yaml", "fast-agent.yaml", ".zed/settings.json",
}

// FuzzParse holds for any text: no panic, every place lies in the file on the borders of characters, and every problem has
// words.
func FuzzParse(f *testing.F) {
	files, _ := filepath.Glob("testdata/*.txtar")
	more, _ := filepath.Glob("testdata/cases/*.txtar")
	for i, file := range append(files, more...) {
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
		out := Parse(src, data)
		valid := utf8.Valid(data)
		eachSpan(reflect.ValueOf(out), map[uintptr]bool{}, func(s facts.Span) {
			if s.Source != src {
				return
			}
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
