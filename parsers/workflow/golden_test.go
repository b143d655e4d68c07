package workflow_test

import (
	"flag"
	"fmt"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/internal/goldenfacts"
	"github.com/wirevet/wirevet/parsers/workflow"
)

var update = flag.Bool("update", false, "rewrite the facts in testdata; read the difference line by line")

// TestConfigsInWorkflows holds files against what is found in them.
func TestConfigsInWorkflows(t *testing.T) {
	goldenfacts.Archives(t, 3, update, func(t *testing.T, files []txtar.File) string {
		var b strings.Builder
		for _, f := range files {
			if !workflow.CandidatePath(f.Name) {
				t.Errorf("%s is no place of a workflow", f.Name)
			}
			fmt.Fprintf(&b, "# %s\n%s", f.Name, printed(workflow.Parse(facts.NewSource(f.Name, f.Data), f.Data)))
		}
		return b.String()
	})
}

func printed(w *workflow.Workflow) string {
	var b strings.Builder
	for _, e := range w.Embedded {
		fmt.Fprintf(&b, "%s: %s of %q, expanded %v\n", goldenfacts.Place(span(e.Text)), e.Name, e.Host, e.Expanded)
		fmt.Fprintf(&b, "  %s\n", strings.Join(strings.Fields(e.Text.Text), " "))
		for _, env := range e.Environment {
			for _, v := range env.Variables {
				fmt.Fprintf(&b, "  variable %s = %s at %s\n", v.Name, v.Value.Text(), goldenfacts.Place(v.Value))
			}
		}
	}
	for _, s := range w.Switches {
		fmt.Fprintf(&b, "%s: sandbox of %s off: %s\n", goldenfacts.Place(s.Span), s.Host, s.Span.Text())
	}
	for _, d := range w.Facts.Directives {
		fmt.Fprintf(&b, "%s: directive covers %s\n", goldenfacts.Place(d.Span), goldenfacts.Place(d.Covers))
	}
	for _, p := range w.Facts.Problems {
		fmt.Fprintf(&b, "%s: %s: %s\n", goldenfacts.Place(p.Span), p.Kind, p.Message)
	}
	return b.String()
}

// span is where a word stands, without its quotes.
func span(w facts.Word) facts.Span {
	if len(w.Text) == 0 {
		return w.Span()
	}
	return facts.Span{Source: w.Source, Start: w.Offset(0), End: w.Offset(len(w.Text) - 1)}
}

func TestOtherFilesAreNoWorkflows(t *testing.T) {
	for _, name := range []string{".github/dependabot.yml", "workflows/a.yml", ".github/workflows/a/b.yml", ".github/workflows/a.json", "reaction.yml", "x.github/workflows/a.yml"} {
		if workflow.CandidatePath(name) {
			t.Error(name)
		}
	}
	if workflow.Sniff([]byte("jobs: {a: {steps: [{run: make}]}}")) {
		t.Error("a workflow without a host")
	}
}
