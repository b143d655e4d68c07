package haproxy

import (
	"strconv"
	"strings"

	"github.com/wirevet/wirevet/facts"
)

// block is an .if that is open.
type block struct {
	span facts.Span
	// now is whether the lines that are being read count; before is whether any branch before them did.
	now, before truth
	closed      bool // behind .else
}

// truth is what is known of a condition.
type truth int8

// The values of a condition, from false to true.
const (
	no truth = iota - 1
	maybe
	yes
)

func truthOf(b bool) truth {
	if b {
		return yes
	}
	return no
}

func (t truth) not() truth { return -t }

func and(a, b truth) truth { return min(a, b) }
func or(a, b truth) truth  { return max(a, b) }

// skipped reports whether an .if takes the current line out.
func (p *parser) skipped() bool {
	for _, b := range p.pending {
		if b.now == no {
			return true
		}
	}
	return false
}

// conditional says why it is not known whether the current line is there.
func (p *parser) conditional() facts.Reason {
	if p.depth > 0 {
		return facts.UnrenderedTemplate
	}
	for _, b := range p.pending {
		if b.now == maybe {
			return facts.UnknownVariable
		}
	}
	return facts.NoReason
}

// directive reads the lines that decide about others (configuration.txt §2.4), and reports whether this is one.
func (p *parser) directive(words []word) bool {
	f := p.file
	first := words[0]
	switch first.text {
	case ".if":
		if len(p.pending) >= maxDepth {
			f.problem(first.start, first.end, facts.TooLarge, "more .if inside of each other than wirevet follows: "+strconv.Itoa(maxDepth))
			return true
		}
		now := predicate(words[1:])
		p.pending = append(p.pending, &block{span: f.span(first.start, words[len(words)-1].end), now: now, before: now})
	case ".elif", ".else", ".endif":
		n := len(p.pending)
		if n == 0 || first.text != ".endif" && p.pending[n-1].closed {
			f.problem(first.start, first.end, facts.Syntax, "HAProxy refuses this line: expected an .if before it")
			return true
		}
		b := p.pending[n-1]
		switch first.text {
		case ".endif":
			p.pending = p.pending[:n-1]
		case ".elif":
			now := predicate(words[1:])
			b.now, b.before = and(b.before.not(), now), or(b.before, now)
		case ".else":
			b.now, b.closed = b.before.not(), true
		}
	case ".diag", ".notice", ".warning", ".alert":
	default:
		return false
	}
	return true
}

// predicate evaluates the condition of an .if, as far as the files alone decide it.
func predicate(words []word) truth {
	text := ""
	for i, w := range words {
		if w.unknown != facts.NoReason {
			return maybe
		}
		if i > 0 {
			text += " "
		}
		text += w.text
	}
	text = strings.TrimSpace(text)
	negate := false
	for strings.HasPrefix(text, "!") {
		negate, text = !negate, strings.TrimSpace(text[1:])
	}
	out := maybe
	switch {
	case text == "":
		out = no
	case strings.Contains(text, "&&") || strings.Contains(text, "||"):
		return maybe
	case strings.HasPrefix(text, "streq(") || strings.HasPrefix(text, "strneq("):
		a, b, ok := strings.Cut(strings.TrimSuffix(text[strings.IndexByte(text, '(')+1:], ")"), ",")
		if ok {
			out = truthOf((a == b) == strings.HasPrefix(text, "streq("))
		}
	default:
		if n, err := strconv.Atoi(text); err == nil {
			out = truthOf(n != 0)
		}
	}
	if negate {
		out = out.not()
	}
	return out
}
