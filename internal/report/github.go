package report

import (
	"bufio"
	"io"
	"path"
	"strconv"
	"strings"

	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/rules"
)

// GitHub writes a workflow command for each problem and each open finding, which GitHub Actions shows at their lines,
// and then the line that counts. Of a step it shows ten errors and ten warnings: what was not read and the worst
// findings come first. folder is the working folder as seen from the repository's root.
//
// The form is that of "Workflow commands for GitHub Actions", the escapes those of @actions/core (command.ts).
func GitHub(w io.Writer, r *Result, folder string) error {
	g := &githubWriter{bufio.NewWriter(w), folder}
	for _, p := range r.Problems {
		if p.Kind.Incomplete() {
			g.command("error", "wirevet: not read", p.Span, p.File(), p.Message, "")
		}
	}
	for _, f := range worstFirst(r.Findings) {
		g.command(githubLevel(f.Severity), "wirevet: "+f.Rule.ID, f.Span, fileOf(f.Span), f.Message, f.Help)
	}
	for _, p := range r.Problems {
		if !p.Kind.Incomplete() {
			g.command("notice", "wirevet: refused by the host", p.Span, p.File(), p.Message, "")
		}
	}
	g.w.WriteString(lastLine(r, 0) + "\n")
	return g.w.Flush()
}

type githubWriter struct {
	w      *bufio.Writer
	folder string
}

func githubLevel(s rules.Severity) string {
	switch s {
	case rules.Error:
		return "error"
	case rules.Warning:
		return "warning"
	default:
		return "notice"
	}
}

// command writes one workflow command. The place is repeated in its text: the log of a step shows that alone.
func (g *githubWriter) command(level, title string, span facts.Span, file, message, help string) {
	text := []string{Visible(message)}
	if help != "" {
		text = append(text, comment{text: "help: " + help}.lines()...)
	}
	var properties []string
	property := func(name, value string) { properties = append(properties, name+"="+escapeProperty.Replace(value)) }
	if file != "" {
		property("file", Visible(inRepository(g.folder, file)))
		place := Visible(file)
		if !span.IsZero() {
			begin, end := span.Begin(), span.Finish()
			property("line", strconv.Itoa(begin.Line))
			property("endLine", strconv.Itoa(end.Line))
			if begin.Line == end.Line { // GitHub takes columns within one line only
				property("col", strconv.Itoa(begin.Column))
				property("endColumn", strconv.Itoa(end.Column))
			}
			place = location(span.Source, begin)
		}
		text = append(text, "at "+place)
	}
	property("title", Visible(title))
	g.w.WriteString("::" + level + " " + strings.Join(properties, ",") + "::" + escapeData.Replace(strings.Join(text, "\n")) + "\n")
}

var (
	escapeData     = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A")
	escapeProperty = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C")
)

// inRepository returns a shown path as seen from the root of the repository. An absolute path stays what it is.
func inRepository(folder, file string) string {
	if folder == "" || isAbsolute(file) {
		return file
	}
	return path.Join(folder, file)
}
