// Package engine runs the whole line: discover, parse, link, rules, policy. It is the only caller of the stages; the
// command line and the tests call it.
package engine

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"time"

	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/internal/discover"
	"github.com/wirevet/wirevet/internal/link"
	"github.com/wirevet/wirevet/internal/policy"
	"github.com/wirevet/wirevet/internal/report"
	"github.com/wirevet/wirevet/parsers"
	"github.com/wirevet/wirevet/parsers/hostconfig"
	"github.com/wirevet/wirevet/rules"
)

// Options says what to check, and how.
type Options struct {
	WorkDir string   // absolute; shown paths are relative to it
	Roots   []string // files and folders; the working folder when empty
	Exclude []string // globs
	// Staged reads git's index instead of the work tree.
	Staged bool
	// StdinFilename is checked as if it held what Stdin holds; it takes the place of Roots.
	StdinFilename string
	Stdin         io.Reader
	// AsFound takes named files as a walk of their project would.
	AsFound bool
	// Config is the wirevet.toml to use instead of the nearest; NoConfig uses none.
	Config   string
	NoConfig bool
	// NewFrom is a revision of git: only what touches lines that are new since HEAD left it is reported.
	NewFrom string
	// Baseline holds the findings that are known.
	Baseline *Baseline
	// UserConfigs adds the host files of this user and this machine.
	UserConfigs bool
	Home        string // the user's home folder, for UserConfigs
	Getenv      func(string) string

	Rules       []*rules.Rule // those to run, sorted by id
	MinSeverity rules.Severity
	// AllEndpoints judges what has nothing to do with MCP as well.
	AllEndpoints bool
	Now          time.Time
	Jobs         int   // 0: the number of CPUs
	MaxBytes     int64 // 0: [discover.DefaultMaxBytes]
	Version      string
	// Clock measures how long things take; nil measures nothing.
	Clock func() time.Time

	// instead holds texts that are read in the place of what is in the files, by absolute path.
	instead map[string][]byte
}

// Run is what came of a run, and how it went.
type Run struct {
	Result *report.Result
	Trace  Trace
	// Bugs are panics that were recovered: our fault, not the input's. Each names the file.
	Bugs []string
}

// Trace is what -v tells.
type Trace struct {
	Governs []string // which wirevet.toml is in force
	Read    []ReadFile
	Passed  int // files and folders that were left alone
	Stages  []Timing
	Rules   []Timing       // sorted by id
	Asked   map[string]int // per rule id, how many facts it was given
	// Ambiguous are names that several things have.
	Ambiguous []facts.Ambiguity
}

// ReadFile is one file that was parsed.
type ReadFile struct {
	Path   string
	Format string
	Spent  time.Duration
}

// Timing is how long something took.
type Timing struct {
	Name  string
	Spent time.Duration
}

// Check runs the line. It fails only when a root cannot be looked at, or the context ends.
func Check(ctx context.Context, o Options) (*Run, error) {
	c, err := check(ctx, o)
	if err != nil {
		return nil, err
	}
	return c.run, nil
}

// checked is a run with what was found and read.
type checked struct {
	run   *Run
	found *discover.Found
	read  []readSource
}

func check(ctx context.Context, o Options) (*checked, error) {
	o = withDefaults(o)
	run := &Run{}
	begin := o.Clock()
	lap := begin
	stage := func(name string) {
		now := o.Clock()
		run.Trace.Stages = append(run.Trace.Stages, Timing{name, now.Sub(lap)})
		lap = now
	}
	where, err := discoverOptions(o)
	if err != nil {
		return nil, err
	}
	policies := &policies{o: o, run: run}
	where.Govern = policies.govern
	found, err := discover.Find(ctx, where)
	if err != nil {
		return nil, err
	}
	defer found.Close()
	stage("discover")
	limit := limitMemory()
	defer limit.end()
	files, read, err := parseAll(ctx, o, found, run, limit)
	if err != nil {
		return nil, err
	}
	stage("parse")
	system := link.Link(append(policies.stated, files...))
	stage("link")
	outcome := rules.Run(system, rules.Options{
		Now: o.Now, Rules: o.Rules, Everything: o.AllEndpoints, Least: leastRead(o, system), Clock: o.Clock,
	})
	outcome.Findings = policy.Apply(outcome.Findings, policy.Options{
		System: system, Now: o.Now, Rules: o.Rules, Whole: whole(found, system),
	})
	stage("rules")

	run.Trace.Passed, run.Trace.Asked, run.Trace.Governs = found.Passed, outcome.Asked, governance(o, found)
	run.Trace.Ambiguous = system.Ambiguous
	for _, r := range o.Rules {
		run.Trace.Rules = append(run.Trace.Rules, Timing{r.ID, outcome.Spent[r.ID]})
	}
	var fresh *newLines
	if o.NewFrom != "" {
		if fresh, err = newSince(ctx, o, found, read); err != nil {
			return nil, err
		}
		defer fresh.objects.Close()
	}
	run.Result = summarise(o, found, system, outcome, fresh)
	if fresh != nil && fresh.err != nil {
		return nil, fresh.err
	}
	read = append(read, policies.read...)
	run.Result.Fixes = fixes(run, read)
	stage("fixes")
	run.Result.Summary.Elapsed = o.Clock().Sub(begin)
	if len(run.Bugs) > 0 {
		run.Result.Summary.Incomplete = true
	}
	return &checked{run, found, read}, nil
}

