package gofacts

import (
	"go/ast"
	"reflect"

	"golang.org/x/tools/go/analysis"

	"github.com/wirevet/wirevet/analyzers/gopackage"
	"github.com/wirevet/wirevet/facts"
)

// Analyzer states the facts of a package. Its result is a *facts.Facts.
var Analyzer = &analysis.Analyzer{
	Name:             "gofacts",
	Doc:              "state what a package says about its MCP wiring\n\nThe facts are the input of other analyzers; it reports nothing.",
	Run:              run,
	Requires:         []*analysis.Analyzer{gopackage.Analyzer},
	RunDespiteErrors: true,
	ResultType:       reflect.TypeFor[*facts.Facts](),
	FactTypes:        factTypes,
}

func run(pass *analysis.Pass) (any, error) {
	r := &reader{
		pass: pass, info: pass.TypesInfo, fset: pass.Fset,
		pkg: pass.ResultOf[gopackage.Analyzer].(*gopackage.Package), facts: &facts.Facts{}, symbols: map[*ast.CallExpr]string{},
	}
	for _, file := range pass.Files {
		if r.pkg.Source(file.Package) != nil {
			r.files = append(r.files, file)
		}
	}
	r.read()
	return r.facts, nil
}

// read states the facts of the package. What its importers are told comes before what it says itself.
func (r *reader) read() {
	r.exportVersion()
	if len(r.files) == 0 {
		return
	}
	r.collect()
	r.collectObjects()
	r.exportValues()
	r.exportChecks()
	r.exportHandlers()
	r.readSecrets()
	r.readTLSConfigs()
	r.exportPolicies()
	r.readPolicyUses()
	r.exportServes()
	r.exportServers()
	r.exportTokens()
	r.readListeners()
	r.readRemotes()
	r.readUpstreams()
	r.readOAuth()
	r.readSSH()
	r.readEnvironmentCredentials()
	r.readCommands()
	r.readTokens()
	r.readComparisons()
	r.readForwards()
	r.readSessionIDs()
	r.readLoggedSecrets()
	r.readFileModes()
	r.readMirroredParameters()
	if !r.pkg.Test {
		r.readServers()
		r.readCallRecords()
		r.readSinks()
	}
}

// span returns the place of a node.
func (r *reader) span(n ast.Node) facts.Span { return r.pkg.Span(n) }
