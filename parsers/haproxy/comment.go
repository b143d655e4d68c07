package haproxy

import (
	"strings"

	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/internal/directive"
)

// wish is a comment that may ask for findings to be passed over.
type wish struct{ start, end int }

// comment reads what comments say to wirevet: a version, and a wish that a finding be passed over.
func (p *parser) comment(start, end int) {
	f := p.file
	text := f.text[start:end]
	if !f.version.Known() {
		if from, to, ok := directive.Version("HAProxy", text); ok {
			f.version = facts.Written(text[from:to], f.span(start+from, start+to))
		}
	}
	if strings.Contains(text, "wirevet") {
		p.wishes = append(p.wishes, wish{start, end})
	}
}

// readWishes states the comments that ask for findings to be passed over, once it is known what they stand above.
func (p *parser) readWishes() {
	f := p.file
	for _, w := range p.wishes {
		text := strings.TrimRight(f.text[w.start:w.end], "\r")
		at := f.span(w.start, w.start+len(text))
		if d := directive.Read(at, []byte(text), func() facts.Span { return f.covered(w.start) }); d != nil {
			f.ignores = append(f.ignores, d)
		}
	}
}

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
