package report

import (
	"encoding/xml"
	"io"
	"maps"
	"path/filepath"
	"slices"
	"strings"

	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/rules"
)

// The types below are what the readers of JUnit reports have in common (Jenkins, GitLab, Azure): there is no standard.

type junitSuites struct {
	XMLName  xml.Name     `xml:"testsuites"`
	Name     string       `xml:"name,attr"`
	Tests    int          `xml:"tests,attr"`
	Failures int          `xml:"failures,attr"`
	Errors   int          `xml:"errors,attr"`
	Skipped  int          `xml:"skipped,attr"`
	Suites   []junitSuite `xml:"testsuite"`
}

type junitSuite struct {
	Name     string      `xml:"name,attr"`
	Tests    int         `xml:"tests,attr"`
	Failures int         `xml:"failures,attr"`
	Errors   int         `xml:"errors,attr"`
	Skipped  int         `xml:"skipped,attr"`
	Cases    []junitCase `xml:"testcase"`
}

type junitCase struct {
	Class   string        `xml:"classname,attr"`
	Name    string        `xml:"name,attr"`
	Failure *junitOutcome `xml:"failure"`
	Error   *junitOutcome `xml:"error"`
	Skipped *junitOutcome `xml:"skipped"`
}

type junitOutcome struct {
	Type    string `xml:"type,attr,omitempty"`
	Message string `xml:"message,attr"`
	Text    string `xml:",chardata"`
}

// JUnit writes a test suite for each file. An open finding is a failure, a settled one a skipped test, what could not be
// read an error. A file about which nothing is said is one passed test: readers take a report without tests for a
// failure.
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
			cases[file] = []junitCase{{Class: Visible(file), Name: "wirevet"}}
		}
	}
	all := junitSuites{Name: "wirevet"}
	for _, file := range slices.Sorted(maps.Keys(cases)) {
		s := junitSuiteOf(file, cases[file])
		all.Suites = append(all.Suites, s)
		all.Tests, all.Failures = all.Tests+s.Tests, all.Failures+s.Failures
		all.Errors, all.Skipped = all.Errors+s.Errors, all.Skipped+s.Skipped
	}
	if _, err := io.WriteString(w, xml.Header); err != nil {
		return err
	}
	e := xml.NewEncoder(w)
	e.Indent("", "  ")
	if err := e.Encode(all); err != nil {
		return err
	}
	_, err := io.WriteString(w, "\n")
	return err
}

func junitSuiteOf(file string, cases []junitCase) junitSuite {
	s := junitSuite{Name: Visible(file), Tests: len(cases), Cases: cases}
	for _, c := range cases {
		switch {
		case c.Failure != nil:
			s.Failures++
		case c.Error != nil:
			s.Errors++
		case c.Skipped != nil:
			s.Skipped++
		}
	}
	return s
}

func junitFinding(f *rules.Finding) junitCase {
	name := f.Rule.ID
	if subject := f.Subject(); subject != "" {
		name += ": " + Visible(subject)
	}
	c := junitCase{Class: Visible(fileOf(f.Span)), Name: name}
	if f.State != rules.Open {
		c.Skipped = &junitOutcome{Message: f.State.String()}
		if a := f.Acceptance; a != nil {
			c.Skipped.Message += ": " + Visible(a.Reason)
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
	c.Failure = &junitOutcome{Type: f.Rule.ID, Message: Visible(f.Message), Text: strings.Join(text, "\n")}
	return c
}

func junitProblem(p *facts.Problem) junitCase {
	kind := "problem-" + string(p.Kind)
	return junitCase{Class: Visible(filepath.ToSlash(p.File())), Name: kind, Error: &junitOutcome{
		Type: kind, Message: Visible(p.Message), Text: problemPlace(p) + ": " + Visible(p.Message),
	}}
}
