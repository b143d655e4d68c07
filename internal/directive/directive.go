// Package directive reads the comments by which people ask for findings to be passed over:
//
//	wirevet:ignore RULE, RULE -- reason
//
// The grammar is strict: what was meant as a directive and does not parse is stated with its fault, so that nobody takes
// it for one that works. The package knows neither the syntax of comments, beyond their markers, nor the rules.
package directive

import (
	"bytes"
	"strings"

	"github.com/wirevet/wirevet/facts"
)

const (
	marker = "wirevet:ignore"
	form   = "`wirevet:ignore RULE -- reason`"
)

// Read returns the directive in a comment, or nil when the comment was not meant as one. text are the bytes of the
// comment with its markers. covers returns the block that the comment stands in or above, the zero Span when there is
// none; it is only called for a directive.
func Read(comment facts.Span, text []byte, covers func() facts.Span) *facts.Directive {
	start, end, ok := meant(text)
	if !ok {
		return nil
	}
	d := &facts.Directive{Span: comment, Covers: covers()}
	line := string(text[start:end])
	if !strings.HasPrefix(line, marker) || len(line) > len(marker) && line[len(marker)] != ' ' && line[len(marker)] != '\t' {
		d.Fault = "it is not written " + form
		return d
	}
	names, reason, separated := strings.Cut(line[len(marker):]+" ", " -- ")
	at := comment.Start + start + len(marker)
	d.Rules = ruleNames(names, comment.Source, at)
	if reason = strings.TrimSpace(reason); reason != "" {
		from := comment.Start + start + strings.LastIndex(line, reason)
		d.Reason = facts.Span{Source: comment.Source, Start: from, End: from + len(reason)}.Text()
	}
	switch {
	case len(d.Rules) == 0:
		d.Fault = "it names no rule; write " + form
	case !separated || d.Reason == "":
		d.Fault = "it gives no reason; write " + form
	}
	return d
}

// ruleNames returns the names in a list with commas or blanks between them. The list begins at an offset of the source.
func ruleNames(list string, src *facts.Source, at int) []facts.DirectiveRule {
	var out []facts.DirectiveRule
	for i := 0; i < len(list); {
		n := strings.IndexAny(list[i:]+" ", ", \t")
		if n > 0 {
			out = append(out, facts.DirectiveRule{ID: list[i : i+n], Span: facts.Span{Source: src, Start: at + i, End: at + i + n}})
		}
		i += n + 1
	}
	return out
}

// meant returns the bounds of the line that was meant as a directive, without the markers of the comment.
func meant(text []byte) (start, end int, ok bool) {
	for from := 0; from < len(text); {
		n := bytes.IndexByte(text[from:], '\n')
		if n < 0 {
			n = len(text) - from
		}
		start, end = inner(text, from, from+n)
		if claims(string(bytes.ToLower(text[start:end]))) {
			return start, end, true
		}
		from += n + 1
	}
	return 0, 0, false
}

// inner returns the bounds of what a line of a comment says.
func inner(text []byte, from, to int) (int, int) {
	for from < to && strings.IndexByte(" \t\r/*#;<!-", text[from]) >= 0 {
		from++
	}
	line := bytes.TrimRight(text[from:to], " \t\r")
	for _, closing := range []string{"*/", "-->"} {
		line = bytes.TrimSuffix(line, []byte(closing))
	}
	return from, from + len(bytes.TrimRight(line, " \t\r"))
}

// claims reports whether a line wants to be a directive: it has our name with a colon and a word behind it, or it begins
// with our name and a word like "ignore".
func claims(line string) bool {
	for rest, first := line, true; ; first = false {
		i := strings.Index(rest, "wirevet")
		if i < 0 {
			return false
		}
		before := rest[:i]
		rest = rest[i+len("wirevet"):]
		if len(rest) > 1 && rest[0] == ':' && 'a' <= rest[1] && rest[1] <= 'z' && !partOfWord(before) {
			return true
		}
		if word, _, _ := strings.Cut(strings.TrimLeft(rest, " :-_"), " "); first && before == "" && len(word) < len(rest) {
			switch strings.TrimRight(word, ":") {
			case "ignore", "ignor", "ignroe", "ingore", "igonre", "inore":
				return true
			}
		}
	}
}

// partOfWord reports whether the text goes on into what follows it: a host name, a path, an identifier.
func partOfWord(before string) bool {
	if before == "" {
		return false
	}
	c := before[len(before)-1]
	return 'a' <= c && c <= 'z' || '0' <= c && c <= '9' || strings.IndexByte("._-/@:", c) >= 0
}
