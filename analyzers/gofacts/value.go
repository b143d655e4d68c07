package gofacts

import (
	"cmp"
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"
	"slices"
	"strings"

	"github.com/wirevet/wirevet/facts"
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
	if fn == nil || ix.mentions[fn] || r.callableFromOutside(fn) || len(ix.callers[fn]) == 0 {
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

// stated turns a value into what rules read: constants are explicit, what is only a default is one, the rest is not
// decided by the files.
func stated[T any](v value, span facts.Span, convert func(constant.Value) (T, bool)) facts.Stated[T] {
	out := facts.Stated[T]{Span: span}
	if v.constant != nil {
		converted, ok := convert(v.constant)
		if ok && v.origin == constantOrigin {
			return facts.Written(converted, span)
		}
		if ok && v.origin != severalOrigin && v.origin != unknownOrigin {
			return facts.ByDefault(converted, span, "the default of "+v.describe())
		}
	}
	out.State, out.Why = facts.Unresolved, &facts.Why{Reason: v.reason()}
	return out
}

func (v value) reason() facts.Reason {
	switch v.origin {
	case environmentOrigin, flagOrigin, fieldOrigin, parameterOrigin:
		return facts.UnknownVariable
	case severalOrigin:
		return facts.SeveralValues
	}
	return facts.OutsideRepository
}

// describe names what sets a value, in a sentence.
func (v value) describe() string {
	switch v.origin {
	case flagOrigin:
		return "the flag " + v.name
	case environmentOrigin:
		return "the variable " + v.name
	case fieldOrigin:
		return "the field " + v.name
	case parameterOrigin:
		return "the parameter " + v.name
	}
	return "the source"
}

func boolOf(c constant.Value) (bool, bool) {
	if c == nil || c.Kind() != constant.Bool {
		return false, false
	}
	return constant.BoolVal(c), true
}

func textOf(c constant.Value) (string, bool) {
	if c == nil || c.Kind() != constant.String {
		return "", false
	}
	return constant.StringVal(c), true
}

// isLoopbackText reports whether a constant that something is compared with names this machine.
func isLoopbackText(c constant.Value) bool {
	text, _ := textOf(c)
	return slices.Contains([]string{"localhost", "127.0.0.1", "::1"}, text)
}

// byPosition orders nodes as they stand in the file set.
func byPosition[T ast.Node](a, b T) int { return cmp.Compare(a.Pos(), b.Pos()) }
