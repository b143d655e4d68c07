package dockerfile

import (
	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/internal/directive"
)

// directives states the comments that ask for findings to be passed over. One above an instruction covers that, one above
// FROM the whole stage.
func (r *reader) directives() {
	for _, c := range r.comments {
		covers := func() facts.Span {
			for _, s := range r.stages {
				if s.from.start > c.Start && !r.between(c.End, s.from.start) {
					return s.entry.Block
				}
			}
			for _, in := range r.list {
				if in.end > c.Start {
					return r.span(in.start, in.end)
				}
			}
			return facts.Span{}
		}
		if d := directive.Read(c, r.data[c.Start:c.End], covers); d != nil {
			r.out.Directives = append(r.out.Directives, d)
		}
	}
}

// between reports whether an instruction begins or goes on within the range.
func (r *reader) between(from, to int) bool {
	for _, in := range r.list {
		if in.start >= from && in.start < to || in.start < from && in.end > from {
			return true
		}
	}
	return false
}
