package gofacts

import (
	"cmp"
	"go/ast"
	"go/token"
	"slices"
	"sort"
)

// syntax is one file, walked once: to go through the list is many times as fast as to walk the file again.
type syntax struct {
	file  *ast.File
	nodes []ast.Node // in the order of ast.Inspect, without identifiers, lists of fields and comments
	after []int32    // for each node the index of the next one that is not below it
}

// walk lists the nodes of the package's files.
func (r *reader) walk() {
	r.syntax = make([]*syntax, 0, len(r.files))
	for _, file := range r.files {
		s := &syntax{file: file}
		size := int(file.FileEnd-file.FileStart) / 12 // about as many as most files have
		s.nodes, s.after = make([]ast.Node, 0, size), make([]int32, 0, size)
		var open []int32
		ast.Inspect(file, func(n ast.Node) bool {
			switch n.(type) {
			case nil:
				last := len(open) - 1
				if at := open[last]; at >= 0 {
					s.after[at] = int32(len(s.nodes))
				}
				open = open[:last]
			case *ast.Ident, *ast.CommentGroup:
				return false
			case *ast.FieldList:
				open = append(open, -1)
			default:
				open = append(open, int32(len(s.nodes)))
				s.nodes, s.after = append(s.nodes, n), append(s.after, 0)
			}
			return true
		})
		r.syntax = append(r.syntax, s)
	}
	slices.SortFunc(r.syntax, func(a, b *syntax) int { return cmp.Compare(a.file.FileStart, b.file.FileStart) })
}

// inspect is ast.Inspect for what lies in the package's files, without calls for identifiers, lists of fields, comments and
// nil.
func (r *reader) inspect(root ast.Node, visit func(ast.Node) bool) {
	s := r.syntaxAt(root.Pos())
	at := -1
	if s != nil {
		at = s.find(root)
	}
	if at < 0 { // made by us
		ast.Inspect(root, func(n ast.Node) bool {
			switch n.(type) {
			case nil, *ast.Ident, *ast.CommentGroup:
				return false
			case *ast.FieldList:
				return true
			}
			return visit(n)
		})
		return
	}
	for end := int(s.after[at]); at < end; {
		if visit(s.nodes[at]) {
			at++
		} else {
			at = int(s.after[at])
		}
	}
}

// syntaxAt returns the file of a position, or nil.
func (r *reader) syntaxAt(pos token.Pos) *syntax {
	i := sort.Search(len(r.syntax), func(i int) bool { return r.syntax[i].file.FileStart > pos }) - 1
	if i < 0 || pos > r.syntax[i].file.FileEnd {
		return nil
	}
	return r.syntax[i]
}

// find returns the index of a node, or -1: code that does not parse may have its nodes out of order.
func (s *syntax) find(n ast.Node) int {
	pos := n.Pos()
	for i := sort.Search(len(s.nodes), func(i int) bool { return s.nodes[i].Pos() >= pos }); i < len(s.nodes) && s.nodes[i].Pos() == pos; i++ {
		if s.nodes[i] == n {
			return i
		}
	}
	return -1
}
