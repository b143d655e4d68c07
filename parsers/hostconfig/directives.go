package hostconfig

import (
	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/internal/directive"
)

// readDirectives states the comments that ask for findings to be passed over.
func (p *parser) readDirectives() {
	for _, c := range p.doc.Comments {
		covers := func() facts.Span {
			if r, ok := p.doc.Covers(c); ok {
				return p.span(r.Start, r.End)
			}
			return facts.Span{}
		}
		if d := directive.Read(p.span(c.Start, c.End), p.data[c.Start:c.End], covers); d != nil {
			p.out.Directives = append(p.out.Directives, d)
		}
	}
}
