package apache

import (
	"fmt"
	"strings"

	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/internal/directive"
	"github.com/wirevet/wirevet/internal/template"
	"github.com/wirevet/wirevet/parsers/input"
)

const (
	// maxDepth is how deep sections may nest. httpd has no limit; a configuration has four levels.
	maxDepth = 64
	// maxArgs is how many words one directive may have.
	maxArgs = 4096
)

// arg is a word of a directive.
type arg struct {
	text       string
	start, end int // as written, with quotes
	file       *file
}

// statement is a directive, or a section with what stands in it.
type statement struct {
	name  string // lower case; of a section with its <
	word  arg    // the name as written
	args  []arg
	block []*statement
	file  *file
	end   int // behind the last word, or the closing tag
	// section is true for a section, perhaps an empty one.
	section bool
	// conditional is true when it is not known whether it is there: a template language, or a condition of httpd's.
	conditional facts.Reason
	// open is an include of the section that is not among the files.
	open facts.Span
}

// file is one parsed file.
type file struct {
	src        *facts.Source
	text       string
	statements []*statement
	problems   input.Problems
	comments   directive.Comments
	ignores    []*facts.Directive
}

func (a arg) span() facts.Span { return facts.Span{Source: a.file.src, Start: a.start, End: a.end} }

func (d *statement) span() facts.Span {
	return facts.Span{Source: d.file.src, Start: d.word.start, End: d.end}
}

// written is the directive, or the opening tag without its >.
func (d *statement) written() facts.Span {
	end := d.word.end
	for _, a := range d.args {
		if a.file == d.file && a.start > d.word.start {
			end = max(end, a.end)
		}
	}
	return facts.Span{Source: d.file.src, Start: d.word.start, End: end}
}

// words is the span of all arguments.
func (d *statement) words() facts.Span {
	at := d.written()
	if len(d.args) > 0 && d.args[0].file == d.file {
		at.Start = d.args[0].start
	}
	return at
}

// arg returns the text of an argument, or "" when there are not so many.
func (d *statement) arg(i int) string {
	if i >= len(d.args) {
		return ""
	}
	return d.args[i].text
}

// said returns the first argument, or the directive itself where it has none.
func (d *statement) said() arg {
	if len(d.args) == 0 {
		return d.word
	}
	return d.args[0]
}

// rest returns the words from the i-th on, as one text.
func (d *statement) rest(i int) string {
	var words []string
	for ; i < len(d.args); i++ {
		words = append(words, d.args[i].text)
	}
	return strings.Join(words, " ")
}

// parser builds statements from tokens.
type parser struct {
	lexer lexer
	file  *file
	stack []*statement // the sections that are open
	now   *statement   // the directive that is being read
	depth int          // of template statements
	skip  int          // sections that are too deep

	words      []arg // buffer for those of the directive that is being read
	args       input.Blocks[arg]
	statements input.Blocks[statement]
}

// parse reads a file. It never fails: what it cannot read becomes a problem, and the rest is still read.
func parse(src *facts.Source, data []byte) *file {
	f := &file{src: src, comments: directive.Comments{Product: "Apache"}}
	if input.IsBinary(data) {
		f.problem(0, 0, facts.Unsupported, "expected an Apache configuration, but this is no text")
		return f
	}
	f.text = input.Text(data)
	p := parser{lexer: lexer{text: f.text}, file: f}
	p.statements.Expect = 1 + strings.Count(f.text, "\n")
	for {
		t, more := p.lexer.next()
		if !more {
			break
		}
		p.take(t)
	}
	p.finish()
	for _, d := range p.stack {
		f.problem(d.word.start, d.word.end, facts.Syntax, fmt.Sprintf("expected </%s>: this section is not closed", d.word.text))
		d.end = len(f.text)
	}
	f.ignores = f.comments.Directives(f.covered)
	f.mask(data)
	return f
}

