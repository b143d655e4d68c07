// Package analyzers offers the rules that need no more than one fact of Go source as go/analysis analyzers, for go vet,
// golangci-lint and whoever else runs such.
//
// `wirevet check` does not use them: it runs gofacts and then the rules over the facts of all files.
package analyzers

import (
	"fmt"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/wirevet/wirevet/analyzers/gofacts"
	"github.com/wirevet/wirevet/analyzers/gopackage"
	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/internal/goedit"
	"github.com/wirevet/wirevet/internal/policy"
	"github.com/wirevet/wirevet/rules"
)

// Rules returns the rules that judge Go source one fact at a time, sorted by id. Rules that say that something is missing,
// or that nothing stands in front, need the whole system and are left out.
func Rules() []*rules.Rule {
	return slices.DeleteFunc(rules.All(), func(r *rules.Rule) bool {
		return r.Scope != rules.OneFact || r.Absence || !slices.Contains(r.Surfaces, rules.GoSurface)
	})
}

// All returns one analyzer for each of the [Rules], sorted by name.
//
// The names are the rules' ids with underscores; the category of a diagnostic is the id. Its message begins as `wirevet
// check` prints it, "error[tls-verify-disabled]: …", because go vet and golangci-lint show neither names nor severities.
func All() []*analysis.Analyzer {
	var out []*analysis.Analyzer
	for _, rule := range Rules() {
		out = append(out, New(rule))
	}
	return out
}

// New returns the analyzer of one rule. Its flag -all=false leaves packages alone that import no
// MCP SDK: whether they are on the way of one that does cannot be told from one package.
//
// Notes are left out, as `wirevet check` does.
func New(rule *rules.Rule) *analysis.Analyzer {
	s := &Selection{Rules: []*rules.Rule{rule}, MinSeverity: rules.Warning}
	a := s.analyzer(strings.ReplaceAll(rule.ID, "-", "_"), rule.Title+"\n\n"+rule.Page(), func(*analysis.Diagnostic) {})
	a.URL = rule.PageURL()
	a.Flags.BoolVar(&s.All, "all", true, "look at packages that import no MCP SDK, too")
	return a
}

// Selection is what an analyzer of several rules reports.
type Selection struct {
	Rules       []*rules.Rule // of those that [Rules] returns
	MinSeverity rules.Severity
	// All looks at packages that import no MCP SDK, too.
	All bool
}

// Combined returns one analyzer that runs all rules of a selection, for drivers that show people one linter and one name.
//
// Related places are left out: golangci-lint makes an issue of its own of each.
func Combined(name string, s Selection) *analysis.Analyzer {
	a := s.analyzer(name, "check the wiring of MCP hosts and servers", func(d *analysis.Diagnostic) { d.Related = nil })
	a.URL = "https://github.com/wirevet/wirevet"
	return a
}

func (s *Selection) analyzer(name, doc string, adapt func(*analysis.Diagnostic)) *analysis.Analyzer {
	return &analysis.Analyzer{
		Name:             name,
		Doc:              doc,
		Requires:         []*analysis.Analyzer{gopackage.Analyzer, gofacts.Analyzer},
		RunDespiteErrors: true,
		Run: func(pass *analysis.Pass) (any, error) {
			if !s.All && !speaksMCP(pass.Pkg) {
				return nil, nil
			}
			for _, f := range s.judge(pass.ResultOf[gofacts.Analyzer].(*facts.Facts)) {
				p := pass.ResultOf[gopackage.Analyzer].(*gopackage.Package)
				d := diagnostic(p, f)
				d.SuggestedFixes = suggestedFixes(pass, p, f)
				adapt(&d)
				pass.Report(d)
			}
			return nil, nil
		},
	}
}

// judge applies the rules to the facts of one package.
func (s *Selection) judge(stated *facts.Facts) []*rules.Finding {
	outcome := rules.Run(&facts.System{Facts: *stated}, rules.Options{Rules: s.Rules})
	policy.LowerSamples(outcome.Findings)
	return slices.DeleteFunc(outcome.Findings, func(f *rules.Finding) bool { return f.Severity < s.MinSeverity })
}

func diagnostic(p *gopackage.Package, f *rules.Finding) analysis.Diagnostic {
	d := analysis.Diagnostic{
		Category: f.Rule.ID,
		Message:  fmt.Sprintf("%s[%s]: %s", f.Severity, f.Rule.ID, f.Message),
		URL:      f.Rule.PageURL(),
	}
	d.Pos, d.End = p.Range(f.Span)
	for _, related := range f.Related {
		pos, end := p.Range(related.Span)
		if pos.IsValid() {
			d.Related = append(d.Related, analysis.RelatedInformation{Pos: pos, End: end, Message: related.Label})
		}
	}
	return d
}

// suggestedFixes returns the fix of a finding, when it is one that nobody has to think about.
func suggestedFixes(pass *analysis.Pass, p *gopackage.Package, f *rules.Finding) []analysis.SuggestedFix {
	if f.Fix == nil || !f.Fix.Safe {
		return nil
	}
	at := f.Fix.Change.Place()
	pos, _ := p.Range(at)
	if !pos.IsValid() {
		return nil
	}
	data, err := pass.ReadFile(pass.Fset.File(pos).Name())
	if err != nil {
		return nil
	}
	fix := analysis.SuggestedFix{Message: f.Fix.Title}
	for _, e := range goedit.Edit(at.Source, data, []facts.Change{f.Fix.Change})[0] {
		start, end := p.Range(e.Span)
		fix.TextEdits = append(fix.TextEdits, analysis.TextEdit{Pos: start, End: end, NewText: []byte(e.Text)})
	}
	if fix.TextEdits == nil {
		return nil
	}
	return []analysis.SuggestedFix{fix}
}

// speaksMCP reports whether a package imports an SDK.
func speaksMCP(p *types.Package) bool {
	return slices.ContainsFunc(p.Imports(), func(imported *types.Package) bool { return gopackage.SDK(imported.Path()) != "" })
}
