package analyzers_test

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/analysistest"

	"github.com/wirevet/wirevet/analyzers"
	"github.com/wirevet/wirevet/analyzers/gofacts"
	"github.com/wirevet/wirevet/analyzers/gopackage"
	"github.com/wirevet/wirevet/rules"
)

func TestAnalyzersAreValid(t *testing.T) {
	if err := analysis.Validate(analyzers.All()); err != nil {
		t.Error(err)
	}
	if len(analyzers.All()) == 0 {
		t.Error("there is none")
	}
}

// TestRules runs each analyzer over the packages of gofacts/testdata/src/rules/<rule>, whose comments say what it must find.
// All are loaded at once: most of the time goes into the standard library.
func TestRules(t *testing.T) {
	testdata, err := filepath.Abs("gofacts/testdata")
	if err != nil {
		t.Fatal(err)
	}
	ruleOfFolder := &analysis.Analyzer{
		Name: "rule", Doc: "rule is the one that the package's folder names", RunDespiteErrors: true,
		Requires: []*analysis.Analyzer{gopackage.Analyzer, gofacts.Analyzer},
		Run: func(pass *analysis.Pass) (any, error) {
			id := strings.Split(pass.Pkg.Path(), "/")[1]
			rule := rules.Find(id)
			if rule == nil {
				return nil, fmt.Errorf("there is no rule %s", id)
			}
			return analyzers.New(rule).Run(pass)
		},
	}
	if results := analysistest.Run(t, testdata, ruleOfFolder, "rules/..."); len(results) == 0 {
		t.Fatal("no packages")
	}
}

// TestSuggestedFixes applies the fixes, and compares with the golden files beside the packages.
func TestSuggestedFixes(t *testing.T) {
	testdata, err := filepath.Abs("gofacts/testdata")
	if err != nil {
		t.Fatal(err)
	}
	analysistest.RunWithSuggestedFixes(t, testdata, analyzers.New(rules.Find("tls-version-obsolete")), "fixes/floor")
}
