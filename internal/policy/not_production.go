package policy

import (
	"path"
	"strings"

	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/rules"
)

// LowerSamples lowers findings in tests, examples and templates to notes: what stands there is not in production.
func LowerSamples(findings []*rules.Finding) {
	for _, f := range findings {
		if f.Severity <= rules.Note || f.Span.IsZero() || !NotProduction(f.Span.Source.Below) && !ofSample(f) {
			continue
		}
		if f.Rule.EvenInSamples && f.Confidence == facts.High {
			continue
		}
		f.Severity = rules.Note
		f.Note("the file is a test, an example or a template")
	}
}

// ofSample reports whether a finding is about a program that is an example, wherever the code stands that it uses.
func ofSample(f *rules.Finding) bool {
	return f.Entry != nil && !f.Entry.Name.IsZero() && NotProduction(f.Entry.Name.Source.Below)
}

// NotProduction reports whether the path below the asked root is that of a test, an example or a template.
func NotProduction(below string) bool {
	dir, base := path.Split(below)
	for element := range strings.SplitSeq(dir, "/") {
		switch strings.ToLower(element) {
		case "testdata", "test", "tests", "__tests__", "e2e", "conformance", "fixtures", "__fixtures__", "mocks", "__mocks__", "examples",
			"example", "samples", "docs", "doc":
			return true
		}
	}
	if strings.HasSuffix(base, "_test.go") {
		return true
	}
	for part := range strings.SplitSeq(strings.ToLower(base), ".") {
		switch part {
		case "example", "sample", "template", "dist", "tmpl":
			return true
		}
	}
	return false
}
