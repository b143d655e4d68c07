package report

import (
	"bufio"
	"io"
	"strings"

	"github.com/wirevet/wirevet/rules"
)

// maxSummaryRows bounds the table of a summary: GitHub takes 1 MiB of a step.
const maxSummaryRows = 100

// GitHubSummary writes the result as Markdown for $GITHUB_STEP_SUMMARY: what the annotations leave out stands here.
func GitHubSummary(w io.Writer, r *Result) error {
	b := bufio.NewWriter(w)
	b.WriteString("### wirevet\n\n" + escapeMarkdown(lastLine(r, 0)) + "\n")
	open := worstFirst(r.Findings)
	if len(open) > 0 {
		b.WriteString("\n| severity | rule | place | finding |\n|---|---|---|---|\n")
	}
	for i, f := range open {
		if i == maxSummaryRows {
			b.WriteString("\n" + count(len(open)-i, "more finding") + " in the log.\n")
			break
		}
		writeRow(b, f)
	}
	if incompleteProblems(r.Problems) > 0 {
		b.WriteString("\nNot read:\n\n")
	}
	shown := 0
	for _, p := range r.Problems {
		if p.Kind.Incomplete() && shown < maxSummaryRows {
			shown++
			b.WriteString("* " + escapeMarkdown(problemPlace(p)+": "+Visible(p.Message)) + "\n")
		}
	}
	return b.Flush()
}

func writeRow(b *bufio.Writer, f *rules.Finding) {
	place := ""
	if !f.Span.IsZero() {
		place = location(f.Span.Source, f.Span.Begin())
	}
	b.WriteString("| " + f.Severity.String() + " | " + f.Rule.ID + " | " + escapeMarkdown(place) + " | " +
		escapeMarkdown(Visible(f.Message)) + " |\n")
}

// escapeMarkdown returns text that GitHub shows as it stands: no table cell, link, mention, image or tag comes of it.
// A backslash makes any ASCII punctuation literal (CommonMark 2.4).
func escapeMarkdown(text string) string {
	var b strings.Builder
	for _, r := range text {
		switch {
		case r == '&', r == '<', r == '>', r == '@':
			b.WriteString(map[rune]string{'&': "&amp;", '<': "&lt;", '>': "&gt;", '@': "&#64;"}[r])
			continue
		case strings.ContainsRune("\\`*_{}[]()#+!|~:.", r):
			b.WriteByte('\\')
		}
		b.WriteRune(r)
	}
	return b.String()
}
