package gofacts

import "go/ast"

// options are the option functions that a constructor gets.
type options struct {
	calls []*ast.CallExpr
	more  bool // some come from elsewhere, or are not calls
}

// optionsIn lists the options among the arguments of a constructor; dots says that the last is a slice of them.
func (r *reader) optionsIn(args []ast.Expr, dots bool) options {
	var out options
	for i, arg := range args {
		if dots && i == len(args)-1 {
			r.optionSlice(&out, arg, 0)
		} else {
			r.option(&out, arg)
		}
	}
	return out
}

// option adds one option: a call, or a variable that is set to one.
func (r *reader) option(out *options, e ast.Expr) {
	call, ok := ast.Unparen(e).(*ast.CallExpr)
	if !ok {
		call, ok = ast.Unparen(r.onlySet(e)).(*ast.CallExpr)
	}
	if !ok {
		out.more = true
		return
	}
	out.calls = append(out.calls, call)
}

// optionSlice adds what a slice of options holds: the elements of a literal, what is appended to it, what a function of the
// package makes of it.
func (r *reader) optionSlice(out *options, e ast.Expr, depth int) {
	if depth > maxHops/2 {
		out.more = true
		return
	}
	switch e := ast.Unparen(e).(type) {
	case *ast.CompositeLit:
		for _, element := range e.Elts {
			r.option(out, element)
		}
		return
	case *ast.CallExpr:
		r.optionsCalled(out, e, depth)
		return
	case *ast.Ident:
		if isNil(e) {
			return
		}
		obj := r.info.ObjectOf(e)
		if _, isParam := r.indexed().params[obj]; isParam || obj == nil {
			break
		}
		for _, s := range r.indexed().sets[obj] {
			if s.value == nil || s.result != 0 {
				out.more = true
				continue
			}
			if call, ok := ast.Unparen(s.value).(*ast.CallExpr); ok && r.called(call) == "append" && len(call.Args) > 0 && r.denoted(ast.Unparen(call.Args[0])) == obj {
				r.appendedOptions(out, call, depth)
				continue
			}
			r.optionSlice(out, s.value, depth+1)
		}
		return
	}
	out.more = true
}

func (r *reader) optionsCalled(out *options, call *ast.CallExpr, depth int) {
	switch r.called(call) {
	case "make":
		return
	case "append":
		if len(call.Args) > 0 {
			r.optionSlice(out, call.Args[0], depth+1)
			r.appendedOptions(out, call, depth)
		}
		return
	}
	fn := r.ownFunction(call)
	if fn == nil || fn.Body == nil {
		out.more = true
		return
	}
	for _, ret := range returnsOf(fn.Body) {
		if len(ret.Results) > 0 {
			r.optionSlice(out, ret.Results[0], depth+1)
		} else {
			out.more = true
		}
	}
}

func (r *reader) appendedOptions(out *options, call *ast.CallExpr, depth int) {
	for i, arg := range call.Args[1:] {
		if call.Ellipsis.IsValid() && i == len(call.Args)-2 {
			r.optionSlice(out, arg, depth+1)
		} else {
			r.option(out, arg)
		}
	}
}
