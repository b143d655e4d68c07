// Package template finds what template languages write into the files of others: statements and expressions of Jinja, Twig, ERB,
// Go and Helm. It renders nothing.
package template

import (
	"path"
	"strings"
)

// StatementEnd returns the end of the template statement that begins at i: one that stands for no text of its own, but
// decides what follows or is a comment. Jinja and Twig write {% … %} and {# … #}, ERB <% … %>, Go and Helm {{ if … }}.
func StatementEnd(text string, i int) (end int, ok bool) {
	rest := text[i:]
	for _, tag := range [...]struct{ open, closing string }{{"{%", "%}"}, {"{#", "#}"}, {"<%", "%>"}} {
		if strings.HasPrefix(rest, tag.open) {
			if tag.open == "<%" && strings.HasPrefix(rest, "<%=") {
				return 0, false
			}
			if n := strings.Index(rest, tag.closing); n >= 0 {
				return i + n + len(tag.closing), true
			}
			return 0, false
		}
	}
	if strings.HasPrefix(rest, "{{") {
		if n := strings.Index(rest, "}}"); n >= 0 && goStatement(rest[2:n]) {
			return i + n + 2, true
		}
	}
	return 0, false
}

// goStatement reports whether the inside of {{ … }} is a statement and no value.
func goStatement(inside string) bool {
	inside = strings.TrimLeft(inside, "- \t\r\n")
	if strings.HasPrefix(inside, "/*") || strings.HasPrefix(inside, "!") {
		return true
	}
	first, _, _ := strings.Cut(strings.TrimRight(inside, "- \t\r\n"), " ")
	switch first {
	case "if", "else", "end", "range", "with", "define", "block", "template", "include", "#if", "/if", "#each", "/each":
		return true
	}
	return strings.HasPrefix(first, "$") && strings.Contains(inside, ":=")
}

// ExpressionEnd returns the end of a template's expression that begins at i ({{ domain }}, <%= domain %>), or i when there is none.
func ExpressionEnd(text string, i int) int {
	if c := text[i]; c != '{' && c != '<' {
		return i
	}
	return expressionEnd(text, i)
}

func expressionEnd(text string, i int) int {
	for _, tag := range [...]struct{ open, closing string }{{"{{", "}}"}, {"<%=", "%>"}} {
		if strings.HasPrefix(text[i:], tag.open) {
			if n := strings.Index(text[i:min(len(text), i+1000)], tag.closing); n >= 0 {
				return i + n + len(tag.closing)
			}
		}
	}
	return i
}

// DepthChange returns by how much a template statement nests what follows it.
func DepthChange(statement string) int {
	inside := strings.Trim(statement, "{}%<>#- \t\r\n")
	first, rest, _ := strings.Cut(inside, " ")
	switch strings.TrimSuffix(first, "(") {
	case "if", "for", "range", "with", "unless", "each", "while", "case", "macro", "#if", "#each", "define", "block", "filter", "call":
		return 1
	case "end", "endif", "endfor", "endunless", "endmacro", "endblock", "endfilter", "endcall", "/if", "/each", "}":
		return -1
	}
	if strings.HasPrefix(statement, "<%") && (strings.HasSuffix(rest, "|") && strings.Contains(rest, "do ") || strings.HasSuffix(inside, " do")) {
		return 1 // ERB: <% names.each do |name| %>
	}
	return 0
}

// Unrendered reports whether a word holds an expression of a template language.
func Unrendered(s string) bool {
	return strings.Contains(s, "{{") || strings.Contains(s, "<%=") || strings.Contains(s, "{%")
}

// Target returns the name of the file that a template or a sample stands for: default.conf of conf.d/default.conf.j2.
func Target(file string) string {
	base := path.Base(file)
	switch path.Ext(base) {
	case ".template", ".tmpl", ".tpl", ".j2", ".erb", ".in", ".example", ".sample", ".dist", ".default":
	default:
		return base // as nearly every file of a tree
	}
	for _, suffix := range [...]string{".template", ".tmpl", ".tpl", ".j2", ".erb", ".in", ".example", ".sample", ".dist", ".default"} {
		base = strings.TrimSuffix(base, suffix)
	}
	return base
}
