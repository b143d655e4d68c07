package main

import (
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"github.com/wirevet/wirevet/internal/report"
)

func (p *program) factsCommand() *cobra.Command {
	var s scope
	var format string
	c := &cobra.Command{
		Use:   "facts [PATH…]",
		Short: "show what was understood, with places: the first thing to ask for in a bug report",
		Example: examples(
			"wirevet facts .mcp.json                  of one file",
			"wirevet facts --format json .            of everything here, for tools",
			"wirevet facts --host                     of this user's own configs as well",
		),
		Args: cobra.ArbitraryArgs,
		RunE: func(c *cobra.Command, args []string) error {
			if format != "text" && format != "json" {
				return fmt.Errorf("--format is text or json, not %q", format)
			}
			options, err := p.engineOptions(s, args)
			if err != nil {
				return err
			}
			run, err := p.engine(c.Context(), options, s.verbose)
			if err != nil {
				return err
			}
			plan := plan{}
			p.status = plan.status(run)
			return p.write(func(w io.Writer) error { return report.Facts(w, run.Result.System, format) })
		},
	}
	s.addTo(c)
	s.addSources(c)
	c.Flags().StringVar(&format, "format", "text", "`text` or json")
	completeWords(c, "format", "text", "json")
	return c
}
