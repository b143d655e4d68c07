// Package goedit turns changes that rules propose into edits of Go source. What it writes compiles and is as gofmt has it,
// or there is no edit.
package goedit

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/format"
	"go/parser"
	"go/token"
	"strconv"

	"github.com/wirevet/wirevet/facts"
)

// Edit turns changes to the file src into edits. The result has one list for each change, nil where the change cannot be
// made. data are the bytes of src.
func Edit(src *facts.Source, data []byte, changes []facts.Change) [][]facts.TextEdit {
	out := make([][]facts.TextEdit, len(changes))
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, "", data, parser.ParseComments|parser.SkipObjectResolution)
	if err != nil {
		return out
	}
	e := &editor{data: data, file: file, tokens: fset.File(file.FileStart)}
	for i, change := range changes {
		start, end, text, ok := e.edit(change)
		if !ok {
			continue
		}
		if start, end, text, ok = e.formatted(start, end, text); ok {
			out[i] = []facts.TextEdit{{Span: facts.Span{Source: src, Start: start, End: end}, Text: text}}
		}
	}
	return out
}

// editor makes the edits of one file.
type editor struct {
	data   []byte
	file   *ast.File
	tokens *token.File
}

func (e *editor) edit(change facts.Change) (start, end int, text string, ok bool) {
	switch c := change.(type) {
	case facts.Remove:
		return e.remove(c.What)
	case facts.RequireFloor:
		return e.raise(c.Policy.Lowest, c.Floor)
	case facts.BoundHeaderTime:
		return e.addField(c.Listener.HeaderTimeout.Span, "ReadHeaderTimeout: 10 * time.Second")
	}
	return 0, 0, "", false
}

// remove takes a field out of a literal. Only a constant is taken out: what else stands there may be used nowhere else, and
// the file would no longer compile.
func (e *editor) remove(what facts.Span) (start, end int, text string, ok bool) {
	lit, i := e.element(what)
	if lit == nil {
		return 0, 0, "", false
	}
	value, isName := lit.Elts[i].(*ast.KeyValueExpr).Value.(*ast.Ident)
	if !isName || value.Name != "true" {
		return 0, 0, "", false
	}
	start, end = what.Start, what.End
	switch {
	case i+1 < len(lit.Elts):
		end = e.offset(lit.Elts[i+1].Pos())
	case i > 0:
		start = e.offset(lit.Elts[i-1].End())
	default: // the only one: with its comma and the lines that it stands on
		start, end = e.offset(lit.Lbrace)+1, e.offset(lit.Rbrace)
	}
	for _, group := range e.file.Comments {
		if at := e.offset(group.Pos()); start <= at && at < end {
			return 0, 0, "", false // it says something about one of the two
		}
	}
	return start, end, "", true
}

// raise writes another version in the place of a constant, or adds the field to a literal that has none.
func (e *editor) raise(lowest facts.Stated[facts.TLSVersion], floor facts.TLSVersion) (start, end int, text string, ok bool) {
	name, number := "VersionTLS12", "0x0303"
	if floor == facts.TLS13 {
		name, number = "VersionTLS13", "0x0304"
	}
	if lowest.State == facts.Default {
		return e.addField(lowest.Span, "MinVersion: "+e.qualifier(lowest.Span)+name)
	}
	value := e.valueAt(lowest.Span)
	switch value := value.(type) {
	case *ast.SelectorExpr:
		if _, isPackage := value.X.(*ast.Ident); !isPackage || len(value.Sel.Name) < 7 || value.Sel.Name[:7] != "Version" {
			return 0, 0, "", false
		}
		return e.offset(value.Sel.Pos()), e.offset(value.Sel.End()), name, true
	case *ast.BasicLit:
		return e.offset(value.Pos()), e.offset(value.End()), number, value.Kind == token.INT
	}
	return 0, 0, "", false
}

// addField adds a field in front of the others of the literal whose type stands at the span.
func (e *editor) addField(kind facts.Span, field string) (start, end int, text string, ok bool) {
	var lit *ast.CompositeLit
	ast.Inspect(e.file, func(n ast.Node) bool {
		if l, ok := n.(*ast.CompositeLit); ok && l.Type != nil && e.at(l.Type, kind) {
			lit = l
		}
		return lit == nil
	})
	if lit == nil || bytes.Contains([]byte(field), []byte("time.")) && !e.imports("time") {
		return 0, 0, "", false
	}
	start = e.offset(lit.Lbrace) + 1
	switch {
	case len(lit.Elts) == 0:
		return start, start, field, true
	case e.line(lit.Elts[0].Pos()) == e.line(lit.Lbrace):
		return start, start, field + ", ", true
	}
	start = e.offset(lit.Elts[0].Pos())
	return start, start, field + ",\n", true
}

func (e *editor) imports(path string) bool {
	for _, spec := range e.file.Imports {
		if p, _ := strconv.Unquote(spec.Path.Value); p == path && spec.Name == nil {
			return true
		}
	}
	return false
}

// qualifier is the name of the package, with its dot, that a type is written with.
func (e *editor) qualifier(kind facts.Span) string {
	if name, _, found := bytes.Cut(e.data[kind.Start:kind.End], []byte(".")); found {
		return string(name) + "."
	}
	return ""
}

// element returns the literal and the position in it of the field that stands at the span.
func (e *editor) element(what facts.Span) (lit *ast.CompositeLit, i int) {
	ast.Inspect(e.file, func(n ast.Node) bool {
		if l, ok := n.(*ast.CompositeLit); ok {
			for j, element := range l.Elts {
				if _, isField := element.(*ast.KeyValueExpr); isField && e.at(element, what) {
					lit, i = l, j
				}
			}
		}
		return lit == nil
	})
	return lit, i
}

// valueAt returns the value of the field or assignment that stands at the span.
func (e *editor) valueAt(what facts.Span) (value ast.Expr) {
	ast.Inspect(e.file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.KeyValueExpr:
			if e.at(n, what) {
				value = n.Value
			}
		case *ast.AssignStmt:
			if e.at(n, what) && len(n.Rhs) == 1 {
				value = n.Rhs[0]
			}
		}
		return value == nil
	})
	return value
}

func (e *editor) at(n ast.Node, s facts.Span) bool {
	return e.offset(n.Pos()) == s.Start && e.offset(n.End()) == s.End
}

func (e *editor) offset(p token.Pos) int { return e.tokens.Offset(p) }

func (e *editor) line(p token.Pos) int { return e.tokens.Line(p) }

// formatted makes an edit into one that leaves the file as gofmt has it, if it was so before: what is aligned with a field
// moves with it.
func (e *editor) formatted(start, end int, text string) (from, to int, by string, ok bool) {
	edited := fmt.Appendf(nil, "%s%s%s", e.data[:start], text, e.data[end:])
	after, err := format.Source(edited)
	if err != nil {
		return 0, 0, "", false
	}
	if before, err := format.Source(e.data); err != nil || !bytes.Equal(before, e.data) {
		return start, end, text, true
	}
	prefix := commonPrefix(e.data, after)
	suffix := commonSuffix(e.data[prefix:], after[prefix:])
	return prefix, len(e.data) - suffix, string(after[prefix : len(after)-suffix]), true
}

func commonPrefix(a, b []byte) int {
	n := 0
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	return n
}

func commonSuffix(a, b []byte) int {
	n := 0
	for n < len(a) && n < len(b) && a[len(a)-1-n] == b[len(b)-1-n] {
		n++
	}
	return n
}
