package gofacts

import (
	"go/ast"
	"go/types"
)

// foreignCall is a function of another package, with the calls of it.
type foreignCall struct {
	function *types.Func
	calls    []*ast.CallExpr
}

// foreignCalls lists the functions of other packages that the package calls, for what those say of them.
func (r *reader) foreignCalls() []foreignCall {
	if r.foreign == nil {
		r.foreign = []foreignCall{}
		for _, symbol := range sortedKeys(r.calls) {
			calls := r.calls[symbol]
			name := calledName(calls[0]) // all of one list call the same
			if name == nil {
				continue
			}
			if f, ok := r.info.Uses[name].(*types.Func); ok && f.Pkg() != nil && f.Pkg() != r.pass.Pkg {
				r.foreign = append(r.foreign, foreignCall{f.Origin(), calls})
			}
		}
	}
	return r.foreign
}
