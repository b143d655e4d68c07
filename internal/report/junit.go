package report

import (
	"bufio"
	"io"
	"maps"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/rules"
)

// junitSuite is a file. encoding/xml would write such types, but its tables are built at every start of the program.
type junitSuite struct {
	name                    string
	cases                   []junitCase
	failures, errors, skips int
}

type junitCase struct {
	class, name string
	outcome     string // the element: failure, error or skipped; empty for a test that passes
	kind        string // the type of the outcome
	message     string
	text        string
}

// JUnit writes a test suite for each file. An open finding is a failure, a settled one a skipped test, what could not be
// read an error. A file about which nothing is said is one passed test: readers take a report without tests for a
// failure.
//
// The form is what the readers of JUnit reports have in common (Jenkins, GitLab, Azure): there is no standard.
func JUnit(w io.Writer, r *Result) error {
	cases := map[string][]junitCase{}
	for _, f := range r.Findings {
		cases[fileOf(f.Span)] = append(cases[fileOf(f.Span)], junitFinding(f))
	}
	for _, p := range r.Problems {
		if file := filepath.ToSlash(p.File()); p.Kind.Incomplete() {
			cases[file] = append(cases[file], junitProblem(p))
		}
	}
	for _, s := range r.System.Sources {
		if file := filepath.ToSlash(s.Path); s.Asked && len(cases[file]) == 0 {
			cases[file] = []junitCase{{class: Visible(file), name: "wirevet"}}
		}
	}
	all := junitSuite{name: "wirevet"}
	var suites []junitSuite
	for _, file := range slices.Sorted(maps.Keys(cases)) {
		s := junitSuiteOf(file, cases[file])
		suites = append(suites, s)
		all.cases = append(all.cases, s.cases...)
		all.failures, all.errors, all.skips = all.failures+s.failures, all.errors+s.errors, all.skips+s.skips
	}
	b := bufio.NewWriter(w)
	b.WriteString(`<?xml version="1.0" encoding="UTF-8"?>` + "\n<testsuites" + all.attributes() + ">\n")
	for _, s := range suites {
		b.WriteString("  <testsuite" + s.attributes() + ">\n")
		for _, c := range s.cases {
			c.write(b)
		}
		b.WriteString("  </testsuite>\n")
	}
	b.WriteString("</testsuites>\n")
	return b.Flush()
}

func (s *junitSuite) attributes() string {
	return attribute("name", s.name) + attribute("tests", strconv.Itoa(len(s.cases))) + attribute("failures", strconv.Itoa(s.failures)) +
		attribute("errors", strconv.Itoa(s.errors)) + attribute("skipped", strconv.Itoa(s.skips))
}

func (c *junitCase) write(b *bufio.Writer) {
	b.WriteString("    <testcase" + attribute("classname", c.class) + attribute("name", c.name))
	if c.outcome == "" {
		b.WriteString("/>\n")
		return
	}
	b.WriteString(">\n      <" + c.outcome)
	if c.kind != "" {
		b.WriteString(attribute("type", c.kind))
	}
	b.WriteString(attribute("message", c.message) + ">" + escapeXML.Replace(c.text) + "</" + c.outcome + ">\n    </testcase>\n")
}

func attribute(name, value string) string { return " " + name + `="` + escapeXML.Replace(value) + `"` }

// escapeXML makes text out of what [Visible] returns: it has left no control characters, but these two are none of XML's
// either (XML 1.0, 2.2).
var escapeXML = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;", "\n", "&#xA;", "\ufffe", "\ufffd", "\uffff", "\ufffd")

func junitSuiteOf(file string, cases []junitCase) junitSuite {
	s := junitSuite{name: Visible(file), cases: cases}
	for _, c := range cases {
		switch c.outcome {
		case "failure":
			s.failures++
		case "error":
			s.errors++
		case "skipped":
			s.skips++
		}
	}
	return s
}

func junitFinding(f *rules.Finding) junitCase {
	name := f.Rule.ID
	if subject := f.Subject(); subject != "" {
		name += ": " + Visible(subject)
	}
	c := junitCase{class: Visible(fileOf(f.Span)), name: name}
	if f.State != rules.Open {
		c.outcome, c.message = "skipped", f.State.String()
		if a := f.Acceptance; a != nil {
			c.message += ": " + Visible(a.Reason)
		}
		return c
	}
	text := []string{f.Severity.String() + ": " + Visible(f.Message)}
	if !f.Span.IsZero() {
		text = append(text, "at "+location(f.Span.Source, f.Span.Begin()))
	}
	if f.Help != "" {
		text = append(text, comment{text: "help: " + f.Help}.lines()...)
	}
	c.outcome, c.kind, c.message, c.text = "failure", f.Rule.ID, Visible(f.Message), strings.Join(text, "\n")
	return c
}

func junitProblem(p *facts.Problem) junitCase {
	kind := "problem-" + string(p.Kind)
	return junitCase{
		class: Visible(filepath.ToSlash(p.File())), name: kind, outcome: "error", kind: kind, message: Visible(p.Message),
		text: problemPlace(p) + ": " + Visible(p.Message),
	}
}
