package nginx

import (
	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/internal/directive"
)

// covered returns what the comment at an offset covers.
func (f *file) covered(at int) facts.Span {
	return directive.Covered(f.text, at, f.directives, (*statement).span, func(d *statement) ([]*statement, bool) { return d.block, d.blocked })
}
