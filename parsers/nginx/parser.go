package nginx

import (
	"fmt"
	"strings"

	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/internal/template"
)

// maxDepth is how deep blocks may nest. nginx has no limit; a configuration has five levels.
const maxDepth = 64

// maxArgs is how many words one directive may have.
const maxArgs = 4096

// arg is a word of a directive.
type arg struct {
	text       string
	start, end int // as written, with quotes
}

// statement is a directive, with its block if it has one.
type statement struct {
	name  arg
	args  []arg
	block []*statement
	file  *file
	end   int // behind the semicolon or the closing brace
	// blocked is true when it has a block, perhaps an empty one.
	blocked bool
	// conditional is true when a template language decides whether it is there.
	conditional bool
}

// file is one parsed file.
type file struct {
	src        *facts.Source
	text       string
	directives []*statement
	problems   []*facts.Problem
	ignores    []*facts.Directive
	version    facts.Stated[string]
}

func (d *statement) span() facts.Span {
	return facts.Span{Source: d.file.src, Start: d.name.start, End: d.end}
}

// written is the directive without its semicolon, and without its block.
func (d *statement) written() facts.Span {
	end := d.name.end
	if n := len(d.args); n > 0 {
		end = d.args[n-1].end
	}
	return facts.Span{Source: d.file.src, Start: d.name.start, End: end}
}

func (d *statement) at(a arg) facts.Span {
	return facts.Span{Source: d.file.src, Start: a.start, End: a.end}
}

// words is the span of all arguments.
func (d *statement) words() facts.Span {
	if len(d.args) == 0 {
		return d.at(d.name)
	}
	return facts.Span{Source: d.file.src, Start: d.args[0].start, End: d.args[len(d.args)-1].end}
}

// arg returns the text of an argument, or "" when there are not so many.
func (d *statement) arg(i int) string {
	if i >= len(d.args) {
		return ""
	}
	return d.args[i].text
}

// parser builds directives from tokens.
type parser struct {
	lexer lexer
	file  *file
	stack []*statement // the blocks that are open
	now   *statement   // the directive that is being read
	depth int          // of template statements
	skip  int          // blocks that are too deep
	// wishes are the comments that may ask for findings to be passed over.
	wishes []token

	// words are those of the directive that is being read. Directives and their words are kept in blocks: a large configuration
	// has a million of either.
	words      []arg
	args       []arg
	statements []statement
}

// statement returns a new directive.
func (p *parser) statement(name arg) *statement {
	if len(p.statements) == cap(p.statements) {
		p.statements = make([]statement, 0, min(max(8, 2*cap(p.statements)), 256))
	}
	p.statements = append(p.statements, statement{name: name, file: p.file, args: p.words[:0]})
	return &p.statements[len(p.statements)-1]
}

// keep gives a directive its own copy of the words that were read for it.
func (p *parser) keep(d *statement) {
	p.words = d.args
	if free := cap(p.args) - len(p.args); free < len(d.args) {
		p.args = make([]arg, 0, max(len(d.args), min(max(16, 2*cap(p.args)), 1024)))
	}
	from := len(p.args)
	p.args = append(p.args, d.args...)
	d.args = p.args[from:len(p.args):len(p.args)]
}

// parse reads a file. It never fails: what it cannot read becomes a problem, and the rest is still read.
func parse(src *facts.Source, data []byte) *file {
	f := &file{src: src}
	if isBinary(data) {
		f.problem(0, 0, facts.Unsupported, "expected an nginx configuration, but this is no text")
		return f
	}
	f.text = string(data)
	p := parser{lexer: lexer{text: f.text}, file: f}
	for {
		t, more := p.lexer.next()
		if !more {
			break
		}
		p.take(t)
	}
	if p.now != nil {
		f.problem(p.now.name.start, p.lastWord(), facts.Syntax, `expected ";" behind the last directive`)
		p.finish(p.lastWord())
	}
	for _, d := range p.stack {
		f.problem(d.name.start, d.name.end, facts.Syntax, fmt.Sprintf(`expected "}": the block of %q is not closed`, d.name.text))
		d.end = len(f.text)
	}
	p.readWishes()
	f.mask(data)
	return f
}

