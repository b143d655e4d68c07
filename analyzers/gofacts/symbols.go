package gofacts

import (
	"go/ast"
	"go/token"
	"go/types"
	"path"
	"strconv"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/wirevet/wirevet/analyzers/gopackage"
	"github.com/wirevet/wirevet/facts"
)

// A reader is one package being read.
type reader struct {
	pass  *analysis.Pass
	info  *types.Info
	fset  *token.FileSet
	pkg   *gopackage.Package
	files []*ast.File // those that have a source
	facts *facts.Facts

	syntax  []*syntax                // the files, in the order of their positions
	symbols map[*ast.CallExpr]string // see called

	// What collect lists, in the order of the files.
	literals  map[string][]*ast.CompositeLit // by the symbol of their type
	calls     map[string][]*ast.CallExpr     // by the symbol of what is called
	fieldSets []*ast.AssignStmt              // to a field
	headers   []headerSet
	served    []*ast.SelectorExpr // methods of the name ListenAndServe, as values

	implementations *implementations // see implemented
	told            map[told][]analysis.Fact
	wrappers        map[*types.Func]*startsCommand // functions that start what they get
	// interpolated are the values that were stated as parts of a shell's command.
	interpolated map[facts.Span]bool

	index     *index // built when it is first asked for
	objects   map[any]*object
	policies  map[*object]*facts.TLSPolicy
	choosing  bool                 // see chosen
	foreign   []foreignCall        // see foreignCalls
	exporting *ast.FuncDecl        // whose parameters stand for handlers
	switches  map[types.Object]int // see verificationSwitch
	methods   []*ast.CallExpr      // of methods, when they were asked for
}

// collect lists the composite literals, calls and field assignments of the package.
func (r *reader) collect() {
	r.walk()
	r.literals, r.calls = map[string][]*ast.CompositeLit{}, map[string][]*ast.CallExpr{}
	called := map[ast.Expr]bool{}
	for _, file := range r.files {
		r.inspect(file, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.SelectorExpr:
				if n.Sel.Name == listenAndServe && !called[n] {
					r.served = append(r.served, n)
				}
			case *ast.CompositeLit:
				if s := r.literalType(n); s != "" {
					r.literals[s] = append(r.literals[s], n)
				}
			case *ast.CallExpr:
				if s := r.called(n); s != "" {
					r.calls[s] = append(r.calls[s], n)
				}
				if sel, ok := n.Fun.(*ast.SelectorExpr); ok && sel.Sel.Name == listenAndServe {
					called[sel] = true
				}
			case *ast.AssignStmt:
				for _, left := range n.Lhs {
					switch left.(type) {
					case *ast.SelectorExpr:
						if k := len(r.fieldSets); k == 0 || r.fieldSets[k-1] != n {
							r.fieldSets = append(r.fieldSets, n)
						}
					case *ast.IndexExpr:
						r.headers = append(r.headers, r.headerSets(n)...)
					}
				}
			}
			return true
		})
	}
}

// literalType names the type of a composite literal. The type may be left out in a slice or map of such.
func (r *reader) literalType(lit *ast.CompositeLit) string {
	if lit.Type != nil {
		switch lit.Type.(type) {
		case *ast.ArrayType, *ast.MapType, *ast.StructType:
			return ""
		}
		if s := r.symbol(lit.Type); s != "" {
			return s
		}
	}
	return typeName(r.info.TypeOf(lit))
}

// symbol names what an expression refers to: a function, a type, a method as its receiver's type and its name. Methods
// of embedded types are named by the type that declares them. It is empty for what has no name.
func (r *reader) symbol(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.ParenExpr:
		return r.symbol(e.X)
	case *ast.StarExpr:
		return r.symbol(e.X)
	case *ast.IndexExpr:
		return r.symbol(e.X)
	case *ast.IndexListExpr:
		return r.symbol(e.X)
	case *ast.Ident:
		return objectName(r.info.ObjectOf(e))
	case *ast.SelectorExpr:
		if imported := r.imported(e.X); imported != "" {
			return imported + "." + e.Sel.Name
		}
		if sel := r.info.Selections[e]; sel != nil {
			if fn, ok := sel.Obj().(*types.Func); ok {
				return objectName(fn)
			}
			return ""
		}
		if receiver := r.typeOf(e.X); receiver != "" {
			return receiver + "." + e.Sel.Name
		}
	}
	return ""
}

// called names what a call calls, as symbol does.
func (r *reader) called(call *ast.CallExpr) string {
	s, ok := r.symbols[call]
	if !ok {
		s = r.symbol(call.Fun)
		r.symbols[call] = s
	}
	return s
}

