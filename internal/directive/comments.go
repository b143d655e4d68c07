package directive

import (
	"strings"

	"github.com/wirevet/wirevet/facts"
)

// Comments are those of a file that say something to wirevet, as a parser comes by them.
type Comments struct {
	Product string // whose version a comment may state, as generators of configurations call it; empty for none
	Version facts.Stated[string]

	meant []comment
}

type comment struct {
	span facts.Span
	text string
}

// Take looks at a comment.
func (c *Comments) Take(text string, span facts.Span) {
	if c.Product != "" && !c.Version.Known() {
		if from, to, ok := Version(c.Product, text); ok {
			c.Version = facts.Written(text[from:to], facts.Span{Source: span.Source, Start: span.Start + from, End: span.Start + to})
		}
	}
	if strings.Contains(text, "wirevet") {
		c.meant = append(c.meant, comment{span, text})
	}
}

// Directives returns the comments that were meant as directives, once it is known what stands around them. covers returns what
// the comment that begins at an offset covers.
func (c *Comments) Directives(covers func(at int) facts.Span) (out []*facts.Directive) {
	for _, m := range c.meant {
		if d := Read(m.span, []byte(m.text), func() facts.Span { return covers(m.span.Start) }); d != nil {
			out = append(out, d)
		}
	}
	return out
}

// Covered returns what the comment at an offset covers among the statements of a file: the one behind it when it has a line of its
// own, the one before it in its line otherwise, and the block around it when there is neither. block returns what a statement has
// in its block, and false when it has none.
func Covered[S any](text string, at int, list []S, span func(S) facts.Span, block func(S) ([]S, bool)) facts.Span {
	var around facts.Span
	for deeper := true; deeper; {
		deeper = false
		for _, s := range list {
			if inner, blocked := block(s); blocked && span(s).Start < at && at < span(s).End {
				around, list, deeper = span(s), inner, true
				break
			}
		}
	}
	own := OwnLine(text, at)
	before := around
	for _, s := range list {
		if span(s).Start < at {
			before = span(s)
			continue
		}
		if own {
			return span(s)
		}
		return before
	}
	if own {
		return around
	}
	return before
}

// OwnLine reports whether nothing stands before the comment at an offset in its line.
func OwnLine(text string, at int) bool {
	return strings.TrimSpace(text[strings.LastIndexByte(text[:at], '\n')+1:at]) == ""
}
