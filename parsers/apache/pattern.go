package apache

import (
	"regexp"
	"strings"
)

// pattern is a regular expression of httpd's. Most of what PCRE knows is read alike here; what is not is no pattern.
type pattern struct{ compiled *regexp.Regexp }

// pattern returns the expression of a text, or nil when it is not understood.
func (e *emitter) pattern(text string, foldCase bool) *pattern {
	if foldCase {
		text = "(?i)" + text
	}
	const longest = 4096
	p, known := e.patterns[text]
	if !known {
		if len(text) < longest {
			if compiled, err := regexp.Compile(text); err == nil {
				p = &pattern{compiled}
			}
		}
		e.patterns[text] = p
	}
	return p
}

// answer is yes, no, or not to be known from the files.
type answer uint8

const (
	unknown answer = iota
	yes
	no
)

func answerOf(b bool) answer {
	if b {
		return yes
	}
	return no
}

func (a answer) not() answer {
	switch a {
	case yes:
		return no
	case no:
		return yes
	}
	return unknown
}

func (a answer) and(b answer) answer {
	switch {
	case a == no || b == no:
		return no
	case a == yes && b == yes:
		return yes
	}
	return unknown
}

func (a answer) or(b answer) answer { return a.not().and(b.not()).not() }

// match asks a pattern about a text.
func (e *emitter) match(text, expression string, foldCase bool) answer {
	p := e.pattern(expression, foldCase)
	if p == nil {
		return unknown
	}
	return answerOf(p.compiled.MatchString(text))
}

// everything reports whether a pattern matches every path.
func everything(expression string) bool {
	switch expression {
	case "^", "^/", "^(.*)$", "^/(.*)$", "(.*)", "^(.*)", "^/(.*)", ".*", "^.*$", ".", "/", "^/.*$", "^/?(.*)", "^/?(.*)$", "^.*":
		return true
	}
	return false
}

// literal returns the text that every match of an expression begins with, as far as it is plain to see: /mcp of ^/mcp(.*)$.
func literal(expression string) string {
	text := strings.TrimPrefix(expression, "^")
	i := 0
	for i < len(text) {
		c := text[i]
		if c == '\\' && i+1 < len(text) && strings.IndexByte(`./-_`, text[i+1]) >= 0 {
			i += 2
			continue
		}
		if strings.IndexByte(`.*+?()[]{}|$^\`, c) >= 0 {
			break
		}
		i++
	}
	if i < len(text) && strings.IndexByte("*?{", text[i]) >= 0 && i > 0 {
		i-- // what may be missing begins nothing
	}
	out := strings.ReplaceAll(text[:i], `\`, "")
	if !strings.HasPrefix(out, "/") {
		return "/"
	}
	return out
}
