package caddy

import (
	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/internal/directive"
)

// covered returns what the comment at an offset covers.
func (f *file) covered(at int) facts.Span {
	return directive.Covered(f.text, at, f.lines, (*segment).whole, func(s *segment) ([]*segment, bool) { return s.block, s.blocked })
}
