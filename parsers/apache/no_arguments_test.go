package apache

import (
	"strings"
	"testing"

	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/parsers/input"
)

// TestDirectivesWithoutArguments takes the arguments from each directive of each configuration in turn, as somebody does who types.
func TestDirectivesWithoutArguments(t *testing.T) {
	for _, text := range corpus(t) {
		lines := strings.SplitAfter(text, "\n")
		for i, line := range lines {
			name := strings.TrimSpace(line)
			name, _, _ = strings.Cut(name, " ")
			if name == "" || strings.HasPrefix(name, "#") || strings.HasPrefix(name, "<") {
				continue
			}
			whole := strings.Join(lines[:i], "") + name + "\n" + strings.Join(lines[i+1:], "")
			src := facts.NewSource("httpd.conf", []byte(whole))
			Parse(&input.Unit{
				Files: []input.File{{Source: src, Data: []byte(whole)}},
				Open:  func(string) (input.File, bool) { return input.File{}, false },
				Glob:  func(string) []string { return nil },
				Recovered: func(place string, p any) {
					t.Errorf("%s without arguments: %s: %v", name, place, p)
				},
			})
		}
	}
}

// TestBlocksWithNothingInThem holds that a block which nobody has filled or closed yet is read.
func TestBlocksWithNothingInThem(t *testing.T) {
	for _, block := range []string{"RequireAny", "RequireAll", "RequireNone"} {
		for _, text := range []string{"<Location\n<" + block, "<Location />\n<" + block + ">\n</" + block + ">\n</Location>\n"} {
			src := facts.NewSource("httpd.conf", []byte("Listen 80\n"+text))
			Parse(&input.Unit{
				Files:     []input.File{{Source: src, Data: []byte("Listen 80\n" + text)}},
				Open:      func(string) (input.File, bool) { return input.File{}, false },
				Glob:      func(string) []string { return nil },
				Recovered: func(place string, p any) { t.Errorf("%q: %s: %v", text, place, p) },
			})
		}
	}
}
