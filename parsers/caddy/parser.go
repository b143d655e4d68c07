package caddy

import (
	"fmt"
	"strings"

	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/internal/directive"
	"github.com/wirevet/wirevet/parsers/input"
)

// maxDepth is how deep blocks may nest. Caddy has no limit; a configuration has five levels.
const maxDepth = 64

// word is a word of a Caddyfile, or a text of JSON. Its span knows the file that it stands in, which need not be the one that
// is being read: snippets and imports bring words of others.
type word struct {
	text    string
	span    facts.Span // as written, with quotes
	quoted  bool
	unknown facts.Reason // why text is not to be known
}

// stated states a word as it is.
func (w word) stated() facts.Stated[string] { return stateOf(w, w.text) }

// stateOf states what a word means, unless a variable, a placeholder of the time of the request, or a template decides.
func stateOf[T any](w word, value T) facts.Stated[T] {
	if reason := w.reason(); reason != facts.NoReason {
		return facts.Undecided[T](w.span, reason)
	}
	return facts.Written(value, w.span)
}

// reason says why a word's text is not to be known, if so.
func (w word) reason() facts.Reason {
	if w.unknown == facts.NoReason && strings.Contains(w.text, "{") {
		return facts.UnknownVariable
	}
	return w.unknown
}

// segment is a directive: a line, with the block that it opens.
type segment struct {
	words       []word
	block       []*segment
	blocked     bool // it has a block, perhaps an empty one
	end         facts.Span
	conditional bool // a template language decides whether it is there
}

func (s *segment) name() string { return s.arg(-1).text }

// arg returns an argument, from 0, and an empty word when there are not so many.
func (s *segment) arg(i int) word {
	if i+1 >= len(s.words) {
		return word{span: s.at()}
	}
	return s.words[i+1]
}

func (s *segment) args() []word {
	if len(s.words) == 0 {
		return nil
	}
	return s.words[1:]
}

// at is the directive's name.
func (s *segment) at() facts.Span {
	if len(s.words) == 0 {
		return s.end
	}
	return s.words[0].span
}

// written is the directive with its words, and without its block.
func (s *segment) written() facts.Span {
	at := s.at()
	for _, w := range s.words {
		if w.span.Source == at.Source && w.span.End > at.End {
			at.End = w.span.End
		}
	}
	return at
}

// whole is the directive with its block.
func (s *segment) whole() facts.Span {
	at := s.written()
	if s.end.Source == at.Source {
		at.End = max(at.End, s.end.End)
	}
	return at
}

// inner returns the directives of that name in the block.
func (s *segment) inner(names ...string) []*segment {
	var out []*segment
	for _, in := range s.block {
		for _, name := range names {
			if in.name() == name {
				out = append(out, in)
			}
		}
	}
	return out
}

// file is one parsed file.
type file struct {
	src      *facts.Source
	text     string
	lines    []*segment
	problems input.Problems
	comments directive.Comments
	ignores  []*facts.Directive
}

// parser builds segments from tokens.
type parser struct {
	file        *file
	stack       []*segment // the blocks that are open
	now         *segment   // the line that is being read
	last        token      // of the line
	conditional int        // depth of template statements
	skip        int        // blocks that are too deep

	words    []word // buffer for those of the line that is being read
	kept     input.Blocks[word]
	segments input.Blocks[segment]
}

// parse reads a Caddyfile. It never fails: what it cannot read becomes a problem, and the rest is still read.
func parse(src *facts.Source, data []byte) *file {
	f := &file{src: src}
	if input.IsBinary(data) {
		f.problem(0, 0, facts.Unsupported, "expected a Caddyfile, but this is no text")
		return f
	}
	f.text = input.Text(data)
	l := lexer{text: f.text}
	p := parser{file: f}
	p.segments.Expect = 1 + strings.Count(f.text, "\n")
	for {
		t, more := l.next()
		if !more {
			break
		}
		p.take(t)
	}
	p.endLine()
	for _, open := range p.stack {
		at := open.written()
		f.problem(at.Start, at.End, facts.Syntax, fmt.Sprintf(`expected "}": the block of %q is not closed`, open.title()))
		open.end = facts.Span{Source: src, Start: len(f.text), End: len(f.text)}
	}
	f.ignores = f.comments.Directives(f.covered)
	f.mask(data)
	return f
}

// title is what a message calls a segment.
func (s *segment) title() string {
	if len(s.words) == 0 {
		return "{"
	}
	return s.words[0].text
}

