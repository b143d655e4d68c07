package golangci_test

import (
	"strings"
	"testing"

	"github.com/golangci/plugin-module-register/register"
	"golang.org/x/tools/go/analysis"

	_ "github.com/wirevet/wirevet/golangci"
)

func build(t *testing.T, settings any) (register.LinterPlugin, error) {
	t.Helper()
	construct, err := register.GetPlugin("wirevet")
	if err != nil {
		t.Fatal(err)
	}
	return construct(settings)
}

func TestThereIsOneAnalyzerNamedAsTheLinter(t *testing.T) {
	p, err := build(t, nil)
	if err != nil {
		t.Fatal(err)
	}
	list, err := p.BuildAnalyzers()
	if err != nil {
		t.Fatal(err)
	}
	if len(list) != 1 || list[0].Name != "wirevet" {
		t.Errorf("got %v", list)
	}
	if err := analysis.Validate(list); err != nil {
		t.Error(err)
	}
	if p.GetLoadMode() != register.LoadModeTypesInfo {
		t.Errorf("load mode %q", p.GetLoadMode())
	}
}

// What the settings do is asserted with golangci-lint itself, in custom/testdata.
func TestSettingsAreReadStrictly(t *testing.T) {
	for name, c := range map[string]struct {
		settings map[string]any
		want     string // in the error
	}{
		"unknown key":     {map[string]any{"rule": []string{"tls-*"}}, `unknown field "rule"; wirevet knows rules, skip`},
		"wrong type":      {map[string]any{"rules": "tls-*"}, "cannot unmarshal string"},
		"severity":        {map[string]any{"min-severity": "high"}, `min-severity is error, warning or note, not "high"`},
		"misspelt rule":   {map[string]any{"rules": []string{"tls-verify-disable"}}, `"tls-verify-disable" matches no rule; expected one of `},
		"misspelt skip":   {map[string]any{"skip": []string{"tsl-*"}}, `"tsl-*" matches no rule`},
		"no glob":         {map[string]any{"skip": []string{"["}}, `"[" matches no rule`},
		"not in Go":       {map[string]any{"rules": []string{"config-writable"}}, "`wirevet check --rule 'config-writable'` can"},
		"no rule is left": {map[string]any{"rules": []string{"tls-verify-disabled"}, "skip": []string{"tls-*"}}, "leave no rule"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := build(t, c.settings)
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v, want an error with %q", err, c.want)
			}
		})
	}
	for name, settings := range map[string]map[string]any{
		"globs": {"rules": []string{"tls-*"}, "skip": []string{"tls-verify-*"}},
		"all":   {"all": false, "min-severity": "note"},
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := build(t, settings); err != nil {
				t.Error(err)
			}
		})
	}
}
