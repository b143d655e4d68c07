package gofacts

import (
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"
	"slices"
)

// objectValue follows a variable to what it is assigned.
func (r *reader) objectValue(obj types.Object, at ast.Expr, s scope) value {
	v, ok := obj.(*types.Var)
	if !ok {
		return value{at: at}
	}
	if bound, ok := s.args[obj]; ok {
		return bound
	}
	if v.Pkg() != r.pass.Pkg {
		return r.importedValue(v, at)
	}
	ix := r.indexed()
	for _, call := range ix.pointed[obj] {
		if flag, ok := r.boundFlag(call); ok {
			return flag
		}
	}
	if p, ok := ix.params[obj]; ok && len(ix.sets[obj]) == 0 {
		return r.parameterValue(obj, p, at, s)
	}
	if len(ix.pointed[obj]) > 0 {
		return value{at: at} // filled by whatever got its address
	}
	if v.Parent() == r.pass.Pkg.Scope() && v.Exported() && r.pass.Pkg.Name() != "main" {
		merged := r.mergedSets(obj, at, s)
		if merged.origin == constantOrigin {
			// Anyone who imports the package can set it.
			merged.origin, merged.name, merged.object = fieldOrigin, r.pass.Pkg.Name()+"."+v.Name(), obj
			merged.declared = declaration(v)
		}
		return merged
	}
	return r.mergedSets(obj, at, s)
}

// mergedSets is what a variable's assignments together say: a constant that something outside may replace is that
// thing's default.
func (r *reader) mergedSets(obj types.Object, at ast.Expr, s scope) value {
	sets := r.indexed().sets[obj]
	if len(sets) == 0 {
		if zero := zeroOf(obj.Type()); zero != nil && len(r.indexed().pointed[obj]) == 0 {
			return value{origin: constantOrigin, constant: zero, at: at}
		}
		return value{at: at}
	}
	values := make([]value, 0, len(sets))
	for _, one := range sets {
		if one.value == nil {
			return value{at: at}
		}
		if call, ok := ast.Unparen(one.value).(*ast.CallExpr); ok && one.result > 0 {
			values = append(values, r.callValue(call, one.result, s))
			continue
		}
		values = append(values, r.valueIn(one.value, s))
	}
	merged := merge(values)
	if merged.origin == severalOrigin {
		if decided := r.chosen(sets); decided != nil {
			// `insecure := false; if os.Getenv("INSECURE") != "" { insecure = true }`: what decides is the variable.
			decided.constant = merged.constant
			return *decided
		}
	}
	return merged
}

// chosen returns what outside of the source decides which of several constants a variable has, or nil.
func (r *reader) chosen(sets []set) *value {
	if r.choosing {
		return nil // a condition that depends on such a variable in its turn
	}
	r.choosing = true
	defer func() { r.choosing = false }()
	for _, one := range sets[1:] {
		if c := r.conditionWithin(one.stmt, 2); c.decided != nil {
			decided := *c.decided
			return &decided
		}
	}
	return nil
}

// merge makes one value of several that an expression may have. Constants beside something that is set from outside are
// its default.
func merge(values []value) value {
	if len(values) == 0 {
		return value{}
	}
	var first *value
	var constants []constant.Value
	for i := range values {
		v := &values[i]
		switch v.origin {
		case unknownOrigin:
			return value{at: v.at, guard: v.guard}
		case constantOrigin:
			if !isEmptyText(v.constant) || len(values) == 1 {
				constants = append(constants, v.constant)
			}
		default:
			if first == nil {
				first = v
			}
		}
	}
	same := len(constants) > 0 && !slices.ContainsFunc(constants, func(c constant.Value) bool {
		return c.Kind() != constants[0].Kind() || !constant.Compare(c, token.EQL, constants[0])
	})
	switch {
	case first != nil:
		out := *first
		if len(constants) > 0 && out.constant == nil {
			out.constant = constants[0]
		}
		return out
	case same:
		return values[0].withConstant(constants[0])
	case len(constants) == 0:
		return values[0]
	}
	out := values[0]
	out.origin, out.constant = severalOrigin, constants[0]
	return out
}

func (v value) withConstant(c constant.Value) value {
	v.constant = c
	return v
}

func isEmptyText(c constant.Value) bool {
	return c != nil && c.Kind() == constant.String && constant.StringVal(c) == ""
}

func zeroOf(t types.Type) constant.Value {
	basic, ok := t.Underlying().(*types.Basic)
	switch {
	case !ok:
		return nil
	case basic.Info()&types.IsBoolean != 0:
		return constant.MakeBool(false)
	case basic.Info()&types.IsString != 0:
		return constant.MakeString("")
	case basic.Info()&types.IsInteger != 0:
		return constant.MakeInt64(0)
	}
	return nil
}

// parameterValue is what the callers in the package pass, when they are all known; else the parameter itself.
func (r *reader) parameterValue(obj types.Object, p param, at ast.Expr, s scope) value {
	own := value{origin: parameterOrigin, name: obj.Name(), object: obj, at: at, declared: declaration(obj)}
	if p.fn == nil || p.position < 0 || p.variadic {
		return own
	}
	fn := r.info.Defs[p.fn.Name]
	ix := r.indexed()
	if fn == nil || r.mentioned(fn) || r.callableFromOutside(fn) || len(ix.callers[fn]) == 0 {
		return own
	}
	var values []value
	for _, call := range ix.callers[fn] {
		if p.position >= len(call.Args) {
			return own
		}
		v := r.valueIn(call.Args[p.position], scope{depth: s.depth + 1})
		if v.origin == unknownOrigin {
			return own
		}
		values = append(values, v)
	}
	if merged := merge(values); merged.origin != unknownOrigin {
		return merged
	}
	return own
}

// callableFromOutside reports whether other packages may call a function.
func (r *reader) callableFromOutside(fn types.Object) bool {
	return fn.Exported() && r.pass.Pkg.Name() != "main"
}
