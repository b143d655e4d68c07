package nginx

import (
	"strings"

	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/internal/directive"
)

// comment reads what comments say to wirevet: a version, and a wish that a finding be passed over.
func (p *parser) comment(t token) {
	f := p.file
	text := f.text[t.start:t.end]
	if !f.version.Known() {
		if from, to, ok := directive.Version("nginx", text); ok {
			f.version = facts.Written(text[from:to], facts.Span{Source: f.src, Start: t.start + from, End: t.start + to})
		}
	}
	if strings.Contains(text, "wirevet") {
		p.wishes = append(p.wishes, t)
	}
}

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

// covered returns what a comment covers: the statement behind it when it has a line of its own, the one before it in its
// line otherwise, and the block around it when there is neither.
func (f *file) covered(at int) facts.Span {
	around := facts.Span{}
	list := f.directives
	for {
		inner := (*statement)(nil)
		for _, d := range list {
			if d.blocked && int(d.name.start) < at && at < int(d.end) {
				inner = d
			}
		}
		if inner == nil {
			break
		}
		around, list = inner.span(), inner.block
	}
	ownLine := strings.TrimSpace(f.text[strings.LastIndexByte(f.text[:at], '\n')+1:at]) == ""
	for i, d := range list {
		if int(d.name.start) < at {
			continue
		}
		if ownLine {
			return d.span()
		}
		if i > 0 {
			return list[i-1].span()
		}
		return around
	}
	if n := len(list); n > 0 && !ownLine {
		return list[n-1].span()
	}
	return around
}
