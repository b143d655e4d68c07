package tree

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strings"
	"sync"

	"go.yaml.in/yaml/v4"

	"github.com/wirevet/wirevet/facts"
)

// parseYAML reads a stream of YAML documents.
func (d *Doc) parseYAML(body []byte, shift int) {
	if !d.parseCommonYAML(body, shift) {
		d.loadYAML(body, shift)
	}
}

// loadYAML reads a stream with the library. What holds templates is read with the template parts blanked out.
func (d *Doc) loadYAML(body []byte, shift int) {
	docs, err := decodeYAML(body)
	var blanked []Range
	if err != nil && bytes.Contains(body, []byte("{{")) || bytes.Contains(body, []byte("{%")) {
		text, ranges := blankTemplates(body)
		if again, templateErr := decodeYAML(text); templateErr == nil {
			docs, err, blanked = again, nil, ranges
			d.fixed = true
		}
	}
	if bytes.Count(body, []byte("\r")) > bytes.Count(body, []byte("\r\n")) || bytes.Contains(body, []byte("\n...")) {
		d.fixed = true // a line, or a document, may end where an edit sees none
	}
	r := yamlReader{doc: d, body: body, shift: shift, lines: lineOffsets(body), blanked: blanked}
	if err != nil {
		at, message := r.yamlError(err)
		d.problem(shift+at, min(shift+at+1, shift+len(body)), facts.Syntax, message)
		// The lines before the break, without the one that is broken off, are often a document of their own.
		if line := bytes.LastIndexByte(body[:at], '\n'); len(docs) == 0 && line > 0 {
			docs, _ = decodeYAML(body[:line])
		}
	}
	if len(docs) > MaxDocuments {
		d.problem(shift, shift, facts.TooLarge, fmt.Sprintf("more than %d documents; only those are read", MaxDocuments))
		docs = docs[:MaxDocuments]
	}
	for _, root := range docs {
		if n := r.node(root, 0); n != nil {
			d.Roots = append(d.Roots, n)
		}
	}
	r.comments()
}

// decodeYAML returns the root nodes of all documents that can be read before the first error.
func decodeYAML(body []byte) ([]*yaml.Node, error) {
	decoder := yaml.NewDecoder(bytes.NewReader(body))
	var docs []*yaml.Node
	for len(docs) <= MaxDocuments {
		var n yaml.Node
		if err := decoder.Decode(&n); err != nil {
			if errors.Is(err, io.EOF) {
				return docs, nil
			}
			return docs, err
		}
		if len(n.Content) > 0 {
			docs = append(docs, n.Content[0])
		}
	}
	return docs, nil
}

// template matches one template expression of Helm, Go templates, Jinja or chezmoi, on one line or several.
var template = regexpOnce(`(?s)\{\{.*?\}\}|\{%.*?%\}`)

// blankTemplates replaces template expressions by spaces of equal length, so that offsets stay.
func blankTemplates(body []byte) ([]byte, []Range) {
	text := bytes.Clone(body)
	var ranges []Range
	for _, at := range template().FindAllIndex(body, -1) {
		ranges = append(ranges, Range{at[0], at[1]})
		for i := at[0]; i < at[1]; i++ {
			if text[i] != '\n' && text[i] != '\r' {
				text[i] = ' '
			}
		}
	}
	return text, ranges
}

func regexpOnce(pattern string) func() *regexp.Regexp {
	return sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(pattern) })
}

// yamlReader turns the library's nodes into ours.
type yamlReader struct {
	doc     *Doc
	body    []byte
	shift   int
	lines   []int
	blanked []Range
	aliases int // nodes that aliases have added so far
	scanned []Range
}

func lineOffsets(body []byte) []int {
	starts := []int{0}
	for i, c := range body {
		if c == '\n' || c == '\r' && (i+1 == len(body) || body[i+1] != '\n') {
			starts = append(starts, i+1)
		}
	}
	return starts
}

// yamlError returns the offset of a syntax error, and what is wrong there in words.
func (r *yamlReader) yamlError(err error) (int, string) {
	text := strings.TrimPrefix(strings.SplitN(err.Error(), "\n", 2)[0], "yaml: ")
	line, column := 0, 0
	var mark *yaml.LoadError
	if errors.As(err, &mark) {
		line, column = mark.Mark.Line, mark.Mark.Column
	}
	if line == 0 {
		if i := strings.Index(text, "line "); i >= 0 {
			_, _ = fmt.Sscanf(text[i:], "line %d", &line)
		}
	}
	if i := strings.LastIndex(text, ": "); i >= 0 {
		text = text[i+2:]
	}
	at := r.offset(max(line, 1), max(column, 1))
	return at, "expected YAML here: " + text
}

// offset returns the offset of a line and column, both from 1, columns in code points.
func (r *yamlReader) offset(line, column int) int {
	if line < 1 || line > len(r.lines) {
		return len(r.body)
	}
	at := r.lines[line-1]
	for ; column > 1 && at < len(r.body); column-- {
		at++
		for at < len(r.body) && r.body[at]&0xc0 == 0x80 {
			at++
		}
	}
	return at
}

