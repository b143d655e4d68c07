package policy

import (
	"testing"

	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/rules"
)

func TestWhatIsNotInProduction(t *testing.T) {
	for path, want := range map[string]bool{
		".mcp.json": false, "deploy/.mcp.json": false, "latest/.mcp.json": false, "testing/x.json": false, "documents/x.json": false,
		"testdata/x.json": true, "a/Tests/x.json": true, "examples/a/b.json": true, "docs/x.json": true, "e2e/x.json": true,
		"conformance/server/main.go": true, "conformance.go": false,
		".mcp.json.example": true, ".mcp.example.json": true, "x.sample.json": true, "config.json.dist": true, ".env.template": true,
		"x_test.go": true, "example.json": true, "sampled.json": false,
	} {
		if got := NotProduction(path); got != want {
			t.Errorf("%s: %v", path, got)
		}
	}
}

func TestOnlyCertainCredentialsKeepTheirSeverityInSamples(t *testing.T) {
	src := facts.NewSource("repository/examples/.mcp.json", []byte("x"))
	src.Below = "examples/.mcp.json"
	finding := func(even bool, c facts.Confidence) *rules.Finding {
		return &rules.Finding{Rule: &rules.Rule{EvenInSamples: even}, Severity: rules.Error, Confidence: c, Span: src.All()}
	}
	list := []*rules.Finding{finding(false, facts.High), finding(true, facts.High), finding(true, facts.Low)}
	LowerSamples(list)
	if list[0].Severity != rules.Note || list[1].Severity != rules.Error || list[2].Severity != rules.Note || len(list[0].Notes) != 1 {
		t.Errorf("%v %v %v", list[0].Severity, list[1].Severity, list[2].Severity)
	}
	src.Below = ".mcp.json" // the folder itself was asked for
	if f := finding(false, facts.High); true {
		LowerSamples([]*rules.Finding{f})
		if f.Severity != rules.Error {
			t.Error("a folder that was asked for is judged in full")
		}
	}
}
