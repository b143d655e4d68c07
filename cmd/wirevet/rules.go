package main

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"github.com/wirevet/wirevet/rules"
)

func (p *program) rulesCommand() *cobra.Command {
	var format string
	c := &cobra.Command{
		Use:   "rules",
		Short: "list all rules",
		Example: examples(
			"wirevet rules                                        a table",
			"wirevet rules --format json                          for tools",
			"wirevet rules --format json | jq -r '.[].id'         only the ids",
		),
		Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			switch format {
			case "text":
				return p.write(writeRuleTable)
			case "json":
				return p.write(writeRuleJSON)
			}
			return fmt.Errorf("--format is text or json, not %q", format)
		},
	}
	c.Flags().StringVar(&format, "format", "text", "`text` or json")
	completeWords(c, "format", "text", "json")
	return c
}

func writeRuleTable(w io.Writer) error {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(t, "id\tseverity\tanswers\tformats\tfix\ttitle")
	for _, r := range rules.All() {
		fmt.Fprintf(t, "%s\t%s\t%s\t%s\t%s\t%s\n", r.ID, r.Severity, codes(r), strings.Join(r.Surfaces, ", "), r.Fix, r.Title)
	}
	return t.Flush()
}

func codes(r *rules.Rule) string {
	out := make([]string, len(r.Answers))
	for i, a := range r.Answers {
		out[i] = string(a)
	}
	return strings.Join(out, " ")
}

// ruleJSON is one rule as tools read it.
type ruleJSON struct {
	ID               string   `json:"id"`
	Title            string   `json:"title"`
	Severity         string   `json:"severity"`
	Precision        string   `json:"precision"`
	SecuritySeverity string   `json:"security_severity,omitempty"`
	CWE              []int    `json:"cwe"`
	Answers          []string `json:"answers"`
	Crosswalk        []string `json:"crosswalk"`
	Formats          []string `json:"formats"`
	Scope            string   `json:"scope"`
	Fix              string   `json:"fix"`
}

func writeRuleJSON(w io.Writer) error {
	out := make([]ruleJSON, 0, len(rules.All()))
	for _, r := range rules.All() {
		out = append(out, ruleJSON{
			ID: r.ID, Title: r.Title, Severity: r.Severity.String(), Precision: string(r.Precision),
			SecuritySeverity: r.SecuritySeverity, CWE: append([]int{}, r.CWE...), Answers: strings.Fields(codes(r)),
			Crosswalk: append([]string{}, r.Crosswalk...), Formats: r.Surfaces, Scope: r.Scope.String(), Fix: r.Fix.String(),
		})
	}
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(out)
}