// imported returns the import path that a package's name stands for, or "".
func (r *reader) imported(e ast.Expr) string {
	id, ok := e.(*ast.Ident)
	if !ok {
		return ""
	}
	if name, ok := r.info.Uses[id].(*types.PkgName); ok {
		return name.Imported().Path()
	}
	if r.info.ObjectOf(id) != nil {
		return ""
	}
	// An empty package may have been given another name than its own: /v2, go-x. Its import is found by what stands there.
	tokens := r.fset.File(id.Pos())
	for _, file := range r.files {
		if r.fset.File(file.FileStart) != tokens {
			continue
		}
		for _, spec := range file.Imports {
			if p, _ := strconv.Unquote(spec.Path.Value); spec.Name == nil && likelyName(p) == id.Name {
				return p
			}
		}
	}
	return ""
}

// likelyName is the name that a package of that path most likely has.
func likelyName(p string) string {
	base := path.Base(p)
	if len(base) > 1 && base[0] == 'v' && strings.Trim(base[1:], "0123456789") == "" {
		base = path.Base(path.Dir(p))
	}
	base, _, _ = strings.Cut(base, ".v")
	base = strings.TrimPrefix(base, "go-")
	base = strings.TrimSuffix(base, "-go")
	return base
}

// objectName is the full name of a package-level function or type, or of a method.
func objectName(obj types.Object) string {
	switch obj := obj.(type) {
	case *types.Func:
		if receiver := obj.Signature().Recv(); receiver != nil {
			if name := typeName(receiver.Type()); name != "" {
				return name + "." + obj.Name()
			}
			return ""
		}
	case *types.TypeName:
		if obj.IsAlias() {
			if name := typeName(obj.Type()); name != "" {
				return name
			}
		}
	case *types.Builtin:
		return obj.Name()
	case *types.Var:
		if obj.Pkg() == nil || obj.Parent() != obj.Pkg().Scope() {
			return ""
		}
	default:
		return ""
	}
	if obj.Pkg() == nil {
		return obj.Name()
	}
	return obj.Pkg().Path() + "." + obj.Name()
}

// typeName names a type, or what a pointer points to; it is empty for a type without a name, and for an invalid one.
func typeName(t types.Type) string {
	if t == nil {
		return ""
	}
	t = types.Unalias(t)
	if pointer, ok := t.(*types.Pointer); ok {
		t = types.Unalias(pointer.Elem())
	}
	named, ok := t.(*types.Named)
	if !ok || named.Obj().Pkg() == nil {
		return ""
	}
	return named.Obj().Pkg().Path() + "." + named.Obj().Name()
}

// typeOf names the type of an expression. Where the type is not known, because the package that declares it is empty, it
// is told from what made the value: a literal, a declaration, a constructor named after its type.
func (r *reader) typeOf(e ast.Expr) string {
	if t := r.info.TypeOf(e); t != nil && t != types.Typ[types.Invalid] {
		if pointer, ok := t.(*types.Pointer); !ok || pointer.Elem() != types.Typ[types.Invalid] {
			return typeName(t)
		}
	}
	return r.madeType(e, 0)
}

func (r *reader) madeType(e ast.Expr, depth int) string {
	if depth > maxHops {
		return ""
	}
	switch e := e.(type) {
	case *ast.ParenExpr:
		return r.madeType(e.X, depth)
	case *ast.StarExpr:
		return r.madeType(e.X, depth)
	case *ast.UnaryExpr:
		return r.madeType(e.X, depth)
	case *ast.TypeAssertExpr:
		if e.Type != nil {
			return r.symbol(e.Type)
		}
	case *ast.CompositeLit:
		if e.Type != nil {
			return r.symbol(e.Type)
		}
	case *ast.CallExpr:
		name := r.called(e)
		if made := madeByNew[name]; made != "" {
			return made
		}
		dot := strings.LastIndexByte(name, '.')
		if rest, ok := strings.CutPrefix(name[dot+1:], "New"); ok && rest != "" {
			return name[:dot+1] + rest
		}
		if name == "new" && len(e.Args) == 1 {
			return r.symbol(e.Args[0])
		}
	case *ast.Ident:
		obj := r.info.ObjectOf(e)
		if obj == nil {
			return ""
		}
		ix := r.indexed()
		if declared := ix.declared[obj]; declared != nil {
			return r.symbol(declared)
		}
		if sets := ix.sets[obj]; len(sets) > 0 && sets[0].value != nil && sets[0].result == 0 {
			return r.madeType(sets[0].value, depth+1)
		}
	case *ast.SelectorExpr:
		if sel := r.info.Selections[e]; sel != nil {
			if declared := r.indexed().declared[sel.Obj()]; declared != nil {
				return r.symbol(declared)
			}
		}
	}
	return ""
}

// maxHops bounds how far a value is followed back.
const maxHops = 8