// leastRead returns the severity from which on findings are read: those below are shown only where a policy may raise them,
// or a baseline lists them.
func leastRead(o Options, s *facts.System) rules.Severity {
	if o.Baseline != nil || len(s.Overrides) > 0 {
		return 0
	}
	return o.MinSeverity
}

func withDefaults(o Options) Options {
	if len(o.Roots) == 0 {
		o.Roots = []string{"."}
	}
	if o.Clock == nil {
		o.Clock = func() time.Time { return time.Time{} }
	}
	if o.Jobs < 1 {
		o.Jobs = runtime.GOMAXPROCS(0)
	}
	if o.MaxBytes <= 0 {
		o.MaxBytes = discover.DefaultMaxBytes
	}
	if o.MinSeverity == 0 {
		o.MinSeverity = rules.Warning
	}
	if o.Getenv == nil {
		o.Getenv = os.Getenv
	}
	return o
}

func discoverOptions(o Options) (discover.Options, error) {
	formats := parsers.All()
	d := discover.Options{
		WorkDir: o.WorkDir, Roots: o.Roots, Exclude: o.Exclude, Jobs: o.Jobs,
		Config: o.Config, NoConfig: o.NoConfig,
		Interest: func(path string) discover.Interest { return interest(formats, path) },
		Joins:    func(asked []discover.Asked) []string { return joins(formats, asked) },
		Near:     func(kind string) func(string) discover.Interest { return filesOf(formats, kind) },
		Beside:   hostconfig.PathsBeside,
		Staged:   o.Staged, IndexFile: o.Getenv("GIT_INDEX_FILE"), AsFound: o.AsFound,
	}
	if o.StdinFilename != "" {
		abs := o.StdinFilename
		if !filepath.IsAbs(abs) {
			abs = filepath.Join(o.WorkDir, abs)
		}
		data, err := io.ReadAll(io.LimitReader(o.Stdin, o.MaxBytes+1)) // one more shows that it is too large
		if err != nil {
			return d, fmt.Errorf("standard input cannot be read: %w", err)
		}
		d.Roots, d.Overlay = []string{o.StdinFilename}, map[string][]byte{filepath.Clean(abs): data}
	}
	if o.UserConfigs {
		for _, u := range hostconfig.UserPaths(runtime.GOOS, filepath.ToSlash(o.Home), o.Getenv) {
			owner := facts.UserOwned
			if u.System {
				owner = facts.SystemOwned
			}
			d.User = append(d.User, discover.UserFile{Path: u.Path, Owner: owner})
		}
	}
	return d, nil
}

func interest(formats []parsers.Format, path string) discover.Interest {
	best := discover.NotOurs
	for i := range formats {
		f := &formats[i]
		if f.Known(path) {
			return discover.Known
		}
		if f.Candidate != nil && f.Candidate(path) {
			best = discover.Candidate
		}
	}
	return best
}

// known returns the format that a path alone decides, or nil.
func known(formats []parsers.Format, path string) *parsers.Format {
	for i := range formats {
		if formats[i].Known(path) {
			return &formats[i]
		}
	}
	return nil
}

// filesOf tells of a path whether it is a file of the format of that name, or may be one that is looked for by its content.
func filesOf(formats []parsers.Format, name string) func(path string) discover.Interest {
	f := &formats[slices.IndexFunc(formats, func(f parsers.Format) bool { return f.Name == name })]
	return func(path string) discover.Interest {
		switch {
		case f.Known(path):
			if known(formats, path) == f {
				return discover.Known
			}
		case f.Sought && f.Candidate(path) && known(formats, path) == nil:
			return discover.Candidate
		}
		return discover.NotOurs
	}
}

// joins returns the formats whose files may belong together with one that was asked for: each says which others need it.
func joins(formats []parsers.Format, asked []discover.Asked) []string {
	present := map[string]bool{}
	for _, a := range asked {
		if f := known(formats, a.Path); f != nil {
			present[f.Name] = true
			continue
		}
		var content []byte
		for i := range formats {
			f := &formats[i]
			if f.Candidate == nil || !f.Candidate(a.Path) {
				continue
			}
			if a.Content != nil && content == nil {
				content = a.Content()
			}
			present[f.Name] = present[f.Name] || a.Content == nil || f.Sniff(content)
		}
	}
	var out []string
	for i := range formats {
		if slices.ContainsFunc(formats[i].NeededBy, func(name string) bool { return present[name] }) {
			out = append(out, formats[i].Name)
		}
	}
	return out
}
