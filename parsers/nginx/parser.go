package nginx

import (
	"fmt"
	"strings"

	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/internal/directive"
	"github.com/wirevet/wirevet/internal/template"
	"github.com/wirevet/wirevet/parsers/input"
)

// maxDepth is how deep blocks may nest. nginx has no limit; a configuration has five levels.
const maxDepth = 64

// maxArgs is how many words one directive may have.
const maxArgs = 4096

// arg is a word of a directive.
type arg struct {
	text       string
	start, end int32 // as written, with quotes; half the size of an int, for there may be millions
}

// statement is a directive, with its block if it has one.
type statement struct {
	name  arg
	args  []arg
	block []*statement
	file  *file
	end   int32 // behind the semicolon or the closing brace
	// blocked is true when it has a block, perhaps an empty one.
	blocked bool
	// conditional is true when a template language decides whether it is there.
	conditional bool
}

// file is one parsed file.
type file struct {
	src        *facts.Source
	text       string
	directives []*statement // see all
	gone       bool
	problems   input.Problems
	comments   directive.Comments
	ignores    []*facts.Directive
}

func (f *file) span(start, end int) facts.Span {
	return facts.Span{Source: f.src, Start: start, End: end}
}

func (d *statement) span() facts.Span {
	return d.file.span(int(d.name.start), int(d.end))
}

// written is the directive without its semicolon, and without its block.
func (d *statement) written() facts.Span {
	end := d.name.end
	if n := len(d.args); n > 0 {
		end = d.args[n-1].end
	}
	return d.file.span(int(d.name.start), int(end))
}

func (d *statement) at(a arg) facts.Span {
	return d.file.span(int(a.start), int(a.end))
}

// words is the span of all arguments.
func (d *statement) words() facts.Span {
	if len(d.args) == 0 {
		return d.at(d.name)
	}
	return d.file.span(int(d.args[0].start), int(d.args[len(d.args)-1].end))
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

	words      []arg // those of the directive that is being read
	args       input.Blocks[arg]
	statements input.Blocks[statement]
}

// statement returns a new directive.
func (p *parser) statement(name arg) *statement {
	return p.statements.New(statement{name: name, file: p.file, args: p.words[:0]})
}

// parse reads a file. It never fails: what it cannot read becomes a problem, and the rest is still read.
func parse(src *facts.Source, data []byte) *file {
	f := &file{src: src, comments: directive.Comments{Product: "nginx"}}
	if input.IsBinary(data) {
		f.problems.Add(f.span(0, 0), facts.Unsupported, "expected an nginx configuration, but this is no text")
		return f
	}
	f.text = input.Text(data)
	p := parser{lexer: lexer{text: f.text}, file: f}
	p.read()
	f.ignores = f.comments.Directives(f.covered)
	f.mask(data)
	return f
}

// read reads the directives of the file.
func (p *parser) read() {
	f := p.file
	p.statements.Expect = 1 + strings.Count(f.text, ";") + strings.Count(f.text, "{")
	for {
		t, more := p.lexer.next()
		if !more {
			break
		}
		p.take(t)
	}
	if p.now != nil {
		f.problems.Add(p.now.written(), facts.Syntax, `expected ";" behind the last directive`)
		p.finish(p.lastWord())
	}
	for _, d := range p.stack {
		f.problems.Add(d.at(d.name), facts.Syntax, fmt.Sprintf(`expected "}": the block of %q is not closed`, d.name.text))
		d.end = int32(len(f.text))
	}
}

// letGo forgets the directives: those of a large configuration take as much memory as the facts that are made of them.
func (f *file) letGo() { f.directives, f.gone = nil, true }

// all returns the directives of the file, also when they were let go.
func (f *file) all() []*statement {
	if f.gone {
		f.gone = false
		problems, comments := f.problems, f.comments
		p := parser{lexer: lexer{text: f.text}, file: f}
		p.read()
		f.problems, f.comments = problems, comments // they are known already
	}
	return f.directives
}

func (p *parser) take(t token) {
	switch t.kind {
	case comment:
		p.file.comments.Take(p.file.text[t.start:t.end], p.file.span(t.start, t.end))
	case control:
		p.depth = max(0, p.depth+template.DepthChange(p.file.text[t.start:t.end]))
	case word:
		p.word(t)
	case semicolon:
		if p.now == nil {
			p.file.problems.Add(p.file.span(t.start, t.end), facts.Syntax, `expected a directive, found ";"`)
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
		p.file.problems.Add(p.file.span(t.start, t.start+1), facts.Syntax, fmt.Sprintf("expected a closing %c", t.open))
	}
	a := arg{text: t.text, start: int32(t.start), end: int32(t.end)}
	switch {
	case p.now == nil:
		p.now = p.statement(a)
		p.now.conditional = p.depth > 0
	case len(p.now.args) < maxArgs:
		p.now.args = append(p.now.args, a)
	case len(p.now.args) == maxArgs:
		p.file.problems.Add(p.file.span(t.start, t.end), facts.TooLarge, fmt.Sprintf(`this directive has more than %d words: a ";" is missing`, maxArgs))
		p.now.args = append(p.now.args, a)
	}
}

func (p *parser) open(t token) {
	if p.now == nil {
		p.file.problems.Add(p.file.span(t.start, t.end), facts.Syntax, `expected a directive, found "{"`)
		p.now = p.statement(arg{start: int32(t.start), end: int32(t.start)})
	}
	d := p.now
	if strings.HasSuffix(d.name.text, "_by_lua_block") {
		end := luaBody(p.file.text, t.end)
		if end < 0 {
			p.file.problems.Add(d.at(d.name), facts.Syntax, `expected "}": this Lua block is not closed`)
			end = len(p.file.text) - 1
		}
		p.lexer.at = end + 1
		d.blocked = true
		p.finish(end + 1)
		return
	}
	if len(p.stack) >= maxDepth {
		if p.skip == 0 {
			p.file.problems.Add(d.at(d.name), facts.TooLarge, fmt.Sprintf("blocks nest deeper than %d levels: this one is passed over", maxDepth))
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
		p.file.problems.Add(p.now.written(), facts.Syntax, `expected ";" before "}"`)
		p.finish(p.lastWord())
	}
	switch {
	case p.skip > 0:
		p.skip--
	case len(p.stack) == 0:
		p.file.problems.Add(p.file.span(t.start, t.end), facts.Syntax, `unexpected "}": no block is open`)
	default:
		p.stack[len(p.stack)-1].end = int32(t.end)
		p.stack = p.stack[:len(p.stack)-1]
	}
}

// lastWord returns where the last word of the current directive ends.
func (p *parser) lastWord() int { return p.now.written().End }

func (p *parser) finish(end int) {
	p.now.end = int32(end)
	if p.skip == 0 {
		p.add(p.now)
	}
	p.now = nil
}

func (p *parser) add(d *statement) {
	p.words, d.args = d.args, p.args.Keep(d.args)
	if n := len(p.stack); n > 0 {
		d.conditional = d.conditional || p.stack[n-1].conditional
		p.stack[n-1].block = append(p.stack[n-1].block, d)
		return
	}
	p.file.directives = append(p.file.directives, d)
}