func (f *file) problem(start, end int, kind facts.ProblemKind, message string) {
	const most = 20 // of one file: what follows the first is mostly its consequence
	if len(f.problems) < most {
		f.problems = append(f.problems, &facts.Problem{
			Span: facts.Span{Source: f.src, Start: start, End: end}, Kind: kind, Message: message,
		})
	}
}

func (p *parser) take(t token) {
	switch t.kind {
	case comment:
		p.comment(t)
	case control:
		p.depth = max(0, p.depth+template.DepthChange(p.file.text[t.start:t.end]))
	case word:
		p.word(t)
	case semicolon:
		if p.now == nil {
			p.file.problem(t.start, t.end, facts.Syntax, `expected a directive, found ";"`)
			return
		}
		p.finish(t.end)
	case open:
		p.open(t)
	case closing:
		p.close(t)
	}
}

func (p *parser) word(t token) {
	if t.open != 0 {
		p.file.problem(t.start, t.start+1, facts.Syntax, fmt.Sprintf("expected a closing %c", t.open))
	}
	a := arg{text: t.text, start: t.start, end: t.end}
	switch {
	case p.now == nil:
		p.now = p.statement(a)
		p.now.conditional = p.depth > 0
	case len(p.now.args) < maxArgs:
		p.now.args = append(p.now.args, a)
	case len(p.now.args) == maxArgs:
		p.file.problem(t.start, t.end, facts.TooLarge, fmt.Sprintf(`this directive has more than %d words: a ";" is missing`, maxArgs))
		p.now.args = append(p.now.args, a)
	}
}

func (p *parser) open(t token) {
	if p.now == nil {
		p.file.problem(t.start, t.end, facts.Syntax, `expected a directive, found "{"`)
		p.now = p.statement(arg{start: t.start, end: t.start})
	}
	d := p.now
	if strings.HasSuffix(d.name.text, "_by_lua_block") {
		end := luaBody(p.file.text, t.end)
		if end < 0 {
			p.file.problem(d.name.start, d.name.end, facts.Syntax, `expected "}": this Lua block is not closed`)
			end = len(p.file.text) - 1
		}
		p.lexer.at = end + 1
		d.blocked = true
		p.finish(end + 1)
		return
	}
	if len(p.stack) >= maxDepth {
		if p.skip == 0 {
			p.file.problem(d.name.start, d.name.end, facts.TooLarge, fmt.Sprintf("blocks nest deeper than %d levels: this one is passed over", maxDepth))
		}
		p.skip++
		p.now = nil
		return
	}
	d.blocked = true
	p.add(d)
	p.stack = append(p.stack, d)
	p.now = nil
}

func (p *parser) close(t token) {
	if p.now != nil {
		p.file.problem(p.now.name.start, p.lastWord(), facts.Syntax, `expected ";" before "}"`)
		p.finish(p.lastWord())
	}
	switch {
	case p.skip > 0:
		p.skip--
	case len(p.stack) == 0:
		p.file.problem(t.start, t.end, facts.Syntax, `unexpected "}": no block is open`)
	default:
		p.stack[len(p.stack)-1].end = t.end
		p.stack = p.stack[:len(p.stack)-1]
	}
}

// lastWord returns where the last word of the current directive ends.
func (p *parser) lastWord() int { return p.now.written().End }

func (p *parser) finish(end int) {
	p.now.end = end
	if p.skip == 0 {
		p.add(p.now)
	}
	p.now = nil
}

func (p *parser) add(d *statement) {
	p.keep(d)
	if n := len(p.stack); n > 0 {
		d.conditional = d.conditional || p.stack[n-1].conditional
		p.stack[n-1].block = append(p.stack[n-1].block, d)
		return
	}
	p.file.directives = append(p.file.directives, d)
}
