package gofacts

import (
	"go/ast"
	"go/constant"
	"go/types"
	"regexp"
	"slices"
	"strings"
	"sync"
)

// callValue says where a result of a call comes from.
func (r *reader) callValue(call *ast.CallExpr, result int, s scope) value {
	if tv, ok := r.info.Types[call.Fun]; ok && tv.IsType() && len(call.Args) == 1 {
		return r.valueIn(call.Args[0], s)
	}
	name := r.called(call)
	if v, ok := r.environmentValue(call, name, result, s); ok {
		return v
	}
	if v, ok := r.declaredFlag(call, name); ok {
		return v
	}
	if v, ok := r.flagLookup(call); ok && result == 0 {
		return v
	}
	if passesThrough[name] && len(call.Args) > 0 && result == 0 {
		return r.valueIn(call.Args[0], s)
	}
	switch name {
	case "cmp.Or":
		return r.firstOf(call.Args, s)
	case "strings.EqualFold":
		if len(call.Args) == 2 {
			return r.foldedValue(call, s)
		}
	case "testing.Testing":
		return value{at: call, guard: true}
	}
	if fn := r.ownFunction(call); fn != nil {
		return r.resultValue(fn, call, result, s)
	}
	return value{at: call, guard: saysLocal().MatchString(lastPart(name))}
}

// saysLocal recognises functions that answer whether something is on this machine, or not in production, by their name.
var saysLocal = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`(?i)loopback|localhost|is_?local|is_?(dev|test)|(dev|test)_?(mode|build)`)
})

func lastPart(symbol string) string { return symbol[strings.LastIndexByte(symbol, '.')+1:] }

// passesThrough are functions whose first result says the same as their first argument, in another form.
var passesThrough = map[string]bool{
	"strings.ToLower": true, "strings.TrimSpace": true, "strings.ToUpper": true, "strings.Trim": true, "strings.TrimRight": true,
	"strings.TrimSuffix": true, "strings.TrimPrefix": true,
	"strconv.ParseBool": true, "strconv.Atoi": true, "strconv.Itoa": true, "strconv.FormatBool": true,
	"os.ExpandEnv": true, "net/url.Parse": true,
}

// firstOf is what cmp.Or returns: the first that is set.
func (r *reader) firstOf(args []ast.Expr, s scope) value {
	values := make([]value, 0, len(args))
	for _, arg := range args {
		values = append(values, r.valueIn(arg, s))
	}
	return merge(values)
}

// foldedValue follows a comparison of texts.
func (r *reader) foldedValue(call *ast.CallExpr, s scope) value {
	x, y := r.valueIn(call.Args[0], s), r.valueIn(call.Args[1], s)
	if x.origin == constantOrigin {
		x, y = y, x
	}
	x.guard = x.guard || isLoopbackText(y.constant)
	left, okLeft := textOf(x.constant)
	right, okRight := textOf(y.constant)
	okLeft = okLeft || x.constant == nil && x.origin == environmentOrigin
	x.constant = nil
	if okLeft && okRight {
		x.constant = constant.MakeBool(strings.EqualFold(left, right))
	}
	return x
}

// ownFunction returns the declaration of the package's own function that a call names, or nil.
func (r *reader) ownFunction(call *ast.CallExpr) *ast.FuncDecl {
	name := calledName(call)
	if name == nil {
		return nil
	}
	fn, ok := r.info.Uses[name].(*types.Func)
	if !ok || fn.Pkg() != r.pass.Pkg {
		return nil
	}
	return r.indexed().functions[fn.Origin()]
}

// resultValue looks into a function of the package, with its parameters bound to the arguments.
func (r *reader) resultValue(fn *ast.FuncDecl, call *ast.CallExpr, result int, s scope) value {
	if fn.Body == nil || s.depth > maxHops/2 {
		return value{at: call}
	}
	inner := scope{args: map[types.Object]value{}, depth: s.depth + 2}
	ix := r.indexed()
	for obj, p := range ix.params {
		if p.fn == fn && !p.variadic && p.position >= 0 && p.position < len(call.Args) && len(ix.sets[obj]) == 0 {
			inner.args[obj] = r.valueIn(call.Args[p.position], s)
		}
	}
	var values []value
	for _, ret := range returnsOf(fn.Body) {
		if result >= len(ret.Results) {
			return value{at: call}
		}
		values = append(values, r.valueIn(ret.Results[result], inner))
	}
	merged := merge(values)
	merged.at = call
	merged.guard = merged.guard || saysLocal().MatchString(fn.Name.Name)
	return merged
}

