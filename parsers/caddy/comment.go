package caddy

import (
	"strings"

	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/internal/directive"
)

// readWishes states the comments that ask for findings to be passed over, once it is known what they stand above.
func (p *parser) readWishes() {
	for _, t := range p.wishes {
		f := p.file
		at := facts.Span{Source: f.src, Start: t.start, End: t.end}
		if d := directive.Read(at, []byte(f.text[t.start:t.end]), func() facts.Span { return f.covered(t.start) }); d != nil {
			f.ignores = append(f.ignores, d)
		}
	}
}

// covered returns what a comment covers: the directive behind it when it has a line of its own, the one before it in its
// line otherwise, and the block around it when there is neither.
func (f *file) covered(at int) facts.Span {
	around, list := facts.Span{}, f.lines
	for {
		var inner *segment
		for _, s := range list {
			if w := s.whole(); s.blocked && w.Start < at && at < w.End {
				inner = s
			}
		}
		if inner == nil {
			break
		}
		around, list = inner.whole(), inner.block
	}
	ownLine := strings.TrimSpace(f.text[strings.LastIndexByte(f.text[:at], '\n')+1:at]) == ""
	var before *segment
	for _, s := range list {
		if s.at().Start > at {
			if ownLine {
				return s.whole()
			}
			break
		}
		before = s
	}
	if !ownLine && before != nil {
		return before.whole()
	}
	return around
}
