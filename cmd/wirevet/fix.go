package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/rogpeppe/go-internal/diff"
	"github.com/spf13/cobra"

	"github.com/wirevet/wirevet/internal/atomicfile"
	"github.com/wirevet/wirevet/internal/engine"
	"github.com/wirevet/wirevet/internal/report"
)

type fixFlags struct {
	checkFlags
	unsafe, diff bool
}

func (p *program) fixCommand() *cobra.Command {
	o := fixFlags{checkFlags: checkFlags{format: "text"}}
	c := &cobra.Command{
		Use:   "fix [PATH…]",
		Short: "repair what can be repaired (default: in the current folder)",
		Example: examples(
			"wirevet fix --diff                show what would change, and write nothing",
			"wirevet fix .mcp.json             make the safe fixes in one file",
			"wirevet fix --unsafe --rule 'secret-*' .   fixes that need something of you, of some rules only",
		),
		Args: cobra.ArbitraryArgs,
		RunE: func(c *cobra.Command, args []string) error {
			p.heedInterrupts()
			return p.fix(c.Context(), o, args)
		},
	}
	f := c.Flags()
	f.BoolVar(&o.unsafe, "unsafe", false, "also make fixes after which a variable, a certificate or a client may have to be provided")
	f.BoolVar(&o.diff, "diff", false, "print a unified diff, and write nothing")
	o.addTo(c)
	o.addJudging(c)
	return c
}

func (p *program) fix(ctx context.Context, o fixFlags, args []string) error {
	plan, options, err := p.prepare(o.checkFlags, args)
	if err != nil {
		return err
	}
	done := p.progress()
	fixed, err := engine.Fix(ctx, options, o.unsafe)
	done()
	if err != nil {
		return err
	}
	p.tell(fixed.Last, o.verbose)
	if o.diff {
		return p.showDiff(plan, fixed)
	}
	var written []*engine.FixedFile
	for _, f := range fixed.Files {
		switch err := f.Write(); {
		case errors.Is(err, atomicfile.ErrInterrupted):
			return err
		case err != nil:
			fmt.Fprintf(p.stderr, "wirevet: %s\n", report.Visible(err.Error()))
		default:
			written = append(written, f)
		}
	}
	p.status = plan.status(fixed.Last)
	if len(written) < len(fixed.Files) && p.status != statusBug {
		p.status = statusIncomplete
	}
	return p.write(func(w io.Writer) error {
		if err := tellFixes(w, written); err != nil {
			return err
		}
		return report.Text(w, fixed.Last.Result, plan.text)
	})
}

// tellFixes writes a line for each fix, and an empty one behind them.
func tellFixes(w io.Writer, files []*engine.FixedFile) error {
	if len(files) == 0 {
		return nil
	}
	b := bufio.NewWriter(w)
	for _, f := range files {
		for _, fix := range f.Fixes {
			fmt.Fprintf(b, "fixed %s:%d:%d: %s: %s\n", report.Visible(f.Path), fix.At.Line, fix.At.Column, fix.Rule.ID, report.Visible(fix.Title))
		}
	}
	fmt.Fprintln(b)
	return b.Flush()
}

// showDiff prints what would change. The exit status is 1 when something would.
func (p *program) showDiff(plan *plan, fixed *engine.Fixed) error {
	plan.failOn = 0
	if p.status = plan.status(fixed.Last); p.status == statusClean && len(fixed.Files) > 0 {
		p.status = statusFindings
	}
	masked := false
	err := p.write(func(w io.Writer) error {
		b := bufio.NewWriter(w)
		for _, f := range fixed.Files {
			before, after := f.Before.Text(f.Before.All()), f.After.Text(f.After.All())
			text := diff.Diff(f.Path, []byte(before), f.Path, []byte(after))
			_, text, _ = bytes.Cut(text, []byte("\n")) // the command that would print it
			for line := range bytes.Lines(text) {
				b.WriteString(visibleLine(string(line)))
			}
			masked = masked || f.HidesIn(string(text))
		}
		return b.Flush()
	})
	if masked && err == nil {
		fmt.Fprintln(p.stderr, "wirevet: credentials are masked in this diff: it shows what wirevet fix does, and cannot be applied as a patch")
	}
	return err
}

// visibleLine is report.Visible for a line of a diff, which keeps its tabs and its line ending.
func visibleLine(line string) string {
	text := strings.TrimRight(line, "\r\n")
	parts := strings.Split(text, "\t")
	for i, part := range parts {
		parts[i] = report.Visible(part)
	}
	return strings.Join(parts, "\t") + line[len(text):]
}
