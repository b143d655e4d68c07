package report

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/wirevet/wirevet/facts"
)

// nearLines is how far apart two places of one file may lie to stand in the same block of a frame.
const nearLines = 10

// place is something that a frame points at.
type place struct {
	span    facts.Span
	label   string
	primary bool
}

// mark is a run of code points that is underlined in one line.
type mark struct {
	line     facts.Line
	from, to int // code points of the line's text
	label    string
	primary  bool
}

// block is a part of a frame that shows neighbouring lines of one file.
type block struct {
	source      *facts.Source
	at          facts.Position
	first, last int // lines
	marks       []mark
}

// blocksOf sorts places into blocks: the one of the primary place first, then by file and line.
func blocksOf(primary place, related []place) []*block {
	blocks := []*block{newBlock(primary)}
	related = slices.Clone(related)
	slices.SortStableFunc(related, func(a, b place) int {
		return cmp.Or(strings.Compare(a.span.Source.Path, b.span.Source.Path), cmp.Compare(a.span.Start, b.span.Start))
	})
	for _, r := range related {
		b := newBlock(r)
		switch last := blocks[len(blocks)-1]; {
		case blocks[0].isNear(b):
			blocks[0].join(b)
		case len(blocks) > 1 && last.isNear(b):
			last.join(b)
		default:
			blocks = append(blocks, b)
		}
	}
	for _, b := range blocks {
		slices.SortStableFunc(b.marks, func(a, b mark) int {
			return cmp.Or(cmp.Compare(a.line.Number, b.line.Number), cmp.Compare(a.from, b.from), firstPrimary(a, b))
		})
	}
	return blocks
}

func firstPrimary(a, b mark) int {
	switch {
	case a.primary == b.primary:
		return 0
	case a.primary:
		return -1
	default:
		return 1
	}
}

func (b *block) isNear(c *block) bool {
	return b.source == c.source && c.first <= b.last+nearLines && c.last >= b.first-nearLines
}

func (b *block) join(c *block) {
	b.first, b.last = min(b.first, c.first), max(b.last, c.last)
	b.marks = append(b.marks, c.marks...)
}

// newBlock returns the block of one place. Of a place with several lines the first and the last are shown, and the
// label stands at the last.
func newBlock(p place) *block {
	source := p.span.Source
	start, end := p.span.Start, max(p.span.Start, p.span.End)
	first := lineAt(source, start)
	last := first
	if end > start {
		last = lineAt(source, end-1)
	}
	b := &block{source: source, at: source.Position(start), first: first.Number, last: last.Number}
	if first.Number == last.Number {
		b.marks = []mark{{first, codePoint(first, start), codePoint(first, end), p.label, p.primary}}
		return b
	}
	indent := utf8.RuneCountInString(last.Text) - utf8.RuneCountInString(strings.TrimLeft(last.Text, " \t"))
	to := codePoint(last, end)
	b.marks = []mark{
		{first, codePoint(first, start), utf8.RuneCountInString(strings.TrimRight(first.Text, " \t")), "", p.primary},
		{last, min(indent, to), to, p.label, p.primary},
	}
	return b
}

func lineAt(source *facts.Source, offset int) facts.Line {
	return source.Lines(facts.Span{Source: source, Start: offset, End: offset})[0]
}

// codePoint returns the index within line of the code point at a byte offset. An offset within the line ending
// gives the end of the text.
func codePoint(line facts.Line, offset int) int {
	end := utf8.RuneCountInString(line.Text)
	switch {
	case offset <= line.Span.Start:
		return 0
	case offset >= line.Span.End:
		return end
	}
	// An offset inside of a character counts each of the character's bytes.
	return min(line.Span.Source.Position(offset).Column-1, end)
}
