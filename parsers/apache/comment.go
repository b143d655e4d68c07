package apache

import (
	"regexp"
	"strings"
	"sync"

	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/internal/directive"
)

// generated is the first line of what Mozilla's generator writes (ssl-config.mozilla.org): the one comment that states a
// version of httpd by agreement.
var generated = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`Mozilla Guideline v[\d.]+, Apache (\d+\.\d+(?:\.\d+)?)`)
})

// comment reads what comments say to wirevet: a version, and a wish that a finding be passed over.
func (p *parser) comment(t token) {
	f := p.file
	text := f.text[t.start:t.end]
	const longest = 300
	if !f.version.Known() && len(text) < longest && strings.Contains(text, "Mozilla Guideline") {
		if m := generated().FindStringSubmatchIndex(text); m != nil {
			f.version = facts.Written(text[m[2]:m[3]], facts.Span{Source: f.src, Start: t.start + m[2], End: t.start + m[3]})
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

// covered returns what a comment covers: the statement behind it, or the section around it when it is the last thing there.
// A comment has a line of its own in these files.
func (f *file) covered(at int) facts.Span {
	around := facts.Span{}
	list := f.statements
	for {
		inner := (*statement)(nil)
		for _, d := range list {
			if d.section && d.word.start < at && at < d.end {
				inner = d
			}
		}
		if inner == nil {
			break
		}
		around, list = inner.span(), inner.block
	}
	for _, d := range list {
		if d.word.start > at {
			return d.span()
		}
	}
	return around
}
