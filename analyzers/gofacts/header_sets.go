package gofacts

import "go/ast"

// headerSet is a header that is assigned by its name: h["Authorization"] = []string{token}.
type headerSet struct {
	header ast.Expr // h
	name   ast.Expr
	values []ast.Expr // the elements, or what gives all of them
	at     *ast.AssignStmt
}

// headerSets lists the headers that an assignment sets by index.
func (r *reader) headerSets(assign *ast.AssignStmt) []headerSet {
	if len(assign.Lhs) != len(assign.Rhs) {
		return nil
	}
	var out []headerSet
	for i, left := range assign.Lhs {
		index, ok := left.(*ast.IndexExpr)
		if !ok || typeName(r.info.TypeOf(index.X)) != "net/http.Header" {
			continue
		}
		s := headerSet{index.X, index.Index, []ast.Expr{assign.Rhs[i]}, assign}
		if lit, ok := ast.Unparen(assign.Rhs[i]).(*ast.CompositeLit); ok {
			s.values = lit.Elts
		}
		out = append(out, s)
	}
	return out
}
