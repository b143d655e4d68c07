package haproxy

import (
	"fmt"
	"strings"

	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/internal/directive"
	"github.com/wirevet/wirevet/parsers/input"
)

const (
	// maxWords is how many words HAProxy takes in a line (MAX_LINE_ARGS).
	maxWords = 64
	maxDepth = 64 // of .if; HAProxy's own limit is 2048 (MAXNESTEDCONDS)
)

// line is one statement.
type line struct {
	file  *file
	words []word
	// no is true behind the word `no` or `default`, which switch an option off.
	no bool
	// conditional says why it is not known whether the line is there: an .if, a template.
	conditional facts.Reason
}

// section is a section with its lines.
type section struct {
	kind   string
	header *line
	lines  []*line
	end    int
}

// file is one parsed file.
type file struct {
	src      *facts.Source
	text     string
	sections []*section
	problems input.Problems
	comments directive.Comments
	ignores  []*facts.Directive
}

func (f *file) span(start, end int) facts.Span {
	return facts.Span{Source: f.src, Start: start, End: end}
}

func (l *line) at(w word) facts.Span { return l.file.span(w.start, w.end) }

// span is the whole line, without blanks around it.
func (l *line) span() facts.Span {
	return l.file.span(l.words[0].start, l.words[len(l.words)-1].end)
}

// from is the part of the line from one word up to and with another.
func (l *line) from(first, last int) facts.Span {
	last = min(last, len(l.words)-1)
	return l.file.span(l.words[first].start, l.words[last].end)
}

// arg returns the text of a word, or "" when there are not so many. The keyword is number 0, also behind `no`.
func (l *line) arg(i int) string {
	if i += l.skip(); i < len(l.words) {
		return l.words[i].text
	}
	return ""
}

func (l *line) args() []word { return l.words[min(len(l.words), l.skip()+1):] }

func (l *line) skip() int {
	if l.no && len(l.words) > 1 {
		return 1
	}
	return 0
}

func (s *section) name() string { return s.header.arg(1) }

// at is the place of the section's name, or of its keyword when it has none.
func (s *section) at() facts.Span { return s.header.at(s.header.words[min(1, len(s.header.words)-1)]) }

func (s *section) span() facts.Span {
	return s.header.file.span(s.header.words[0].start, s.end)
}

// sections are the words that begin a section. Anything else is a line of the one that is open.
var sections = map[string]bool{
	"global": true, "defaults": true, "frontend": true, "backend": true, "listen": true, "userlist": true, "peers": true,
	"mailers": true, "resolvers": true, "cache": true, "program": true, "http-errors": true, "ring": true, "log-forward": true,
	"crt-store": true, "fcgi-app": true, "traces": true, "acme": true, "log-profile": true, "healthcheck": true, "shm-stats-file": true,
}

// parser builds sections from lines.
type parser struct {
	file    *file
	now     *section
	pending []*block // the .if that are open
	depth   int      // of template statements
	environ map[string]*variable

	words []word // buffer for those of the line that is being read
	kept  input.Blocks[word]
	lines input.Blocks[line]
}

// variable is what setenv and its like make of one.
type variable struct {
	value string
	known bool
}

// parse reads a file. It never fails: what it cannot read becomes a problem, and the rest is still read.
func parse(src *facts.Source, data []byte) *file {
	f := &file{src: src, comments: directive.Comments{Product: "HAProxy"}}
	if input.IsBinary(data) {
		f.problem(0, 0, facts.Unsupported, "expected a configuration of HAProxy, but this is no text")
		return f
	}
	f.text = input.Text(data)
	p := parser{file: f, environ: map[string]*variable{}}
	p.lines.Expect = 1 + strings.Count(f.text, "\n")
	at := 0
	if strings.HasPrefix(f.text, input.BOM) {
		at = len(input.BOM)
	}
	for at < len(f.text) {
		end := input.LineEnd(f.text, at)
		p.line(at, end)
		at = end + 1
	}
	for _, b := range p.pending {
		f.problem(b.span.Start, b.span.End, facts.Syntax, "expected .endif: this .if is not closed")
	}
	f.ignores = f.comments.Directives(f.covered)
	f.mask(data)
	return f
}

