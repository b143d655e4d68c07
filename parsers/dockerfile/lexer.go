package dockerfile

import (
	"bytes"
	"strings"
	"unicode"

	"github.com/wirevet/wirevet/facts"
)

// The limits of what is read. Each gives a problem when it is reached.
const (
	maxInstructions = 10_000
	maxStages       = 1_000
	maxTriggers     = 1_000 // instructions of ONBUILD that a stage runs
)

// instruction is one instruction, its continuation lines joined.
type instruction struct {
	name     string     // in upper case
	word     facts.Word // the name as written
	flags    []facts.Word
	args     facts.Word // what follows the flags, without blanks around it
	heredocs []heredoc
	start    int // of the name
	end      int // behind the last line, its line ending not included
}

// heredoc is a text that follows an instruction, up to a line that holds only its name.
type heredoc struct {
	name   string
	expand bool
	chomp  bool // leading tabs are taken off
	body   facts.Word
}

// lexer cuts a file into instructions.
type lexer struct {
	src    *facts.Source
	data   []byte
	escape byte

	list     []*instruction
	comments []facts.Span
	problems []*facts.Problem
}

func lex(src *facts.Source, data []byte) *lexer {
	l := &lexer{src: src, data: data, escape: '\\'}
	pos := 0
	if bytes.HasPrefix(data, []byte("\ufeff")) {
		pos = len("\ufeff")
	}
	directives := true // parser directives stand before everything else
	seen := map[string]bool{}
	for pos < len(data) {
		start, end, next := l.line(pos)
		from := start + len(data[start:end]) - len(bytes.TrimLeftFunc(data[start:end], unicode.IsSpace))
		switch {
		case from == end:
			directives = false
		case data[from] == '#':
			l.comments = append(l.comments, l.span(from, end))
			directives = directives && l.parserDirective(seen, from, end)
		default:
			directives = false
			if len(l.list) >= maxInstructions {
				l.problem(from, end, facts.TooLarge, "more than 10,000 instructions; the rest is not read")
				return l
			}
			next = l.instruction(from, end, next)
		}
		pos = next
	}
	return l
}

func (l *lexer) span(start, end int) facts.Span {
	return facts.Span{Source: l.src, Start: start, End: end}
}

func (l *lexer) problem(start, end int, kind facts.ProblemKind, message string) {
	l.problems = append(l.problems, &facts.Problem{Span: l.span(start, end), Kind: kind, Message: message})
}

// line returns the bounds of the line at pos without its line ending, and where the next begins.
func (l *lexer) line(pos int) (start, end, next int) {
	end, next = len(l.data), len(l.data)
	if i := bytes.IndexByte(l.data[pos:], '\n'); i >= 0 {
		end, next = pos+i, pos+i+1
	}
	for end > pos && l.data[end-1] == '\r' {
		end--
	}
	return pos, end, next
}

// parserDirective reads `# escape=x`, `# syntax=x` and `# check=x`. It reports whether further ones may follow.
func (l *lexer) parserDirective(seen map[string]bool, start, end int) bool {
	name, value, ok := strings.Cut(string(l.data[start+1:end]), "=")
	name, value = strings.ToLower(strings.TrimSpace(name)), strings.TrimSpace(value)
	if !ok || value == "" || name != "escape" && name != "syntax" && name != "check" {
		return false
	}
	if seen[name] {
		l.problem(start, end, facts.Syntax, "the directive "+name+" stands twice, which the builder refuses; remove one")
		return true
	}
	seen[name] = true
	switch name {
	case "escape":
		if value != "`" && value != `\` {
			l.problem(start, end, facts.Syntax, "expected ` or \\ as the escape character")
			return true
		}
		l.escape = value[0]
	case "syntax":
		if !isDockerSyntax(value) {
			l.problem(start, end, facts.Unsupported, "the file is written for another frontend than docker/dockerfile; what it shares with a Dockerfile is read")
		}
	}
	return true
}

// isDockerSyntax reports whether a frontend reads the language of Dockerfiles.
func isDockerSyntax(image string) bool {
	name, _, _ := strings.Cut(strings.Fields(image)[0], "@")
	name = strings.TrimPrefix(strings.TrimPrefix(name, "docker.io/"), "index.docker.io/")
	name, _, _ = strings.Cut(name, ":")
	return name == "docker/dockerfile" || name == "docker/dockerfile-upstream" || strings.HasSuffix(name, "/dockerfile")
}

// instruction reads the instruction that begins on the line [from, end), and returns where the next line begins.
func (l *lexer) instruction(from, end, next int) int {
	joined, last, next := l.join(from, end, next)
	in := &instruction{start: from, end: last}
	text := trimWord(joined)
	if text.Text == "" { // a line that holds a continuation only, at the end of the file
		return next
	}
	n := strings.IndexFunc(text.Text, isBlank)
	if n < 0 {
		n = len(text.Text)
	}
	in.word = cut(text, 0, n)
	in.name = strings.ToUpper(in.word.Text)
	in.flags, in.args = l.flags(cut(text, n, len(text.Text)))
	l.list = append(l.list, in)
	if strings.Contains(in.args.Text, "<<") && l.takesHeredocs(in) {
		next = l.heredocs(in, next)
	}
	return next
}

func isBlank(r rune) bool { return r == ' ' || r == '\t' || r == '\v' || r == '\f' || r == '\r' }

