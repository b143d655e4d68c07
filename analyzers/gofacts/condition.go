package gofacts

import (
	"go/ast"
	"go/build/constraint"
	"go/constant"
	"go/token"
	"regexp"
	"strings"
	"sync"

	"github.com/wirevet/wirevet/facts"
)

// condition is what decides whether a place in the source is reached.
type condition struct {
	never   bool   // a constant says that it is not
	decided *value // something outside decides; its constant is whether the place is reached when nobody sets it
	guarded bool   // only towards this machine, in tests or in a development build
}

// conditionOf says what decides whether a node is reached: the branches around it, checks before it that leave the
// function, the branches around every call of the function, the build constraints of its file.
func (r *reader) conditionOf(n ast.Node) condition { return r.conditionWithin(n, 0) }

func (r *reader) conditionWithin(n ast.Node, depth int) condition {
	var c condition
	path := r.pathTo(n)
	for i := len(path) - 2; i >= 0; i-- {
		switch parent := path[i].(type) {
		case *ast.IfStmt:
			switch path[i+1] {
			case parent.Body:
				c.add(r.value(parent.Cond), false)
			case parent.Else:
				c.add(r.value(parent.Cond), true)
			}
		case *ast.BlockStmt:
			r.addGuards(&c, parent.List, path[i+1])
		case *ast.CaseClause:
			r.addCase(&c, parent, path, i)
		}
	}
	if r.developmentOnly(n) {
		c.guarded = true
	}
	if fn := r.functionAround(n); fn != nil && c.decided == nil && depth < 2 {
		r.addCallers(&c, fn, depth)
	}
	return c
}

// add takes a branch's condition into account; otherwise is true in its else branch.
func (c *condition) add(v value, otherwise bool) {
	if otherwise && v.constant != nil && v.constant.Kind() == constant.Bool {
		v.constant = constant.MakeBool(!constant.BoolVal(v.constant))
	}
	if v.guard {
		c.guarded = true
	}
	on, known := boolOf(v.constant)
	switch v.origin {
	case constantOrigin:
		c.never = c.never || known && !on
	case flagOrigin, environmentOrigin, fieldOrigin, parameterOrigin:
		if v.constant != nil && !known {
			v.constant = nil
		}
		if c.decided == nil {
			c.decided = &v
		}
	}
}

// addGuards takes into account what leaves the block before the statement is reached: `if !insecure { return … }`.
func (r *reader) addGuards(c *condition, list []ast.Stmt, until ast.Node) {
	for _, stmt := range list {
		if stmt == until {
			return
		}
		check, ok := stmt.(*ast.IfStmt)
		if !ok || check.Else != nil || !isTruth(check.Cond) {
			continue
		}
		switch left, ends := leaves(check.Body); {
		case ends: // what is refused does not choose between two ways
			v := r.value(check.Cond)
			c.guarded = c.guarded || v.guard
		case left:
			c.add(r.value(check.Cond), true)
		}
	}
}

// isTruth reports whether a condition asks for a truth value, and not whether there is an error or a value.
func isTruth(e ast.Expr) bool {
	if binary, ok := ast.Unparen(e).(*ast.BinaryExpr); ok {
		if id, ok := binary.Y.(*ast.Ident); ok && id.Name == "nil" {
			return false
		}
		return binary.Op == token.EQL || binary.Op == token.NEQ || (binary.Op == token.LAND || binary.Op == token.LOR) && isTruth(binary.X) && isTruth(binary.Y)
	}
	return true
}

// leaves reports whether a block ends by leaving the function or the loop, and whether it ends the program.
func leaves(block *ast.BlockStmt) (left, ends bool) {
	if len(block.List) == 0 {
		return false, false
	}
	switch last := block.List[len(block.List)-1].(type) {
	case *ast.ReturnStmt, *ast.BranchStmt:
		return true, false
	case *ast.ExprStmt:
		call, ok := last.X.(*ast.CallExpr)
		if !ok {
			return false, false
		}
		name := calledName(call)
		ends = name != nil && (name.Name == "panic" || name.Name == "Exit" || strings.HasPrefix(name.Name, "Fatal"))
		return ends, ends
	}
	return false, false
}

