package main

import (
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"github.com/wirevet/wirevet/internal/nearest"
	"github.com/wirevet/wirevet/rules"
)

func (p *program) explainCommand() *cobra.Command {
	var format, color string
	c := &cobra.Command{
		Use:   "explain RULE",
		Short: "show a rule's page",
		Example: examples(
			"wirevet explain tls-verify-disabled                       the page for the terminal",
			"wirevet explain --format markdown secret-in-config        the page as it is written",
			"wirevet explain cleartext-remote | less                   page by page",
		),
		Args:              cobra.ExactArgs(1),
		ValidArgsFunction: completeOneRule,
		RunE: func(_ *cobra.Command, args []string) error {
			rule := rules.Find(args[0])
			if rule == nil {
				var ids []string
				for _, r := range rules.All() {
					ids = append(ids, r.ID)
				}
				return fmt.Errorf("there is no rule %q%s; wirevet rules lists them", args[0], nearest.Suggestion(args[0], ids))
			}
			colored, err := p.color(color)
			if err != nil {
				return err
			}
			return p.write(func(w io.Writer) error {
				switch format {
				case "markdown":
					_, err := io.WriteString(w, rule.Page())
					return err
				case "text":
					_, err := io.WriteString(w, renderPage(rule.Page(), colored))
					return err
				}
				return fmt.Errorf("--format is text or markdown, not %q", format)
			})
		},
	}
	c.Flags().StringVar(&format, "format", "text", "`text` or markdown")
	c.Flags().StringVar(&color, "color", "auto", "`auto`, always or never")
	completeWords(c, "format", "text", "markdown")
	completeWords(c, "color", "auto", "always", "never")
	return c
}

// renderPage turns the Markdown of our own pages into text: headings stand out, examples are indented and say whether
// they are flagged, a table row becomes "column: cell".
func renderPage(page string, color bool) string {
	strong := func(s string) string {
		if color {
			return "\x1b[1m" + s + "\x1b[0m"
		}
		return s
	}
	var b strings.Builder
	var header []string
	inExample := false
	for line := range strings.Lines(page) {
		line = strings.TrimSuffix(line, "\n")
		info, fence := strings.CutPrefix(line, "```")
		switch {
		case fence && inExample:
			inExample = false
		case fence:
			inExample = true
			b.WriteString("    " + exampleTitle(info) + "\n")
		case inExample:
			b.WriteString("    | " + line + "\n")
		case strings.HasPrefix(line, "#"):
			b.WriteString(strong(strings.TrimLeft(line, "# ")) + "\n")
		case strings.HasPrefix(line, "|---"):
		case strings.HasPrefix(line, "|"):
			cells := strings.Split(strings.Trim(line, "|"), "|")
			if header == nil {
				header = cells
				continue
			}
			for i, c := range cells {
				if i < len(header) {
					b.WriteString(strings.TrimSpace(header[i]) + ": " + plain(strings.TrimSpace(c)) + "\n")
				}
			}
			header = nil
		default:
			b.WriteString(plain(line) + "\n")
		}
	}
	return b.String()
}

// exampleTitle names an example by its file and verdict: `json file=.mcp.json bad at="x"`.
func exampleTitle(info string) string {
	title := ""
	for _, word := range strings.Fields(info) {
		if file, ok := strings.CutPrefix(word, "file="); ok {
			title = file
		}
		if word == "bad" || word == "good" {
			title += map[string]string{"bad": ", flagged", "good": ", not flagged"}[word]
		}
	}
	return title
}

// plain removes the marks of emphasis and code.
func plain(s string) string { return strings.NewReplacer("`", "", "**", "", "*", "").Replace(s) }
