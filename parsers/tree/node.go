package tree

import (
	"unicode/utf8"

	"github.com/wirevet/wirevet/facts"
)

// Kind is what a node is.
type Kind uint8

// The kinds of node.
const (
	Null Kind = iota
	Bool
	Number
	String
	Object
	Array
)

// Node is one value of a file.
type Node struct {
	Kind       Kind
	Start, End int    // byte offsets of the value as written, quotes and brackets included; End is exclusive
	Text       string // of a scalar: the decoded text of a String, else the text as written

	Members []Member // of an Object, in the order of the file, duplicates included
	Items   []*Node  // of an Array

	// Templated is true when a template expression stands in the value: what it is cannot be known.
	Templated bool

	style   style
	written *written // nil when the text stands in the file as it is
}

// written is how a scalar stands in the file, for Word.
type written struct {
	raw  []byte // as written; nil when the text stands as it is
	full string // the whole text, when Tail has cut off its beginning
}

// style says how a scalar is written, which decides how its bytes map to its text, and of a table in TOML what made it.
type style uint8

const (
	plain       style = iota // the text stands as it is
	jsonQuoted               // "…" with JSON escapes
	yamlSingle               // '…' with '' for '
	yamlDouble               // "…" with YAML escapes
	yamlFolded               // a plain or quoted scalar over several lines, or a block scalar
	tomlBasic                // "…" or """…""" with TOML escapes
	tomlLiteral              // '…' or '''…'''
	tomlThrough              // a table that is on the way to one with a header
	tomlTable                // a table with a header
	tomlTables               // tables with the same header in double brackets
)

// Member is one key of an object with its value.
type Member struct {
	Key              string
	KeyStart, KeyEnd int // quotes included
	Value            *Node
	Shadowed         bool // a later member of the same key wins
	Merged           bool // came in by a YAML merge key
	dotted           int  // where the first part of a dotted TOML key begins, plus one; 0 for a simple key
}

// Get returns the value of the winning member of that name, or nil. It may be called on nil and on any kind.
func (n *Node) Get(key string) *Node {
	m, _ := n.Member(key)
	return m.Value
}

// Member returns the winning member of that name.
func (n *Node) Member(key string) (Member, bool) {
	if n == nil || n.Kind != Object {
		return Member{}, false
	}
	for i := len(n.Members) - 1; i >= 0; i-- {
		if n.Members[i].Key == key && !n.Members[i].Shadowed {
			return n.Members[i], true
		}
	}
	return Member{}, false
}

// Span returns the bytes of the value in src.
func (n *Node) Span(src *facts.Source) facts.Span {
	return facts.Span{Source: src, Start: n.Start, End: n.End}
}

// KeySpan returns the bytes of the key in src.
func (m Member) KeySpan(src *facts.Source) facts.Span {
	return facts.Span{Source: src, Start: m.KeyStart, End: m.KeyEnd}
}

// Range is a half-open range of byte offsets.
type Range struct{ Start, End int }

// Duplicate is a key that stands twice in one object.
type Duplicate struct{ Loser, Winner Range }

// Problem is a part of the file that could not be read.
type Problem struct {
	Range
	Kind    facts.ProblemKind
	Message string
}

// Doc is a file as a tree.
type Doc struct {
	Roots          []*Node // one for each YAML document, else at most one; none for an empty file
	Comments       []Range
	TrailingCommas []Range
	Duplicates     []Duplicate
	BOM            bool // the file begins with a byte order mark
	Problems       []Problem

	data   []byte
	syntax Syntax
	fixed  bool // not edited: a template, or YAML with tags, anchors or aliases, where a value is more than its bytes, or with lines that end in CR alone or begin with "..."
	sorted bool // the comments are in the order of the file; for edits
}

// Syntax is a family of file syntaxes.
type Syntax uint8

// The syntaxes. JSON includes comments and trailing commas.
const (
	JSON Syntax = iota
	YAML
	TOML
)

// Parse reads data. It never fails: what cannot be read is a problem, and the tree holds the rest.
func Parse(data []byte, syntax Syntax) *Doc { return ParsePart(data, Range{0, len(data)}, syntax) }

// ParsePart reads a part of data as a file of its own: one document of a stream. All offsets are those of data.
func ParsePart(data []byte, part Range, syntax Syntax) *Doc {
	doc := &Doc{data: data, syntax: syntax}
	body, shift, ok := doc.prepare(data[part.Start:part.End])
	shift += part.Start
	if !ok {
		for i := range doc.Problems {
			doc.Problems[i].Start += part.Start
			doc.Problems[i].End += part.Start
		}
		return doc
	}
	switch syntax {
	case JSON:
		doc.parseJSON(body, shift)
	case YAML:
		doc.parseYAML(body, shift)
	case TOML:
		doc.parseTOML(body, shift)
	}
	for i := range doc.Problems {
		doc.Problems[i].whole(data)
	}
	return doc
}

// whole widens a range to whole characters: the libraries count bytes.
func (r *Range) whole(data []byte) {
	for r.Start > 0 && r.Start < len(data) && !utf8.RuneStart(data[r.Start]) {
		r.Start--
	}
	for r.End < len(data) && !utf8.RuneStart(data[r.End]) {
		r.End++
	}
}

func (d *Doc) problem(start, end int, kind facts.ProblemKind, message string) {
	d.Problems = append(d.Problems, Problem{Range{start, end}, kind, message})
}
