package gofacts

import (
	"go/ast"
	"slices"
)

// effect is a setting that may be what a field holds in the end, and under which condition.
type effect struct {
	setting
	from      value
	condition condition
}

// effects returns what a field may hold in the end. A setting that is never reached has no effect, nor has one that a
// later one replaces in any case.
func (r *reader) effects(settings []setting) []effect {
	var live []effect
	for _, s := range settings {
		condition := r.conditionOf(s.node)
		if condition.never {
			continue
		}
		live = slices.DeleteFunc(live, func(earlier effect) bool { return r.replaces(s.node, earlier.node) })
		e := effect{setting: s, condition: condition}
		if s.value != nil {
			e.from = r.value(s.value)
		}
		live = append(live, e)
	}
	return live
}

// replaces reports whether the later of two settings happens whenever the earlier one did: the block that it stands in
// holds the earlier one too.
func (r *reader) replaces(later, earlier ast.Node) bool {
	if r.functionAround(later) != r.functionAround(earlier) {
		return false
	}
	if _, ok := later.(*ast.AssignStmt); !ok {
		return false
	}
	path := r.pathTo(later)
	for i := len(path) - 2; i >= 0; i-- {
		switch block := path[i].(type) {
		case *ast.BlockStmt:
			return block.Pos() <= earlier.Pos() && earlier.End() <= block.End()
		case *ast.CaseClause:
			return block.Pos() <= earlier.Pos() && earlier.End() <= block.End()
		}
	}
	return false
}