func (f *file) problem(start, end int, kind facts.ProblemKind, message string) {
	f.problems.Add(facts.Span{Source: f.src, Start: start, End: end}, kind, message)
}

func (p *parser) take(t token) {
	switch t.kind {
	case comment:
		p.file.comments.Take(p.file.text[t.start:t.end], facts.Span{Source: p.file.src, Start: t.start, End: t.end})
	case control:
		p.control(p.file.text[t.start:t.end])
	case plain:
		p.word(t)
	}
}

// control follows the conditions and loops of a template language.
func (p *parser) control(statement string) {
	words := strings.Fields(strings.Trim(statement, "{}%-# "))
	if strings.HasPrefix(statement, "{#") || len(words) == 0 {
		return
	}
	switch words[0] {
	case "if", "for", "macro", "call", "filter", "block":
		p.conditional++
	case "endif", "endfor", "endmacro", "endcall", "endfilter", "endblock":
		p.conditional = max(0, p.conditional-1)
	}
}

func (p *parser) word(t token) {
	if t.open != "" {
		p.file.problem(t.start, t.start+1, facts.Syntax, "expected a closing "+t.open)
	}
	// Addresses go on in the next line behind a comma; only they stand outside of every block.
	goesOn := len(p.stack) == 0 && p.now != nil && strings.HasSuffix(p.now.words[len(p.now.words)-1].text, ",")
	if p.now != nil && t.line > p.last.lastLine && !goesOn {
		p.endLine()
	}
	switch {
	case t.quote == 0 && t.text == "{":
		p.open(t)
		return
	case t.quote == 0 && t.text == "}" && p.now == nil:
		p.close(t)
		return
	}
	if p.now == nil {
		p.now = p.segments.New(segment{words: p.words[:0], conditional: p.conditional > 0})
	}
	p.add(t)
	p.last = t
}

// add adds the words that a token stands for: more than one when the default of a variable has blanks.
func (p *parser) add(t token) {
	w := word{text: t.text, span: facts.Span{Source: p.file.src, Start: t.start, End: t.end}, quoted: t.quote != 0, unknown: t.unknown}
	if p.conditional > 0 && w.unknown == facts.NoReason && len(p.now.words) > 0 {
		w.unknown = facts.UnrenderedTemplate
	}
	if t.quote != 0 || t.unknown != facts.NoReason || !strings.ContainsAny(t.text, " \t\n") {
		p.now.words = append(p.now.words, w)
		return
	}
	for text := range strings.FieldsSeq(t.text) {
		w.text = text
		p.now.words = append(p.now.words, w)
	}
}

func (p *parser) endLine() {
	if p.now == nil {
		return
	}
	if p.skip == 0 {
		p.keep(p.now)
	}
	p.now = nil
}

func (p *parser) keep(s *segment) {
	p.words, s.words = s.words, p.kept.Keep(s.words)
	if s.end.Source == nil && len(s.words) > 0 {
		s.end = s.words[len(s.words)-1].span
	}
	if n := len(p.stack); n > 0 {
		p.stack[n-1].block = append(p.stack[n-1].block, s)
		return
	}
	p.file.lines = append(p.file.lines, s)
}

func (p *parser) open(t token) {
	s := p.now
	if s == nil {
		s = &segment{end: facts.Span{Source: p.file.src, Start: t.start, End: t.end}}
		if len(p.stack) > 0 || len(p.file.lines) > 0 {
			p.file.problem(t.start, t.end, facts.Syntax, `unexpected "{": Caddy wants it in the line of the directive or address that it belongs to`)
		}
	}
	p.now, p.last = nil, token{lastLine: t.lastLine}
	if len(p.stack) >= maxDepth {
		if p.skip == 0 {
			p.file.problem(t.start, t.end, facts.TooLarge, fmt.Sprintf("blocks nest deeper than %d levels: this one is passed over", maxDepth))
		}
		p.skip++
		return
	}
	s.blocked = true
	p.keep(s)
	p.stack = append(p.stack, s)
}

func (p *parser) close(t token) {
	switch n := len(p.stack); {
	case p.skip > 0:
		p.skip--
	case n == 0:
		p.file.problem(t.start, t.end, facts.Syntax, `unexpected "}": no block is open`)
	default:
		p.stack[n-1].end = facts.Span{Source: p.file.src, Start: t.start, End: t.end}
		p.stack = p.stack[:n-1]
	}
}
