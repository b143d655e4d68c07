package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/wirevet/wirevet/internal/engine"
	"github.com/wirevet/wirevet/internal/report"
	"github.com/wirevet/wirevet/rules"
)

// scope is the flags that say what is read; check and facts share them.
type scope struct {
	exclude     []string
	userConfigs bool
	staged      bool
	asFound     bool
	stdinName   string
	config      string
	noConfig    bool
	jobs        int
	verbose     bool
}

func (s *scope) addTo(c *cobra.Command) {
	f := c.Flags()
	f.Var((*list)(&s.exclude), "exclude", "leave out what matches the `GLOB`, besides .gitignore; repeatable")
	f.BoolVar(&s.userConfigs, "host", false, "also read this user's own host configs at their well-known places")
	f.BoolVar(&s.asFound, "as-found", false, "for hooks: pass over named files that a walk of the project would pass over")
	f.StringVar(&s.config, "config", "", "use this `FILE` instead of the nearest wirevet.toml upward; its paths are relative to the current folder")
	f.BoolVar(&s.noConfig, "no-config", false, "use no wirevet.toml")
	f.IntVar(&s.jobs, "jobs", 0, "use `N` workers (default: the number of CPUs); the output does not depend on it")
	f.BoolVarP(&s.verbose, "verbose", "v", false, "say on stderr what was read, and how long it took")
}

// addSources adds the flags that take other bytes than those of the work tree, which nothing can be written back to.
func (s *scope) addSources(c *cobra.Command) {
	f := c.Flags()
	f.BoolVar(&s.staged, "staged", false, "read git's index instead of the work tree: what a commit would record")
	f.StringVar(&s.stdinName, "stdin-filename", "", "read standard input as if it were the file at `PATH`")
}

type checkFlags struct {
	scope
	format, color, minSeverity, failOn, now string
	outputs, rules, skipRules               []string
	newFrom, baseline, writeBaseline        string
	quiet, allEndpoints                     bool
}

func (p *program) checkCommand() *cobra.Command {
	var o checkFlags
	c := &cobra.Command{
		Use:   "check [PATH…]",
		Short: "check files and folders (default: the current folder)",
		Example: examples(
			"wirevet check                                    everything below the current folder",
			"wirevet check --host --min-severity note         this user's own configs too, and every remark",
			"wirevet check -o sarif=wirevet.sarif -o json=- . two reports from one run",
		),
		Args: cobra.ArbitraryArgs,
		RunE: func(c *cobra.Command, args []string) error { return p.check(c.Context(), o, args) },
	}
	o.addTo(c)
	o.addSources(c)
	o.addJudging(c)
	f := c.Flags()
	f.StringVar(&o.format, "format", "", "what stdout shows: `text`, json, sarif, github, gitlab or junit (default text; github in a job of GitHub Actions)")
	f.StringVar(&o.newFrom, "new-from", "", "report only what touches lines that are new since HEAD left the git revision `REV`")
	f.StringVar(&o.baseline, "baseline", "", "take the findings in `FILE` for known: they do not count")
	f.StringVar(&o.writeBaseline, "write-baseline", "", "write what is reported to `FILE`, drop from it what is no more, and take all of it for known")
	f.VarP((*list)(&o.outputs), "output", "o", "write `FORMAT=FILE` as well; repeatable; FILE may be -")
	completeWords(c, "format", formats...)
	completeFlag(c, "output", completeOutput)
	return c
}

// addJudging adds the flags that say which findings count; check and fix share them.
func (o *checkFlags) addJudging(c *cobra.Command) {
	f := c.Flags()
	f.StringVar(&o.minSeverity, "min-severity", "", "lowest severity that is reported: error, `warning` or note (default warning)")
	f.StringVar(&o.failOn, "fail-on", "", "lowest severity that makes exit status 1: error, `warning`, note or never (default warning)")
	f.BoolVar(&o.allEndpoints, "all-endpoints", false, "judge every server and proxy found, not only those that have to do with MCP")
	f.Var((*list)(&o.rules), "rule", "run only the rules that match `ID`, a glob; repeatable")
	f.Var((*list)(&o.skipRules), "skip-rule", "leave out the rules that match `ID`, a glob; repeatable")
	f.StringVar(&o.now, "now", "", "the `time` that dates are compared with, as RFC 3339 (default: the clock)")
	f.StringVar(&o.color, "color", "auto", "`auto`, always or never")
	f.BoolVarP(&o.quiet, "quiet", "q", false, "findings and unread files only")
	completeFlag(c, "rule", completeRules)
	completeFlag(c, "skip-rule", completeRules)
	completeWords(c, "min-severity", "error", "warning", "note")
	completeWords(c, "fail-on", "error", "warning", "note", "never")
	completeWords(c, "color", "auto", "always", "never")
}