func (r *yamlReader) node(y *yaml.Node, depth int) *Node {
	if y == nil || depth > MaxDepth {
		return nil
	}
	if y.Kind == yaml.AliasNode {
		return r.alias(y, depth)
	}
	start := r.skipProperties(r.offset(y.Line, y.Column))
	n := &Node{Start: start}
	switch y.Kind {
	case yaml.MappingNode:
		r.mapping(n, y, depth)
	case yaml.SequenceNode:
		n.Kind, n.Items = Array, make([]*Node, 0, len(y.Content))
		for _, item := range y.Content {
			if child := r.node(item, depth+1); child != nil {
				n.Items = append(n.Items, child)
			}
		}
		n.End = r.collectionEnd(n, y)
	default:
		r.scalar(n, y)
	}
	n.Start, n.End = n.Start+r.shift, n.End+r.shift
	return n
}

// alias returns what the alias stands for, at the place of the alias.
func (r *yamlReader) alias(y *yaml.Node, depth int) *Node {
	r.doc.fixed = true
	at := r.offset(y.Line, y.Column)
	if r.aliases > MaxAliases {
		return nil
	}
	before := r.aliases
	if r.aliases += sizeOf(y.Alias, MaxAliases-r.aliases+1); r.aliases > MaxAliases {
		if before <= MaxAliases {
			r.doc.problem(r.shift+at, r.shift+at+len(y.Value)+1, facts.TooLarge,
				fmt.Sprintf("aliases stand for more than %d values; those from here on are not read", MaxAliases))
		}
		return nil
	}
	return r.node(y.Alias, depth+1)
}

// sizeOf counts the nodes below y, aliases expanded, up to limit.
func sizeOf(y *yaml.Node, limit int) int {
	if y == nil || limit <= 0 {
		return 1
	}
	n := 1
	if y.Kind == yaml.AliasNode {
		return sizeOf(y.Alias, limit-1) + 1
	}
	for _, child := range y.Content {
		if n += sizeOf(child, limit-n); n >= limit {
			return n
		}
	}
	return n
}

func (r *yamlReader) mapping(n *Node, y *yaml.Node, depth int) {
	n.Kind, n.Members = Object, make([]Member, 0, len(y.Content)/2)
	var merged []Member
	for i := 0; i+1 < len(y.Content); i += 2 {
		key, value := y.Content[i], y.Content[i+1]
		if key.Kind == yaml.ScalarNode && key.Value == "<<" && key.Tag != "!!str" {
			merged = append(merged, r.mergeKey(value, depth)...)
			continue
		}
		k := r.node(key, depth+1)
		v := r.node(value, depth+1)
		if k == nil || v == nil || k.Kind == Object || k.Kind == Array || k.Start == k.End {
			r.doc.fixed = true // what is not in the tree cannot be kept
			continue
		}
		n.Members = append(n.Members, Member{Key: k.Text, KeyStart: k.Start, KeyEnd: k.End, Value: v})
	}
	r.doc.shadow(n.Members)
	n.End = r.collectionEnd(n, y)
	has := make(map[string]bool, len(n.Members))
	for _, m := range n.Members {
		has[m.Key] = true
	}
	for _, m := range merged { // explicit keys win; of several merged maps the first
		if !has[m.Key] {
			has[m.Key], m.Merged = true, true
			n.Members = append(n.Members, m)
		}
	}
}

// mergeKey returns the members that `<<` brings in.
func (r *yamlReader) mergeKey(value *yaml.Node, depth int) []Member {
	if value.Kind == yaml.SequenceNode {
		var out []Member
		for _, item := range value.Content {
			out = append(out, r.mergeKey(item, depth+1)...)
		}
		return out
	}
	if m := r.node(value, depth+1); m != nil {
		return m.Members
	}
	return nil
}

// collectionEnd returns the end of a map or list: its closing bracket, or the end of its last part.
func (r *yamlReader) collectionEnd(n *Node, y *yaml.Node) int {
	end := n.Start
	for _, m := range n.Members {
		end = max(end, m.KeyEnd-r.shift, m.Value.End-r.shift)
	}
	for _, item := range n.Items {
		end = max(end, item.End-r.shift)
	}
	if y.Style&yaml.FlowStyle != 0 {
		if n.Start < len(r.body) && r.body[n.Start] != '{' && r.body[n.Start] != '[' {
			// One pair in a flow list stands there without braces: [a: b]. It ends with its value, and is not edited.
			r.doc.fixed = true
			return min(end, len(r.body))
		}
		for at := end; at < len(r.body); at++ {
			switch r.body[at] {
			case '#':
				at += max(bytes.IndexByte(r.body[at:], '\n'), 0)
			case '}', ']':
				return at + 1
			}
		}
	}
	return min(end, len(r.body))
}

// comments lists the comments between the scalars. A # begins one at the start of a line or behind white space.
func (r *yamlReader) comments() {
	next := 0
	for at := 0; at < len(r.body); at++ {
		for next < len(r.scanned) && r.scanned[next].End <= at {
			next++
		}
		if next < len(r.scanned) && at >= r.scanned[next].Start {
			at = r.scanned[next].End - 1
			continue
		}
		if r.body[at] != '#' || at > 0 && !strings.ContainsRune(" \t\n\r", rune(r.body[at-1])) {
			continue
		}
		end := len(r.body)
		if i := bytes.IndexAny(r.body[at:], "\r\n"); i >= 0 {
			end = at + i
		}
		r.doc.Comments = append(r.doc.Comments, Range{r.shift + at, r.shift + end})
		at = end
	}
}
