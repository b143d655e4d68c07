package main

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/wirevet/wirevet/internal/graph"
	"github.com/wirevet/wirevet/internal/report"
	"github.com/wirevet/wirevet/rules"
)

func (p *program) graphCommand() *cobra.Command {
	var s scope
	var format string
	c := &cobra.Command{
		Use:   "graph [PATH…]",
		Short: "draw hosts, servers, listeners and hops, with what is not encrypted, verified or authenticated",
		Example: examples(
			"wirevet graph .                          as Mermaid, for Markdown pages",
			"wirevet graph --format dot . | dot -Tsvg >wiring.svg",
			"wirevet graph --format json deploy       for tools",
		),
		Args: cobra.ArbitraryArgs,
		RunE: func(c *cobra.Command, args []string) error {
			if !slices.Contains(graph.Formats, format) {
				return fmt.Errorf("--format is %s, not %q", strings.Join(graph.Formats, ", "), format)
			}
			options, err := p.engineOptions(s, args)
			if err != nil {
				return err
			}
			options.Rules, options.MinSeverity, options.Now = rules.All(), rules.Note, time.Now()
			run, err := p.engine(c.Context(), options, s.verbose)
			if err != nil {
				return err
			}
			plan := plan{}
			p.status = plan.status(run)
			for _, problem := range run.Result.Problems {
				where := problem.File()
				if !problem.Span.IsZero() {
					at := problem.Span.Begin()
					where = fmt.Sprintf("%s:%d:%d", where, at.Line, at.Column)
				}
				fmt.Fprintf(p.stderr, "wirevet: %s: %s\n", report.Visible(where), report.Visible(problem.Message))
			}
			picture := graph.Of(run.Result.System, run.Result.Findings)
			return p.write(func(w io.Writer) error { return graph.Write(w, picture, format) })
		},
	}
	s.addTo(c)
	s.addSources(c)
	c.Flags().StringVar(&format, "format", "mermaid", "`mermaid`, dot or json")
	completeWords(c, "format", graph.Formats...)
	return c
}
