package report

import (
	"bufio"
	"io"
	"strconv"
	"strings"

	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/rules"
)

// TextOptions says how text is written.
type TextOptions struct {
	Color bool
	// Quiet leaves out the last line, what a host will refuse and what somebody has settled. What could not be read
	// is always said: it is the reason for exit status 2.
	Quiet bool
}

// Text writes a frame for each open finding, a line for each that somebody has accepted or ignored, then the problems,
// then one line that counts. Those of a baseline are only counted.
func Text(w io.Writer, r *Result, o TextOptions) error {
	t := &textWriter{w: bufio.NewWriter(w), color: o.Color}
	for _, f := range r.Findings {
		if f.State == rules.Open {
			t.finding(f, r.Fixes[f])
		}
	}
	if !o.Quiet {
		t.settled(r.Findings)
		for _, p := range r.Problems {
			if !p.Kind.Incomplete() {
				t.hostProblem(p)
			}
		}
	}
	t.problems(r.Problems)
	if !o.Quiet {
		t.separate()
		t.line(lastLine(r, r.Summary.Elapsed))
	}
	return t.w.Flush()
}

// textWriter writes frames. Errors stay in the buffered writer until it is flushed.
type textWriter struct {
	w     *bufio.Writer
	color bool
	begun bool

	drawn  drawnLine // the line that was drawn last; findings are sorted, so the next is often in it
	source *facts.Source
	number int
}

func (t *textWriter) line(parts ...string) {
	for _, p := range parts {
		t.w.WriteString(p)
	}
	t.w.WriteByte('\n')
}

// separate writes the empty line between frames.
func (t *textWriter) separate() {
	if t.begun {
		t.w.WriteByte('\n')
	}
	t.begun = true
}

func (t *textWriter) finding(f *rules.Finding, fix *Fix) {
	related := make([]place, 0, len(f.Related))
	for _, r := range f.Related {
		if !r.Span.IsZero() {
			related = append(related, place{r.Span, r.Label, false})
		}
	}
	var tail []comment
	for _, n := range f.Notes {
		tail = append(tail, comment{"note", n})
	}
	explain := "wirevet explain " + f.Rule.ID
	if fix != nil {
		explain = fixCommand(fix) + ": " + fix.Title + "\n" + explain
	}
	if f.Help != "" {
		explain = f.Help + "\n" + explain
	}
	tail = append(tail, comment{"help", explain})
	t.frame(f.Severity, "["+f.Rule.ID+"]", f.Message, place{f.Span, f.Label, true}, related, tail)
}

// settled writes what somebody has accepted or ignored, a line each.
func (t *textWriter) settled(findings []*rules.Finding) {
	first := true
	for _, f := range findings {
		if f.Acceptance == nil || f.State == rules.Open {
			continue
		}
		if first {
			t.separate()
			first = false
		}
		why := f.Acceptance.Reason
		if f.Acceptance.Owner != "" {
			why = "until " + f.Acceptance.Expires + ", " + f.Acceptance.Owner + ": " + why
		}
		where := ""
		if !f.Span.IsZero() {
			where = location(f.Span.Source, f.Span.Begin()) + ": "
		}
		t.line(t.paint(blue, f.State.String()+"["+f.Rule.ID+"]"), ": ", where, Visible(f.Message+" ("+why+")"))
	}
}

// fixCommand returns the command that applies a fix.
func fixCommand(fix *Fix) string {
	if fix.Safe {
		return "wirevet fix"
	}
	return "wirevet fix --unsafe"
}

// hostProblem shows what a host will refuse like a note: all of the file was read.
func (t *textWriter) hostProblem(p *facts.Problem) {
	if p.Span.IsZero() {
		t.separate()
		t.line(t.paint(severityColor(rules.Note), "note"), ": ", Visible(p.File()), ": ", Visible(p.Message))
		return
	}
	t.frame(rules.Note, "", p.Message, place{p.Span, "", true}, nil, nil)
}

// problems writes what could not be read, a line each.
func (t *textWriter) problems(all []*facts.Problem) {
	first := true
	for _, p := range all {
		if !p.Kind.Incomplete() {
			continue
		}
		if first {
			t.separate()
			first = false
		}
		t.line("wirevet: ", problemPlace(p), ": ", Visible(p.Message))
	}
}

func problemPlace(p *facts.Problem) string {
	if p.Span.IsZero() {
		return Visible(p.File())
	}
	return location(p.Span.Source, p.Span.Begin())
}

// location returns path:line:column.
func location(source *facts.Source, at facts.Position) string {
	return Visible(source.Path) + ":" + strconv.Itoa(at.Line) + ":" + strconv.Itoa(at.Column)
}

// comment is a `= note:` or `= help:` below a frame.
type comment struct{ kind, text string }

func (c comment) lines() []string {
	lines := strings.Split(c.text, "\n")
	for i, l := range lines {
		lines[i] = Visible(l)
	}
	return lines
}
