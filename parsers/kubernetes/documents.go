package kubernetes

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/parsers/tree"
)

// maxDocuments bounds the documents of one file.
const maxDocuments = 20_000

// documents cuts a stream of YAML at its markers. A line that begins with --- cannot stand inside of a value (YAML 1.2.2,
// rule c-forbidden), so that a broken document does not take the next one with it.
func documents(text []byte) (out []tree.Range, more bool) {
	start := 0
	for at := 0; at < len(text); {
		end := len(text)
		if i := bytes.IndexByte(text[at:], '\n'); i >= 0 {
			end = at + i + 1
		}
		if line := text[at:end]; bytes.HasPrefix(line, []byte("---")) && (len(line) == 3 || strings.IndexByte(" \t\r\n", line[3]) >= 0) {
			if start < at {
				out = append(out, tree.Range{Start: start, End: at})
			}
			start = at
			if len(out) >= maxDocuments {
				return out, true
			}
		}
		at = end
	}
	if start < len(text) {
		out = append(out, tree.Range{Start: start, End: len(text)})
	}
	return out, false
}

// topLevel returns the plain value of a key that stands at the beginning of a line, "" when there is none.
func topLevel(text []byte, key string) string {
	for at := 0; at < len(text); {
		end := len(text)
		if i := bytes.IndexByte(text[at:], '\n'); i >= 0 {
			end = at + i + 1
		}
		line := bytes.TrimPrefix(text[at:end], []byte("\ufeff"))
		if rest, ok := bytes.CutPrefix(line, []byte(key+":")); ok {
			value, _, _ := strings.Cut(string(rest), " #")
			return strings.Trim(value, " \t\r\n\"'")
		}
		at = end
	}
	return ""
}

// read states what each document says that is of a kind we read. The others are not even parsed.
func (r *reader) read() {
	if trimmed := bytes.TrimLeft(r.text, "\ufeff \t\r\n"); len(trimmed) > 0 && trimmed[0] == '{' {
		doc := r.parse(tree.Range{Start: 0, End: len(r.text)}, tree.JSON)
		for _, root := range doc.Roots {
			r.object(root, 0)
		}
		return
	}
	parts, more := documents(r.text)
	if more {
		last := parts[len(parts)-1].End
		r.problem(facts.Span{Source: r.src, Start: last, End: last}, facts.TooLarge,
			fmt.Sprintf("more than %d documents; those from here on are not read: split the file", maxDocuments))
	}
	for _, part := range parts {
		text := r.text[part.Start:part.End]
		kind, version := topLevel(text, "kind"), topLevel(text, "apiVersion")
		if !r.kustomization && (kind == "" || version == "") || kind != "" && !isRead(kind, version) && !bytes.Contains(text, []byte("containers:")) {
			continue
		}
		doc := r.parse(part, tree.YAML)
		for _, root := range doc.Roots {
			r.object(root, 0)
		}
	}
}

// parse reads one document, and reports what is broken in it.
func (r *reader) parse(part tree.Range, syntax tree.Syntax) *tree.Doc {
	doc := tree.ParsePart(r.text, part, syntax)
	for _, p := range doc.Problems {
		message := p.Message
		if len(r.templates) > 0 && p.Kind == facts.Syntax {
			message += "; templates are read without being rendered: render the chart and check the result"
		}
		r.problem(facts.Span{Source: r.src, Start: p.Start, End: p.End}, p.Kind, message)
	}
	r.docs = append(r.docs, doc)
	return doc
}

func (r *reader) problem(at facts.Span, kind facts.ProblemKind, message string) {
	r.out.Problems = append(r.out.Problems, &facts.Problem{Span: at, Kind: kind, Message: message})
}
