package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/wirevet/wirevet/internal/engine"
	"github.com/wirevet/wirevet/internal/report"
	"github.com/wirevet/wirevet/parsers/wirevettoml"
)

func (p *program) initCommand() *cobra.Command {
	var s scope
	c := &cobra.Command{
		Use:   "init [FOLDER]",
		Short: "write a first wirevet.toml from what is found here, with the decisions left to a person marked",
		Example: examples(
			"wirevet init                     for the current folder, at the top of a repository",
			"wirevet init services/billing    for another one",
			"wirevet init --exclude old       without what lies in some folders",
		),
		Args: cobra.MaximumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error { return p.init(c.Context(), s, args) },
	}
	f := c.Flags()
	f.Var((*list)(&s.exclude), "exclude", "leave out what matches the `GLOB`, besides .gitignore; repeatable")
	f.BoolVarP(&s.verbose, "verbose", "v", false, "say on stderr what was read, and how long it took")
	return c
}

func (p *program) init(ctx context.Context, s scope, args []string) error {
	folder := "."
	if len(args) > 0 {
		folder = args[0]
	}
	file := filepath.Join(folder, wirevettoml.Name)
	if info, err := os.Stat(folder); err == nil && !info.IsDir() {
		return fmt.Errorf("%s: expected a folder, in which %s is written", folder, wirevettoml.Name)
	}
	options, err := p.engineOptions(s, []string{folder})
	if err != nil {
		return err
	}
	proposal, run, err := engine.Propose(ctx, options)
	if run != nil {
		p.tell(run, s.verbose)
	}
	if err != nil {
		return err
	}
	p.heedInterrupts()
	if err := writeNew(file, proposal.Text); err != nil {
		return err
	}
	p.status = (&plan{}).status(run)
	for _, problem := range run.Result.Problems {
		if problem.Kind.Incomplete() { // the status is 2, and this is why
			fmt.Fprintf(p.stderr, "wirevet: %s: %s\n", report.Visible(problem.File()), report.Visible(problem.Message))
		}
	}
	return p.write(func(w io.Writer) error {
		_, err := fmt.Fprintf(w, "wrote %s: %d endpoints, %d servers, %d credentials; %d decisions are left to a person, each marked TODO(owner)\n",
			filepath.ToSlash(file), proposal.Endpoints, proposal.Servers, proposal.Credentials, proposal.Undecided)
		return err
	})
}

// writeNew writes a file that is not there yet.
func writeNew(file string, text []byte) error {
	f, err := os.OpenFile(file, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if errors.Is(err, fs.ErrExist) {
		return fmt.Errorf("%s is there already; nothing was written", file)
	}
	if err != nil {
		return fmt.Errorf("%s: %w", file, unwrapPath(err))
	}
	_, err = f.Write(text)
	if closing := f.Close(); err == nil {
		err = closing
	}
	if err != nil {
		_ = os.Remove(file) // a part of it would be taken for the whole
		return fmt.Errorf("%s: %w", file, unwrapPath(err))
	}
	return nil
}