// join returns the line [from, end) with its continuation lines. Comments and empty lines between these are left out.
func (l *lexer) join(from, end, next int) (facts.Word, int, int) {
	stop, more := l.continued(from, end)
	if !more {
		return facts.Word{Text: string(l.data[from:end]), Source: l.src, Start: from, End: end}, end, next
	}
	var text []byte
	var offsets []int
	add := func(from, to int) {
		text = append(text, l.data[from:to]...)
		for i := from; i < to; i++ {
			offsets = append(offsets, i)
		}
	}
	add(from, stop)
	last := end
	for more && next < len(l.data) {
		var start int
		start, end, next = l.line(next)
		at := start + len(l.data[start:end]) - len(bytes.TrimLeftFunc(l.data[start:end], unicode.IsSpace))
		if at == end {
			continue
		}
		last = end
		if l.data[at] == '#' {
			l.comments = append(l.comments, l.span(at, end))
			continue
		}
		stop, more = l.continued(start, end)
		add(start, stop)
	}
	return facts.Word{Text: string(text), Source: l.src, Start: from, End: last, Offsets: offsets}, last, next
}

// continued reports whether the line ends with an escape character that is not escaped itself, and where its text ends then.
func (l *lexer) continued(start, end int) (stop int, more bool) {
	stop = end
	for stop > start && (l.data[stop-1] == ' ' || l.data[stop-1] == '\t') {
		stop--
	}
	if stop == start || l.data[stop-1] != l.escape || stop-1 > start && l.data[stop-2] == l.escape {
		return end, false
	}
	return stop - 1, true
}

// flags takes the words off that begin with two dashes: `--from=build`, `--mount=type=secret,id=x`.
func (l *lexer) flags(rest facts.Word) ([]facts.Word, facts.Word) {
	var out []facts.Word
	for {
		rest = trimWord(rest)
		if !strings.HasPrefix(rest.Text, "--") {
			return out, rest
		}
		n := l.wordEnd(rest.Text)
		if n == 2 { // "--" ends them
			return out, trimWord(cut(rest, n, len(rest.Text)))
		}
		out = append(out, cut(rest, 0, n))
		rest = cut(rest, n, len(rest.Text))
	}
}

// wordEnd returns the length of the word at the beginning of text; quotes and escapes hold words together.
func (l *lexer) wordEnd(text string) int {
	var quote byte
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case c == l.escape && quote != '\'':
			i++
		case quote != 0:
			if c == quote {
				quote = 0
			}
		case c == '"' || c == '\'':
			quote = c
		case isBlank(rune(c)) || c == '\n':
			return i
		}
	}
	return len(text)
}

// words splits a text at blanks that are neither quoted nor escaped. Quotes and escapes stay as they are.
func (l *lexer) words(w facts.Word) []facts.Word {
	var out []facts.Word
	for i := 0; i < len(w.Text); {
		if isBlank(rune(w.Text[i])) || w.Text[i] == '\n' {
			i++
			continue
		}
		n := min(l.wordEnd(w.Text[i:]), len(w.Text)-i)
		out = append(out, cut(w, i, i+n))
		i += n
	}
	return out
}

// takesHeredocs reports whether what stands behind << is a text: for RUN, COPY and ADD, unless their arguments are a list.
func (l *lexer) takesHeredocs(in *instruction) bool {
	name, args := in.name, in.args
	if name == "ONBUILD" {
		n := l.wordEnd(args.Text)
		name, args = strings.ToUpper(args.Text[:n]), trimWord(cut(args, n, len(args.Text)))
		_, args = l.flags(args)
	}
	_, isList := list(args)
	return (name == "RUN" || name == "COPY" || name == "ADD") && !isList
}

// heredocs reads the texts whose names an instruction gives, and returns where the line behind them begins.
func (l *lexer) heredocs(in *instruction, next int) int {
	for _, w := range l.words(in.args) {
		doc, ok := heredocOf(w.Text)
		if !ok {
			continue
		}
		begin, closed := next, false
		stop := next
		for next < len(l.data) && !closed {
			start, end, after := l.line(next)
			line := l.data[start:end]
			if doc.chomp {
				line = bytes.TrimLeft(line, "\t")
			}
			closed = string(line) == doc.name
			if !closed {
				stop = after
			}
			next, in.end = after, end
		}
		if !closed {
			l.problem(w.Start, w.End, facts.Syntax, "expected a line that holds only "+doc.name+", which ends this text; the rest of the file is read as the text")
		}
		doc.body = facts.Word{Text: string(l.data[begin:stop]), Source: l.src, Start: begin, End: stop}
		in.heredocs = append(in.heredocs, doc)
	}
	return next
}

// heredocOf reads <<NAME, <<-NAME and 3<<"NAME".
func heredocOf(word string) (heredoc, bool) {
	rest := strings.TrimLeft(word, "0123456789")
	rest, ok := strings.CutPrefix(rest, "<<")
	if !ok {
		return heredoc{}, false
	}
	d := heredoc{expand: true}
	rest, d.chomp = strings.CutPrefix(rest, "-")
	if rest == "" || strings.Contains(rest, "<") {
		return heredoc{}, false
	}
	d.name = strings.NewReplacer(`"`, "", `'`, "").Replace(rest)
	d.expand = d.name == rest
	return d, d.name != ""
}

// cut returns the part of a word from byte i up to byte j. Where lines were joined, it ends with its own last byte and not
// where the next begins.
func cut(w facts.Word, i, j int) facts.Word {
	sub := w.Sub(i, j)
	switch {
	case i == j:
		sub.Start = w.Offset(i)
		sub.End = sub.Start
	case w.Offsets != nil && j > 0:
		sub.End = w.Offsets[j-1] + 1
	}
	sub.Quoted = facts.Span{}
	return sub
}

// trimWord takes the blanks off both ends.
func trimWord(w facts.Word) facts.Word {
	i := len(w.Text) - len(strings.TrimLeftFunc(w.Text, unicode.IsSpace))
	j := max(i, len(strings.TrimRightFunc(w.Text, unicode.IsSpace)))
	return cut(w, i, j)
}
