package gofacts

import (
	"cmp"
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"
	"slices"
	"strings"
)

// origin is where a value comes from.
type origin uint8

const (
	unknownOrigin     origin = iota
	constantOrigin           // written in the source
	flagOrigin               // a command-line flag
	environmentOrigin        // an environment variable, or a setting of a library that reads several sources
	fieldOrigin              // a field of a configuration struct
	parameterOrigin          // a parameter whose arguments are not known
	severalOrigin            // one of several constants
)

// value is what is known of an expression's value.
type value struct {
	origin origin
	// constant is the value of a constant; of others it is what they are when nobody sets them, or nil.
	constant constant.Value
	// name is that of the flag, variable, field or parameter, as people write it.
	name string
	// at is the expression that gives the value; declared is where the flag, field or parameter is declared.
	at, declared ast.Node
	// object is the field or parameter.
	object types.Object
	// guard is true when the value holds the answer to whether an address is on this machine, or a test runs.
	guard bool
}

// scope binds parameters to the arguments of the call that is being looked into.
type scope struct {
	args  map[types.Object]value
	depth int
}

// value says where the value of an expression comes from.
func (r *reader) value(e ast.Expr) value { return r.valueIn(e, scope{}) }

func (r *reader) valueIn(e ast.Expr, s scope) value {
	if e == nil || s.depth > maxHops {
		return value{at: e}
	}
	if tv, ok := r.info.Types[e]; ok && tv.Value != nil && tv.Value.Kind() != constant.Unknown {
		return value{origin: constantOrigin, constant: tv.Value, at: e}
	}
	s.depth++
	switch e := e.(type) {
	case *ast.ParenExpr:
		return r.valueIn(e.X, s)
	case *ast.BasicLit:
		return literalValue(e)
	case *ast.StarExpr:
		return r.valueIn(e.X, s)
	case *ast.UnaryExpr:
		v := r.valueIn(e.X, s)
		if e.Op == token.NOT && v.constant != nil && v.constant.Kind() == constant.Bool {
			v.constant = constant.MakeBool(!constant.BoolVal(v.constant))
		} else if e.Op == token.NOT {
			v.constant = nil
		}
		return v
	case *ast.BinaryExpr:
		return r.binaryValue(e, s)
	case *ast.Ident:
		return r.objectValue(r.info.ObjectOf(e), e, s)
	case *ast.SelectorExpr:
		return r.selectorValue(e, s)
	case *ast.CallExpr:
		return r.callValue(e, 0, s)
	}
	return value{at: e}
}

// binaryValue follows comparisons with a constant, and the side of && and || that something outside decides.
func (r *reader) binaryValue(e *ast.BinaryExpr, s scope) value {
	x, y := r.valueIn(e.X, s), r.valueIn(e.Y, s)
	switch e.Op {
	case token.LAND, token.LOR:
		decided := func(v value) bool { return v.origin != unknownOrigin && v.origin != constantOrigin }
		var known value
		switch {
		case decided(x):
			known = x
		case decided(y):
			known = y
		case x.guard:
			known = x
		default:
			known = y
		}
		known.guard = x.guard || y.guard
		known.constant = logical(e.Op, x.constant, y.constant)
		if known.origin == constantOrigin && known.constant == nil {
			known.origin = unknownOrigin
		}
		return known
	case token.EQL, token.NEQ:
		if x.origin == constantOrigin {
			x, y = y, x
		}
		if y.origin != constantOrigin {
			return value{at: e, guard: x.guard || y.guard}
		}
		x.guard = x.guard || isLoopbackText(y.constant)
		left := x.constant
		if left == nil && x.origin == environmentOrigin && y.constant.Kind() == constant.String {
			left = constant.MakeString("") // what os.Getenv returns for a variable that is not set
		}
		x.constant = nil
		if left != nil && left.Kind() == y.constant.Kind() {
			x.constant = constant.MakeBool(constant.Compare(left, e.Op, y.constant))
		}
		return x
	}
	return value{at: e}
}

// logical is x op y for the constants that are known; nil when that does not decide it.
func logical(op token.Token, x, y constant.Value) constant.Value {
	decides := op == token.LOR
	for _, v := range []constant.Value{x, y} {
		if v != nil && v.Kind() == constant.Bool && constant.BoolVal(v) == decides {
			return v
		}
	}
	if x != nil && y != nil && x.Kind() == constant.Bool && y.Kind() == constant.Bool {
		return constant.MakeBool(!decides)
	}
	return nil
}

// selectorValue follows a field, or a variable of another package.
func (r *reader) selectorValue(e *ast.SelectorExpr, s scope) value {
	sel := r.info.Selections[e]
	if sel == nil {
		if obj := r.info.Uses[e.Sel]; obj != nil {
			return r.objectValue(obj, e, s)
		}
		return value{at: e}
	}
	field, ok := sel.Obj().(*types.Var)
	if !ok || !field.IsField() {
		return value{at: e}
	}
	if field.Pkg() != r.pass.Pkg && ofTheLibrary(field.Pkg()) {
		return value{at: e} // what a request or a URL says is nobody's configuration
	}
	name := field.Name()
	if owner := typeName(sel.Recv()); owner != "" {
		name = owner[strings.LastIndexByte(owner, '.')+1:] + "." + name
	}
	own := value{origin: fieldOrigin, name: name, object: field, at: e, declared: declaration(field)}
	if field.Pkg() != r.pass.Pkg {
		return own
	}
	ix := r.indexed()
	for _, call := range ix.pointed[field] {
		if flag, ok := r.boundFlag(call); ok {
			return flag
		}
	}
	if len(ix.pointed[field]) > 0 {
		return own
	}
	merged := r.mergedSets(field, e, s)
	switch merged.origin {
	case constantOrigin, severalOrigin:
		// Whoever can set the field decides: other packages, or a decoder that looks at its tag.
		if field.Exported() || r.hasTag(sel, field) {
			// One place that sets it gives the default; for a truth value, none is "no".
			if zero := zeroOf(field.Type()); len(r.indexed().sets[field]) == 1 {
				own.constant = merged.constant
			} else if zero != nil && zero.Kind() == constant.Bool {
				own.constant = zero
			}
			return own
		}
		return merged
	case flagOrigin, environmentOrigin:
		return merged
	case fieldOrigin, parameterOrigin:
		if !field.Exported() {
			return merged
		}
	case unknownOrigin:
	}
	own.guard = merged.guard
	return own
}

// ofTheLibrary reports whether a package is one of the standard library that describes requests and connections.
func ofTheLibrary(p *types.Package) bool {
	if p == nil {
		return false
	}
	first, _, _ := strings.Cut(p.Path(), "/")
	return slices.Contains([]string{"net", "crypto", "os", "io", "go", "text", "time"}, first)
}

// declaration is the name at a variable's, field's or parameter's declaration.
func declaration(obj types.Object) ast.Node {
	return &ast.Ident{NamePos: obj.Pos(), Name: obj.Name()}
}

// hasTag reports whether a field has a struct tag, by which decoders set it.
func (r *reader) hasTag(sel *types.Selection, field *types.Var) bool {
	s, ok := underlyingStruct(sel.Recv())
	if !ok {
		return false
	}
	for i := range s.NumFields() {
		if s.Field(i) == field {
			return s.Tag(i) != ""
		}
	}
	return false
}

// byPosition orders nodes as they stand in the file set. Of those that begin together the shorter is first.
func byPosition[T ast.Node](a, b T) int {
	return cmp.Or(cmp.Compare(a.Pos(), b.Pos()), cmp.Compare(a.End(), b.End()))
}