// returnsOf lists the return statements of a function, without those of the functions in it.
func returnsOf(body *ast.BlockStmt) []*ast.ReturnStmt {
	var out []*ast.ReturnStmt
	ast.Inspect(body, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncLit:
			return false
		case *ast.ReturnStmt:
			out = append(out, n)
		}
		return true
	})
	return out
}

// environmentValue follows what reads the environment, or a library's settings, which the environment can set.
func (r *reader) environmentValue(call *ast.CallExpr, name string, result int, s scope) (value, bool) {
	if len(call.Args) == 0 {
		return value{}, false
	}
	v := value{origin: environmentOrigin, at: call, declared: call.Args[0]}
	switch {
	case name == "os.Getenv" || name == "syscall.Getenv", name == "os.LookupEnv":
	case strings.HasPrefix(name, "github.com/spf13/viper."):
		if !strings.HasPrefix(lastPart(name), "Get") && lastPart(name) != "IsSet" {
			return value{}, false
		}
		v.constant = r.viperDefault(call)
	default:
		return value{}, false
	}
	if result > 0 || lastPart(name) == "IsSet" {
		v.constant = constant.MakeBool(false) // whether it is set
	}
	key := r.valueIn(call.Args[0], s)
	if text, ok := textOf(key.constant); ok {
		v.name = text
	} else {
		v.name = "whose name is put together"
	}
	return v, true
}

// viperDefault finds the SetDefault of the key that a call gets.
func (r *reader) viperDefault(call *ast.CallExpr) constant.Value {
	key, ok := textOf(r.constantOf(call.Args[0]))
	if !ok {
		return nil
	}
	for _, name := range []string{"github.com/spf13/viper.SetDefault", "github.com/spf13/viper.Viper.SetDefault"} {
		for _, set := range r.calls[name] {
			if len(set.Args) != 2 {
				continue
			}
			if k, ok := textOf(r.constantOf(set.Args[0])); ok && strings.EqualFold(k, key) {
				return r.constantOf(set.Args[1])
			}
		}
	}
	return nil
}

// constantOf returns the constant value of an expression, or nil; it follows nothing.
func (r *reader) constantOf(e ast.Expr) constant.Value { return r.info.Types[e].Value }

// flagKinds are the types that flag packages have functions for: Bool, BoolVar, BoolP, BoolVarP …
var flagKinds = []string{"Bool", "String", "Int", "Int64", "Uint", "Uint64", "Uint16", "Duration", "StringSlice", "StringArray", "Count"}

// flagFunction takes apart the name of a function that declares a flag: its type, whether it fills a variable, and
// whether it has a shorthand (pflag).
func flagFunction(symbol string) (variable, shorthand, ok bool) {
	dot := strings.LastIndexByte(symbol, '.')
	if dot < 0 || !flagPackages[symbol[:dot]] && !flagPackages[strings.TrimSuffix(symbol[:dot], ".FlagSet")] {
		return false, false, false
	}
	name := symbol[dot+1:]
	for _, kind := range flagKinds {
		if rest, found := strings.CutPrefix(name, kind); found {
			switch rest {
			case "":
				return false, false, true
			case "P":
				return false, true, true
			case "Var":
				return true, false, true
			case "VarP":
				return true, true, true
			}
		}
	}
	return false, false, false
}

var flagPackages = map[string]bool{"flag": true, "github.com/spf13/pflag": true}

// declaredFlag is the value of flag.Bool("insecure", false, "…") and its relatives.
func (r *reader) declaredFlag(call *ast.CallExpr, symbol string) (value, bool) {
	variable, shorthand, ok := r.flagFunctionOf(call, symbol)
	if !ok || variable {
		return r.kingpinFlag(call)
	}
	return r.flagFrom(call, 0, shorthand)
}

// flagFunctionOf also recognises the flag set of a cobra command where cobra is an empty package.
func (r *reader) flagFunctionOf(call *ast.CallExpr, symbol string) (variable, shorthand, ok bool) {
	if variable, shorthand, ok = flagFunction(symbol); ok {
		return variable, shorthand, true
	}
	fun, isSelector := call.Fun.(*ast.SelectorExpr)
	if !isSelector {
		return false, false, false
	}
	if set, isCall := ast.Unparen(fun.X).(*ast.CallExpr); isCall && isFlagSetCall(set) {
		return flagFunction("flag." + fun.Sel.Name)
	}
	return false, false, false
}

