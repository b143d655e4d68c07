package main

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/bmatcuk/doublestar/v4"

	"github.com/wirevet/wirevet/internal/nearest"
	"github.com/wirevet/wirevet/internal/report"
	"github.com/wirevet/wirevet/rules"
)

// plan is what the flags of check ask for, once they are understood.
type plan struct {
	rules       []*rules.Rule
	minSeverity rules.Severity
	failOn      rules.Severity // 0: never
	now         time.Time
	outputs     []output
	text        report.TextOptions
}

// output is one report and where it goes; the file "-" is stdout.
type output struct{ format, file string }

func (p *program) plan(o checkFlags) (*plan, error) {
	plan := &plan{now: time.Now(), text: report.TextOptions{Quiet: o.quiet}}
	var err error
	if plan.text.Color, err = p.color(o.color); err != nil {
		return nil, err
	}
	if plan.rules, err = chooseRules(o.rules, o.skipRules); err != nil {
		return nil, err
	}
	if err := plan.severities(o.minSeverity, o.failOn); err != nil {
		return nil, err
	}
	if o.now != "" {
		if plan.now, err = time.Parse(time.RFC3339, o.now); err != nil {
			return nil, fmt.Errorf("--now %q is no time; expected RFC 3339, such as 2027-01-31T00:00:00Z", o.now)
		}
	}
	format := o.format
	if format == "" {
		format = p.defaultFormat()
	}
	return plan, plan.chooseOutputs(format, o.outputs)
}

func (plan *plan) severities(least, failOn string) error {
	plan.minSeverity, plan.failOn = rules.Warning, rules.Warning
	var ok bool
	if failOn == "never" {
		plan.failOn = 0
	} else if failOn != "" {
		if plan.failOn, ok = rules.ParseSeverity(failOn); !ok {
			return fmt.Errorf("--fail-on is error, warning, note or never, not %q", failOn)
		}
		if plan.failOn == rules.Note {
			plan.minSeverity = rules.Note
		}
	}
	if least != "" {
		if plan.minSeverity, ok = rules.ParseSeverity(least); !ok {
			return fmt.Errorf("--min-severity is error, warning or note, not %q", least)
		}
	}
	return nil
}

// chooseOutputs lists the reports: stdout gets --format, unless an -o takes it.
func (plan *plan) chooseOutputs(format string, list []string) error {
	if err := checkFormat(format); err != nil {
		return err
	}
	toStdout := output{format, "-"}
	for _, o := range list {
		name, file, ok := strings.Cut(o, "=")
		if !ok || file == "" {
			return fmt.Errorf("-o %q: expected FORMAT=FILE, such as sarif=wirevet.sarif", o)
		}
		if err := checkFormat(name); err != nil {
			return err
		}
		if file == "-" {
			toStdout = output{}
		}
		plan.outputs = append(plan.outputs, output{name, file})
	}
	if toStdout.format != "" {
		plan.outputs = append(plan.outputs, toStdout)
	}
	return nil
}

// chooseRules returns the rules that the globs leave. A glob that matches none is an error: a misspelt id must not
// switch a rule off unseen.
func chooseRules(only, skip []string) ([]*rules.Rule, error) {
	chosen, unmatched := rules.Choose(rules.All(), only, skip)
	if unmatched == "" {
		return chosen, nil
	}
	flag := "--skip-rule"
	if slices.Contains(only, unmatched) {
		flag = "--rule"
	}
	var ids []string
	for _, r := range rules.All() {
		ids = append(ids, r.ID)
	}
	return nil, fmt.Errorf("%s %q matches no rule%s; wirevet rules lists them", flag, unmatched, nearest.Suggestion(unmatched, ids))
}

func validGlob(glob string) bool { return doublestar.ValidatePattern(glob) }
