// Package golangci is the module plugin by which golangci-lint v2 runs the rules of wirevet that judge Go source one
// package at a time.
//
// Importing it registers the linter "wirevet":
//
//	linters:
//	  enable: [wirevet]
//	  settings:
//	    custom:
//	      wirevet:
//	        type: module
//	        settings:
//	          skip: [tls-13-off]
//
// It is one analyzer and not one for each rule. golangci-lint knows linters, not analyzers: enabling, exclusions,
// `//nolint:wirevet` and the rule ids of its SARIF go by the linter's name, and the name of an analyzer that differs from
// it is put before the message, with underscores. So the message says which rule it is, spelt as everywhere else:
// "error[tls-verify-disabled]: …". The severity stands there because a plugin cannot give an issue one;
// golangci-lint's own `severity.rules` can read it from the text.
package golangci

import (
	"errors"
	"fmt"
	"strings"

	"github.com/golangci/plugin-module-register/register"
	"golang.org/x/tools/go/analysis"

	"github.com/wirevet/wirevet/analyzers"
	"github.com/wirevet/wirevet/rules"
)

func init() { register.Plugin("wirevet", New) }

// Settings is what users write below linters.settings.custom.wirevet.settings.
type Settings struct {
	// Rules are the ids of the rules to run, or globs; none means all.
	Rules []string `json:"rules"`
	// Skip are the ids of the rules to leave out, or globs.
	Skip []string `json:"skip"`
	// MinSeverity is the lowest severity that is reported: error, warning (the default) or note.
	MinSeverity string `json:"min-severity"`
	// All looks at packages that import no MCP SDK, too; the default is true.
	All *bool `json:"all"`
}

// New returns the linter for the settings, or says what is wrong with them.
func New(conf any) (register.LinterPlugin, error) {
	settings, err := register.DecodeSettings[Settings](conf)
	if err != nil {
		return nil, fmt.Errorf("%w; wirevet knows rules, skip, min-severity and all", err)
	}
	p := plugin{MinSeverity: rules.Warning, All: settings.All == nil || *settings.All}
	if s := settings.MinSeverity; s != "" {
		var ok bool
		if p.MinSeverity, ok = rules.ParseSeverity(s); !ok {
			return nil, fmt.Errorf("min-severity is error, warning or note, not %q", s)
		}
	}
	var unmatched string
	if p.Rules, unmatched = rules.Choose(analyzers.Rules(), settings.Rules, settings.Skip); unmatched != "" {
		return nil, fmt.Errorf("%q %s", unmatched, whyUnmatched(unmatched))
	}
	if len(p.Rules) == 0 {
		return nil, errors.New("rules and skip leave no rule; disable the linter instead")
	}
	return p, nil
}

// whyUnmatched says why none of the rules that are offered here matches a glob.
func whyUnmatched(glob string) string {
	chosen, unmatched := rules.Choose(rules.All(), []string{glob}, nil)
	if unmatched == "" {
		return fmt.Sprintf("cannot be told from one package of Go source, which is all that golangci-lint shows a linter; `wirevet check --rule '%s'` can", chosen[0].ID)
	}
	var ids []string
	for _, r := range analyzers.Rules() {
		ids = append(ids, r.ID)
	}
	return "matches no rule; expected one of " + strings.Join(ids, ", ")
}

// plugin is the linter with its settings applied.
type plugin analyzers.Selection

// BuildAnalyzers returns the one analyzer that runs all chosen rules.
func (p plugin) BuildAnalyzers() ([]*analysis.Analyzer, error) {
	return []*analysis.Analyzer{analyzers.Combined("wirevet", analyzers.Selection(p))}, nil
}

// GetLoadMode asks for types.
func (plugin) GetLoadMode() string { return register.LoadModeTypesInfo }