// isFlagSetCall recognises cmd.Flags() and cmd.PersistentFlags().
func isFlagSetCall(call *ast.CallExpr) bool {
	fun, ok := call.Fun.(*ast.SelectorExpr)
	return ok && len(call.Args) == 0 && slices.Contains([]string{"Flags", "PersistentFlags", "LocalFlags"}, fun.Sel.Name)
}

// boundFlag is the value of a variable whose address a call like flag.BoolVar(&v, "insecure", false, "…") gets.
func (r *reader) boundFlag(call *ast.CallExpr) (value, bool) {
	variable, shorthand, ok := r.flagFunctionOf(call, r.called(call))
	if !ok || !variable {
		return value{}, false
	}
	return r.flagFrom(call, 1, shorthand)
}

// flagFrom reads name and default of a flag from the arguments of what declares it.
func (r *reader) flagFrom(call *ast.CallExpr, first int, shorthand bool) (value, bool) {
	def := first + 1
	if shorthand {
		def++
	}
	if def >= len(call.Args) {
		return value{}, false
	}
	name, ok := textOf(r.value(call.Args[first]).constant)
	if !ok {
		name = "whose name is put together"
	}
	fallback := r.value(call.Args[def])
	v := value{origin: flagOrigin, name: "-" + name, at: call, declared: call}
	if fallback.origin != severalOrigin {
		v.constant = fallback.constant
	}
	return v, true
}

// flagLookup is cmd.Flags().GetBool("insecure"), with the default of the declaration where that is in the package.
func (r *reader) flagLookup(call *ast.CallExpr) (value, bool) {
	fun, ok := call.Fun.(*ast.SelectorExpr)
	if !ok || len(call.Args) != 1 || !strings.HasPrefix(fun.Sel.Name, "Get") && !slices.Contains(urfaveGetters, fun.Sel.Name) {
		return value{}, false
	}
	set, isCall := ast.Unparen(fun.X).(*ast.CallExpr)
	switch {
	case isCall && isFlagSetCall(set):
	case strings.HasPrefix(r.typeOf(fun.X), "github.com/spf13/pflag.FlagSet"):
	case strings.HasPrefix(r.typeOf(fun.X), "github.com/urfave/cli"):
	default:
		return value{}, false
	}
	name, ok := textOf(r.value(call.Args[0]).constant)
	if !ok {
		return value{}, false
	}
	v := value{origin: flagOrigin, name: "-" + name, at: call, declared: call}
	for symbol, calls := range r.calls {
		if variable, shorthand, ok := flagFunction(symbol); ok {
			for _, declared := range calls {
				first := 0
				if variable {
					first = 1
				}
				// Of several flags with one name, in several commands, the first stands for all.
				f, ok := r.flagFrom(declared, first, shorthand)
				if ok && f.name == v.name && (v.declared == call || declared.Pos() < v.declared.Pos()) {
					v.constant, v.declared = f.constant, declared
				}
			}
		}
	}
	return v, true
}

// urfaveGetters are the methods by which urfave/cli gives a flag's value.
var urfaveGetters = []string{"Bool", "String", "Int"}

// kingpinFlag is app.Flag("insecure", "…").Default("false").Bool().
func (r *reader) kingpinFlag(call *ast.CallExpr) (value, bool) {
	fun, ok := call.Fun.(*ast.SelectorExpr)
	if !ok || len(call.Args) > 1 || !slices.Contains([]string{"Bool", "String", "Int", "BoolVar", "StringVar", "IntVar"}, fun.Sel.Name) {
		return value{}, false
	}
	v := value{origin: flagOrigin, at: call, declared: call}
	for e := fun.X; ; {
		inner, ok := ast.Unparen(e).(*ast.CallExpr)
		if !ok {
			return value{}, false
		}
		method, ok := inner.Fun.(*ast.SelectorExpr)
		if !ok {
			return value{}, false
		}
		switch {
		case method.Sel.Name == "Default" && len(inner.Args) == 1:
			v.constant = kingpinDefault(r.constantOf(inner.Args[0]))
		case method.Sel.Name == "Flag" && len(inner.Args) == 2:
			name, ok := textOf(r.constantOf(inner.Args[0]))
			v.name = "--" + name
			return v, ok
		}
		e = method.X
	}
}

// kingpinDefault turns the text of a default into the truth value that a boolean flag makes of it.
func kingpinDefault(c constant.Value) constant.Value {
	switch text, _ := textOf(c); text {
	case "true":
		return constant.MakeBool(true)
	case "false":
		return constant.MakeBool(false)
	}
	return c
}