func (f *file) problem(start, end int, kind facts.ProblemKind, message string) {
	f.problems.Add(facts.Span{Source: f.src, Start: start, End: end}, kind, message)
}

func (p *parser) take(t token) {
	switch t.kind {
	case comment:
		p.file.comments.Take(p.file.text[t.start:t.end], facts.Span{Source: p.file.src, Start: t.start, End: t.end})
	case control:
		if p.depth += template.DepthChange(p.file.text[t.start:t.end]); p.depth < 0 {
			p.depth = 0
		}
	case opening:
		p.now = p.statement("<"+strings.ToLower(t.text), t)
		p.now.section = true
	case word:
		p.word(t)
	case closing:
		p.close(t)
	case tagEnd:
		if p.now != nil {
			p.now.end = t.start + 1
		}
	case ending:
		p.finish()
	case space:
	}
}

func (p *parser) statement(name string, t token) *statement {
	word := arg{text: t.text, start: t.start, end: t.end, file: p.file}
	d := p.statements.New(statement{name: name, word: word, args: p.words[:0], file: p.file, end: t.end})
	if p.depth > 0 {
		d.conditional = facts.UnrenderedTemplate
	}
	return d
}

func (p *parser) word(t token) {
	if t.open != 0 {
		p.file.problem(t.start, t.start+1, facts.HostRefuses, fmt.Sprintf("expected a closing %c: httpd takes the rest of the line", t.open))
	}
	switch {
	case p.now == nil:
		p.now = p.statement(strings.ToLower(t.text), t)
		return
	case len(p.now.args) < maxArgs:
		p.now.args = append(p.now.args, arg{text: t.text, start: t.start, end: t.end, file: p.file})
	case len(p.now.args) == maxArgs:
		p.file.problem(t.start, t.end, facts.TooLarge, fmt.Sprintf("this directive has more than %d words: those behind are passed over", maxArgs))
		p.now.args = append(p.now.args, arg{file: p.file})
	}
	p.now.end = t.end
}

// finish ends the directive of a line.
func (p *parser) finish() {
	d := p.now
	if d == nil {
		return
	}
	p.now = nil
	p.words, d.args = d.args, p.args.Keep(d.args)
	if !d.section {
		p.add(d)
		return
	}
	if len(p.stack) >= maxDepth {
		if p.skip == 0 {
			p.file.problem(d.word.start, d.word.end, facts.TooLarge, fmt.Sprintf("sections nest deeper than %d levels: this one is passed over", maxDepth))
		}
		p.skip++
		return
	}
	if p.lexer.last < 0 {
		p.file.problem(d.word.start, d.end, facts.Syntax, "expected > at the end of the line")
	}
	p.add(d)
	p.stack = append(p.stack, d)
}

// close ends the section that a closing tag names. One that closes an outer section closes those inside as well.
func (p *parser) close(t token) {
	if p.skip > 0 {
		p.skip--
		return
	}
	n := len(p.stack) - 1
	for n >= 0 && !strings.EqualFold(p.stack[n].name[1:], t.text) {
		n--
	}
	if n < 0 {
		p.file.problem(t.start, t.end, facts.Syntax, fmt.Sprintf("unexpected </%s>: no such section is open", t.text))
		return
	}
	for _, d := range p.stack[n+1:] {
		p.file.problem(d.word.start, d.word.end, facts.Syntax, fmt.Sprintf("expected </%s> before </%s>", d.word.text, t.text))
		d.end = t.start
	}
	p.stack[n].end = t.end
	p.stack = p.stack[:n]
}

func (p *parser) add(d *statement) {
	if p.skip > 0 {
		return
	}
	if n := len(p.stack); n > 0 {
		if d.conditional == facts.NoReason {
			d.conditional = p.stack[n-1].conditional
		}
		p.stack[n-1].block = append(p.stack[n-1].block, d)
		return
	}
	p.file.statements = append(p.file.statements, d)
}
