package haproxy

import (
	"strings"

	"github.com/wirevet/wirevet/facts"
)

// covered returns what a comment covers: the line that it stands in, or else the next one, or the section that begins there.
func (f *file) covered(at int) facts.Span {
	around := facts.Span{}
	ownLine := strings.TrimSpace(f.text[strings.LastIndexByte(f.text[:at], '\n')+1:at]) == ""
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
