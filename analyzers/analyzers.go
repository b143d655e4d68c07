// Package analyzers offers the rules that need no more than one fact of Go source as go/analysis analyzers, for go vet,
// golangci-lint and whoever else runs such.
//
// `wirevet check` does not use them: it runs gofacts and then the rules over the facts of all files.
package analyzers

import (
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/wirevet/wirevet/analyzers/gofacts"
	"github.com/wirevet/wirevet/analyzers/gopackage"
	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/internal/policy"
	"github.com/wirevet/wirevet/rules"
)

// All returns one analyzer for each rule that judges Go source one fact at a time, sorted by name. Rules that say that
// something is missing, or that nothing stands in front, need the whole system and are left out.
//
// The names are the rules' ids with underscores; the category of a diagnostic is the id.
func All() []*analysis.Analyzer {
	var out []*analysis.Analyzer
	for _, rule := range rules.All() {
		if rule.Scope == rules.OneFact && !rule.Absence && slices.Contains(rule.Surfaces, rules.GoSurface) {
			out = append(out, New(rule))
		}
	}
	return out
}

// New returns the analyzer of one rule. Its flag -all=false leaves packages alone that import no
// MCP SDK: whether they are on the way of one that does cannot be told from one package.
func New(rule *rules.Rule) *analysis.Analyzer {
	a := &analysis.Analyzer{
		Name:             strings.ReplaceAll(rule.ID, "-", "_"),
		Doc:              rule.Title + "\n\n" + rule.Page(),
		URL:              rule.PageURL(),
		Requires:         []*analysis.Analyzer{gopackage.Analyzer, gofacts.Analyzer},
		RunDespiteErrors: true,
	}
	all := a.Flags.Bool("all", true, "look at packages that import no MCP SDK, too")
	a.Run = func(pass *analysis.Pass) (any, error) {
		if !*all && !speaksMCP(pass.Pkg) {
			return nil, nil
		}
		for _, f := range judge(pass.ResultOf[gofacts.Analyzer].(*facts.Facts), rule) {
			pass.Report(diagnostic(pass.ResultOf[gopackage.Analyzer].(*gopackage.Package), f))
		}
		return nil, nil
	}
	return a
}

// judge applies a rule to the facts of one package. Notes are left out, as `wirevet check` does: a diagnostic has no
// severity that a reader could choose by.
func judge(stated *facts.Facts, rule *rules.Rule) []*rules.Finding {
	system := &facts.System{Facts: *stated}
	outcome := rules.Run(system, rules.Options{Rules: []*rules.Rule{rule}})
	policy.Apply(outcome.Findings)
	return slices.DeleteFunc(outcome.Findings, func(f *rules.Finding) bool { return f.Severity < rules.Warning })
}

func diagnostic(p *gopackage.Package, f *rules.Finding) analysis.Diagnostic {
	d := analysis.Diagnostic{Category: f.Rule.ID, Message: f.Message, URL: f.Rule.PageURL()}
	d.Pos, d.End = p.Range(f.Span)
	for _, related := range f.Related {
		pos, end := p.Range(related.Span)
		if pos.IsValid() {
			d.Related = append(d.Related, analysis.RelatedInformation{Pos: pos, End: end, Message: related.Label})
		}
	}
	return d
}

// sdks are the modules that implement MCP for Go.
var sdks = []string{
	"github.com/modelcontextprotocol/go-sdk", "github.com/mark3labs/mcp-go", "github.com/metoro-io/mcp-golang",
	"github.com/ThinkInAIXYZ/go-mcp", "github.com/viant/mcp", "github.com/strowk/foxy-contexts", "github.com/riza-io/mcp-go",
}

// speaksMCP reports whether a package imports an SDK.
func speaksMCP(p *types.Package) bool {
	return slices.ContainsFunc(p.Imports(), func(imported *types.Package) bool {
		return slices.ContainsFunc(sdks, func(sdk string) bool { return strings.HasPrefix(imported.Path()+"/", sdk+"/") })
	})
}
