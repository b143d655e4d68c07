package report

import (
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/width"
)

const (
	maxColumns = 160 // a longer line is cut around what is underlined
	tabColumns = 4
)

// drawnLine is a source line as a terminal shows it, with the way from its code points to columns.
type drawnLine struct {
	text   string
	byteAt []int // where code point i begins in text; one more entry than there are code points
	column []int // the column, from 0, at which it begins
}

// draw lays out a line: tabs become four columns, what cannot be seen becomes an escape.
func draw(line string) drawnLine {
	var b strings.Builder
	count := utf8.RuneCountInString(line)
	d := drawnLine{byteAt: make([]int, 0, count+1), column: make([]int, 0, count+1)}
	column := 0
	for len(line) > 0 {
		d.byteAt = append(d.byteAt, b.Len())
		d.column = append(d.column, column)
		r, size := utf8.DecodeRuneInString(line)
		switch shown := escape(r, line[:size]); {
		case r == '\t':
			b.WriteString("    ")
			column += tabColumns
		case shown != line[:size]:
			b.WriteString(shown)
			column += len(shown)
		default:
			b.WriteString(shown)
			column += columnsOf(r)
		}
		line = line[size:]
	}
	d.byteAt = append(d.byteAt, b.Len())
	d.column = append(d.column, column)
	d.text = b.String()
	return d
}

// columnsOf returns how many columns a terminal gives to r: two to East Asian and emoji characters, none to
// combining marks.
func columnsOf(r rune) int {
	if r < utf8.RuneSelf {
		return 1
	}
	if unicode.In(r, unicode.Mn, unicode.Me) {
		return 0
	}
	switch width.LookupRune(r).Kind() {
	case width.EastAsianWide, width.EastAsianFullwidth:
		return 2
	}
	return 1
}

// columns returns the width of the whole line.
func (d drawnLine) columns() int { return d.column[len(d.column)-1] }

// cutLine is the part of a drawn line that is shown.
type cutLine struct {
	text  string
	shift int // what to subtract from a column of the whole line
	width int
	open  bool // more of the line follows
}

// cut returns the whole line when it is short enough, and otherwise the part around the code points [from, to).
func (d drawnLine) cut(from, to int) cutLine {
	total := d.columns()
	if total <= maxColumns {
		return cutLine{text: d.text, width: total}
	}
	const budget = maxColumns - 2 // an ellipsis on either side
	start := d.column[from] - (budget-min(d.column[to]-d.column[from], budget-20))/2
	start = max(0, min(start, total-budget))
	i := sort.SearchInts(d.column, start)
	j := sort.SearchInts(d.column, start+budget+1) - 1 // the last code point that begins within the budget
	c := cutLine{text: d.text[d.byteAt[i]:d.byteAt[j]], shift: d.column[i], width: d.column[j] - d.column[i]}
	if i > 0 {
		c.text = "…" + c.text
		c.shift--
		c.width++
	}
	if j < len(d.column)-1 {
		c.text += "…"
		c.width++
		c.open = true
	}
	return c
}

// place returns the columns of the part [from, to) of the whole line within the cut one, at least one wide. What
// was cut off is placed at the ellipsis.
func (c cutLine) place(from, to int) (int, int) {
	last := c.width // one behind the end: where an empty span at the end of a line stands
	if c.open {
		last--
	}
	from = min(max(from-c.shift, 0), last)
	return from, max(min(to-c.shift, c.width), from+1)
}
