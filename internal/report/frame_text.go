package report

import (
	"strconv"
	"strings"

	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/rules"
)

// frame writes one diagnostic: headline, source lines with what they mean, comments.
func (t *textWriter) frame(severity rules.Severity, rule, message string, primary place, related []place, tail []comment) {
	t.separate()
	hue := severityColor(severity)
	t.line(t.paint(hue, severity.String()+rule), t.paint(bold, ": "+Visible(message)))
	gutter := 1
	if !primary.span.IsZero() {
		blocks := blocksOf(primary, related)
		for _, b := range blocks {
			gutter = max(gutter, len(strconv.Itoa(b.last)))
		}
		for i, b := range blocks {
			t.block(b, gutter, i == 0, hue)
		}
	}
	for _, c := range tail {
		t.comment(c, gutter)
	}
}

func (t *textWriter) block(b *block, gutter int, first bool, hue string) {
	arrow := "::: "
	if first {
		arrow = "--> "
	}
	t.line(strings.Repeat(" ", gutter), t.paint(blue, arrow), location(b.source, b.at))
	t.line(t.gutter(gutter, ""))
	for i := 0; i < len(b.marks); {
		line := b.marks[i].line
		if i > 0 {
			t.gap(b.marks[i-1].line, line, gutter)
		}
		j := i + 1
		for j < len(b.marks) && b.marks[j].line.Number == line.Number {
			j++
		}
		t.marked(line, b.marks[i:j], gutter, hue)
		i = j
	}
	t.line(t.gutter(gutter, ""))
}

// gap writes what stands between two shown lines: the one line that is missing, or a sign for several.
func (t *textWriter) gap(before, after facts.Line, gutter int) {
	switch after.Number - before.Number {
	case 0, 1:
	case 2:
		between := before.Span.Source.Lines(facts.Span{Source: before.Span.Source, Start: before.Span.Start, End: after.Span.Start + 1})[1]
		t.sourceLine(between.Number, t.draw(between).cut(0, 0), gutter)
	default:
		t.line(t.paint(blue, "..."))
	}
}

// marked writes a source line and below it one line for each mark.
func (t *textWriter) marked(line facts.Line, marks []mark, gutter int, hue string) {
	drawn := t.draw(line)
	focus := marks[0]
	for _, m := range marks {
		if m.primary {
			focus = m
			break
		}
	}
	cut := drawn.cut(focus.from, focus.to)
	t.sourceLine(line.Number, cut, gutter)
	for _, m := range marks {
		from, to := cut.place(drawn.column[m.from], drawn.column[m.to])
		sign, color := "-", blue
		if m.primary {
			sign, color = "^", hue
		}
		under := strings.Repeat(sign, to-from)
		if m.label != "" {
			under += " " + Visible(m.label)
		}
		t.line(t.gutter(gutter, ""), " ", strings.Repeat(" ", from), t.paint(color, under))
	}
}

func (t *textWriter) sourceLine(number int, cut cutLine, gutter int) {
	text := strings.TrimRight(cut.text, " ")
	if text != "" {
		text = " " + text
	}
	t.line(t.gutter(gutter, strconv.Itoa(number)), text)
}

// gutter returns the column of line numbers with its bar.
func (t *textWriter) gutter(width int, number string) string {
	return t.paint(blue, strings.Repeat(" ", width-len(number))+number+" |")
}

func (t *textWriter) comment(c comment, gutter int) {
	indent := strings.Repeat(" ", gutter+1)
	for i, l := range c.lines() {
		if i == 0 {
			t.line(indent, t.paint(blue, "="), " ", t.paint(bold, c.kind), ": ", l)
			continue
		}
		t.line(indent, strings.Repeat(" ", len("= : ")+len(c.kind)), l)
	}
}

// draw lays out a line, or returns the layout of the last call.
func (t *textWriter) draw(line facts.Line) drawnLine {
	if t.source != line.Span.Source || t.number != line.Number {
		t.drawn, t.source, t.number = draw(line.Text), line.Span.Source, line.Number
	}
	return t.drawn
}

// The ANSI colours of the text format.
const (
	bold   = "\x1b[1m"
	red    = "\x1b[1;31m"
	yellow = "\x1b[1;33m"
	cyan   = "\x1b[1;36m"
	blue   = "\x1b[1;34m"
	plain  = "\x1b[0m"
)

func severityColor(s rules.Severity) string {
	switch s {
	case rules.Error:
		return red
	case rules.Warning:
		return yellow
	default:
		return cyan
	}
}

// paint returns s in a colour, when colours are wanted.
func (t *textWriter) paint(color, s string) string {
	if !t.color {
		return s
	}
	return color + s + plain
}