func (r *reader) addCase(c *condition, clause *ast.CaseClause, path []ast.Node, i int) {
	if i < 2 || len(clause.List) == 0 {
		return
	}
	sw, ok := path[i-2].(*ast.SwitchStmt)
	if !ok {
		return
	}
	if sw.Tag == nil {
		c.add(r.value(clause.List[0]), false)
		return
	}
	tag := r.value(sw.Tag)
	matches := false
	for _, one := range clause.List {
		if v := r.value(one); tag.constant != nil && v.constant != nil && v.constant.Kind() == tag.constant.Kind() {
			matches = matches || constant.Compare(tag.constant, token.EQL, v.constant)
		}
	}
	if tag.constant != nil {
		tag.constant = constant.MakeBool(matches)
	}
	c.add(tag, false)
}

// addCallers takes into account what decides every call of a function that nobody else can call.
func (r *reader) addCallers(c *condition, fn *ast.FuncDecl, depth int) {
	obj := r.info.Defs[fn.Name]
	ix := r.indexed()
	if obj == nil || r.mentioned(obj) || r.callableFromOutside(obj) || len(ix.callers[obj]) == 0 {
		return
	}
	all := condition{never: true, guarded: true}
	for _, call := range ix.callers[obj] {
		if r.functionAround(call) == fn {
			continue
		}
		one := r.conditionWithin(call, depth+1)
		if one.decided == nil && !one.never && !one.guarded {
			return
		}
		all.never, all.guarded = all.never && one.never, all.guarded && one.guarded
		if all.decided == nil {
			all.decided = one.decided
		}
	}
	c.never, c.guarded, c.decided = c.never || all.never, c.guarded || all.guarded, all.decided
}

// developmentTag recognises the build tags that developers give what is not shipped.
var developmentTag = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`(?i)^(dev|devel|development|debug|test|testing|e2e|integration|insecure|local)$`)
})

// developmentOnly reports whether the file of a node is only built for development or tests.
func (r *reader) developmentOnly(n ast.Node) bool {
	tokens := r.fset.File(n.Pos())
	for _, file := range r.files {
		if r.fset.File(file.FileStart) != tokens {
			continue
		}
		for _, group := range file.Comments {
			if group.Pos() > file.Package {
				break
			}
			for _, comment := range group.List {
				if expr, err := constraint.Parse(comment.Text); err == nil && needsDevelopmentTag(expr) {
					return true
				}
			}
		}
	}
	return false
}

// needsDevelopmentTag reports whether a constraint holds only with a development tag.
func needsDevelopmentTag(e constraint.Expr) bool {
	switch e := e.(type) {
	case *constraint.TagExpr:
		return developmentTag().MatchString(e.Tag)
	case *constraint.AndExpr:
		return needsDevelopmentTag(e.X) || needsDevelopmentTag(e.Y)
	case *constraint.OrExpr:
		return needsDevelopmentTag(e.X) && needsDevelopmentTag(e.Y)
	}
	return false
}

// switchOf describes what decides a check at run time.
func (r *reader) switchOf(v value, near ast.Node) *facts.Switch {
	s := &facts.Switch{Name: v.name, Guarded: v.guard}
	switch v.origin {
	case flagOrigin:
		s.Kind = facts.FlagSwitch
	case environmentOrigin:
		s.Kind = facts.VariableSwitch
	case fieldOrigin:
		s.Kind = facts.FieldSwitch
	default:
		s.Kind = facts.OptionSwitch
	}
	if v.declared != nil {
		s.Declared = r.span(v.declared)
	}
	if on, ok := boolOf(v.constant); ok {
		s.On = facts.ByDefault(on, s.Declared, "the default of "+v.describe())
	}
	s.Logged = r.warnsNear(near)
	return s
}

var saysInsecure = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`(?i)insecure|verif`)
})

// warnsNear reports whether the function around a node logs that the check is off.
func (r *reader) warnsNear(n ast.Node) bool {
	fn := r.functionAround(n)
	if fn == nil {
		return false
	}
	found := false
	ast.Inspect(fn, func(n ast.Node) bool {
		call, ok := n.(*ast.CallExpr)
		if !ok || found {
			return !found
		}
		if !r.isWarning(call) {
			return true
		}
		for _, arg := range call.Args {
			if text, ok := textOf(r.constantOf(arg)); ok && saysInsecure().MatchString(text) {
				found = true
			}
		}
		return true
	})
	return found
}

func (r *reader) isWarning(call *ast.CallExpr) bool {
	name := calledName(call)
	if name == nil {
		return false
	}
	return strings.HasPrefix(name.Name, "Warn") || strings.HasPrefix(name.Name, "Print") && strings.HasPrefix(r.called(call), "log.")
}