// prepare understands the flags that check and fix share.
func (p *program) prepare(o checkFlags, args []string) (*plan, engine.Options, error) {
	plan, err := p.plan(o)
	if err != nil {
		return nil, engine.Options{}, err
	}
	options, err := p.engineOptions(o.scope, args)
	options.Rules, options.MinSeverity, options.Now, options.AllEndpoints = plan.rules, plan.minSeverity, plan.now, o.allEndpoints
	return plan, options, err
}

func (p *program) check(ctx context.Context, o checkFlags, args []string) error {
	plan, options, err := p.prepare(o, args)
	if err != nil {
		return err
	}
	options.NewFrom = o.newFrom
	if options.Baseline, err = o.readBaseline(); err != nil {
		return err
	}
	run, err := p.engine(ctx, options, o.verbose)
	if err != nil {
		return err
	}
	p.status = plan.status(run)
	if err := p.saveBaseline(o.writeBaseline, run, options.Baseline); err != nil {
		return err
	}
	for _, out := range plan.outputs {
		if err := p.report(out, run.Result, plan.text); err != nil {
			return err
		}
	}
	return p.githubSummary(plan.outputs, run.Result)
}

// engineOptions returns the options that say what is read.
func (p *program) engineOptions(s scope, args []string) (engine.Options, error) {
	dir, err := os.Getwd()
	if err != nil {
		return engine.Options{}, fmt.Errorf("the current folder cannot be told: %w", err)
	}
	if s.jobs < 0 {
		return engine.Options{}, fmt.Errorf("--jobs must not be negative, but is %d", s.jobs)
	}
	for _, glob := range s.exclude {
		if !validGlob(glob) {
			return engine.Options{}, fmt.Errorf("--exclude %q is no glob; a [ needs its ]", glob)
		}
	}
	switch {
	case s.stdinName != "" && len(args) > 0:
		return engine.Options{}, fmt.Errorf("--stdin-filename takes the place of %q: only standard input is checked", args[0])
	case s.stdinName != "" && s.staged:
		return engine.Options{}, errors.New("--stdin-filename and --staged exclude each other: the bytes come from one of them")
	case s.config != "" && s.noConfig:
		return engine.Options{}, errors.New("--config and --no-config exclude each other")
	}
	home, _ := os.UserHomeDir()
	if s.userConfigs && home == "" {
		return engine.Options{}, fmt.Errorf("--host needs to know the home folder; set HOME")
	}
	return engine.Options{
		WorkDir: dir, Roots: args, Exclude: s.exclude, Config: s.config, NoConfig: s.noConfig, UserConfigs: s.userConfigs, Home: home, Getenv: p.getenv,
		Staged: s.staged, AsFound: s.asFound, StdinFilename: s.stdinName, Stdin: os.Stdin,
		Jobs: s.jobs, Version: readVersion().Version, Clock: time.Now, Now: time.Now(),
	}, nil
}

// engine runs the line and tells what it did when asked. A bug that was recovered decides the exit status.
func (p *program) engine(ctx context.Context, o engine.Options, verbose bool) (*engine.Run, error) {
	done := p.progress()
	run, err := engine.Check(ctx, o)
	done()
	if err != nil {
		return nil, err
	}
	p.tell(run, verbose)
	return run, nil
}

// tell says on stderr what went wrong in wirevet itself, and with verbose what was done.
func (p *program) tell(run *engine.Run, verbose bool) {
	for _, bug := range run.Bugs {
		fmt.Fprintf(p.stderr, "wirevet: a bug in wirevet: %s\nPlease report it, with a file that shows it: https://github.com/wirevet/wirevet/issues\n",
			visibleLines(bug))
	}
	if verbose {
		for _, line := range run.Trace.Describe() {
			fmt.Fprintf(p.stderr, "wirevet: %s\n", report.Visible(line))
		}
	}
}

func visibleLines(text string) string {
	lines := strings.Split(text, "\n")
	for i, l := range lines {
		lines[i] = report.Visible(l)
	}
	return strings.Join(lines, "\n")
}

// progress shows on a terminal that long work goes on. The returned function ends it.
func (p *program) progress() func() {
	if !onTerminal(p.stderr) {
		return func() {}
	}
	shown := make(chan bool, 1)
	timer := time.AfterFunc(time.Second, func() {
		fmt.Fprint(p.stderr, "wirevet: reading…")
		shown <- true
	})
	return func() {
		if !timer.Stop() {
			<-shown
			fmt.Fprint(p.stderr, "\r\x1b[K")
		}
	}
}

// status maps a run to the exit status.
func (plan *plan) status(run *engine.Run) int {
	switch {
	case len(run.Bugs) > 0:
		return statusBug
	case run.Result.Summary.Incomplete:
		return statusIncomplete
	}
	for _, f := range run.Result.Findings {
		if f.State == rules.Open && plan.failOn != 0 && f.Severity >= plan.failOn {
			return statusFindings
		}
	}
	return statusClean
}
