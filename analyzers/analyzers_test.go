package analyzers_test

import (
	"path/filepath"
	"testing"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/analysistest"

	"github.com/wirevet/wirevet/analyzers"
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

// TestRules runs each analyzer over the packages of gofacts/testdata/src/<rule>, whose comments say what it must find.
func TestRules(t *testing.T) {
	testdata, err := filepath.Abs("gofacts/testdata")
	if err != nil {
		t.Fatal(err)
	}
	folders, err := filepath.Glob("gofacts/testdata/src/rules/*")
	if err != nil || len(folders) == 0 {
		t.Fatal("no packages", err)
	}
	for _, folder := range folders {
		id := filepath.Base(folder)
		t.Run(id, func(t *testing.T) {
			rule := rules.Find(id)
			if rule == nil {
				t.Fatal("there is no rule of that name")
			}
			analysistest.Run(t, testdata, analyzers.New(rule), "rules/"+id+"/...")
		})
	}
}
