package haproxy

import (
	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/internal/directive"
)

// covered returns what a comment covers: the line that it stands in, or else the next one, or the section that begins there.
func (f *file) covered(at int) facts.Span {
	around := facts.Span{}
	ownLine := directive.OwnLine(f.text, at)
	for _, s := range f.sections {
		if head := s.header.span(); head.Start >= at {
			if ownLine {
				return s.span()
			}
			return around
		}
		around = s.header.span()
		for _, l := range s.lines {
			span := l.span()
			switch {
			case span.Start >= at && ownLine:
				return span
			case span.Start >= at:
				return around
			}
			around = span
		}
	}
	if ownLine {
		return facts.Span{}
	}
	return around
}