func (f *file) problem(start, end int, kind facts.ProblemKind, message string) {
	f.problems.Add(f.span(start, end), kind, message)
}

// line reads one line.
func (p *parser) line(start, end int) {
	f := p.file
	if change, isControl := templateStatement(f.text[start:end]); isControl {
		p.depth = max(0, p.depth+change)
		return
	}
	l := lexer{text: f.text, at: start, end: end, variable: p.lookup}
	words, comment := l.words(p.words[:0])
	p.words = words
	if comment >= 0 {
		text := strings.TrimRight(f.text[comment:end], "\r")
		f.comments.Take(text, f.span(comment, comment+len(text)))
	}
	if len(words) == 0 {
		return
	}
	if p.directive(words) || p.skipped() {
		return
	}
	for _, fault := range l.faults {
		f.problem(fault.start, fault.end, facts.Syntax, "HAProxy refuses this line: "+fault.message)
	}
	if len(words) > maxWords {
		f.problem(words[maxWords].start, words[maxWords].end, facts.HostRefuses, fmt.Sprintf("HAProxy refuses lines of more than %d words", maxWords))
		words = words[:maxWords]
	}
	p.statement(words)
}

func (p *parser) statement(words []word) {
	f := p.file
	words = p.kept.Keep(words)
	s := p.lines.New(line{file: f, words: words, conditional: p.conditional()})
	keyword := words[0].text
	if keyword == "no" || keyword == "default" {
		s.no = true
	}
	if sections[keyword] {
		p.now = &section{kind: keyword, header: s, end: words[len(words)-1].end}
		f.sections = append(f.sections, p.now)
		return
	}
	if p.now == nil {
		f.problem(words[0].start, words[0].end, facts.Syntax, fmt.Sprintf("expected a section (global, defaults, frontend, backend, listen …), found %q", short(keyword)))
		p.now = &section{kind: "", header: s}
	}
	if p.now.kind == "global" {
		p.setenv(s)
	}
	p.now.lines = append(p.now.lines, s)
	p.now.end = words[len(words)-1].end
}

// setenv keeps what the global section does to the environment of the lines that follow.
func (p *parser) setenv(s *line) {
	known := s.conditional == facts.NoReason
	switch name := s.arg(1); s.arg(0) {
	case "setenv":
		p.environ[name] = &variable{value: s.arg(2), known: known && s.words[len(s.words)-1].unknown == facts.NoReason}
	case "presetenv": // a default: what the environment has comes first
		if p.environ[name] == nil {
			p.environ[name] = &variable{value: s.arg(2), known: known}
		}
	case "unsetenv", "resetenv":
		delete(p.environ, name)
	}
}

func (p *parser) lookup(name string) (string, bool) {
	if v := p.environ[name]; v != nil {
		return v.value, v.known
	}
	return "", false
}

// short is a word as a message shows it.
func short(text string) string {
	const most = 40
	if len(text) > most {
		return text[:most] + "…"
	}
	return text
}

// templateStatement reports whether a line is a statement of a template language, and by how much it nests what follows.
func templateStatement(text string) (change int, ok bool) {
	inside := strings.TrimSpace(text)
	var closed bool
	for _, tag := range [...]struct{ open, closing string }{{"{%", "%}"}, {"{#", "#}"}, {"<%", "%>"}, {"{{", "}}"}} {
		if strings.HasPrefix(inside, tag.open) && strings.HasSuffix(inside, tag.closing) && strings.Count(inside, tag.open) == 1 {
			inside, closed = strings.Trim(inside, "{}%<>- \t"), true
			break
		}
	}
	if !closed {
		return 0, false
	}
	if strings.HasPrefix(inside, "#") || strings.HasPrefix(inside, "/*") {
		return 0, true
	}
	first, _, _ := strings.Cut(inside, " ")
	switch first {
	case "if", "for", "range", "with", "unless", "while", "macro", "define", "block":
		return 1, true
	case "end", "endif", "endfor", "endwith", "endmacro", "endblock":
		return -1, true
	}
	return 0, true
}
