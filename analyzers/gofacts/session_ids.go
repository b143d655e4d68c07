package gofacts

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"
	"strings"

	"github.com/wirevet/wirevet/facts"
)

// sessionHeader carries a session's identifier on revisions of MCP before 2026-07-28.
const sessionHeader = "Mcp-Session-Id"

// readSessionIDs states what the identifiers of sessions are made of: where an SDK asks for one, where one is written into
// a response, and where a variable of that name is set in code that answers requests.
func (r *reader) readSessionIDs() {
	seen := map[ast.Expr]bool{}
	add := func(e ast.Expr, generator bool) {
		if e = r.madeOf(e); !seen[e] {
			seen[e] = true
			r.sessionID(e, generator)
		}
	}
	for _, body := range r.sessionGenerators() {
		for _, e := range returned(body, 0) {
			add(e, true)
		}
	}
	for _, call := range slices.Concat(r.calls["net/http.Header.Set"], r.calls["net/http.Header.Add"]) {
		if len(call.Args) == 2 {
			if name, _ := r.constantText(call.Args[0]); strings.EqualFold(name, sessionHeader) {
				if sel, ok := call.Fun.(*ast.SelectorExpr); ok && !r.isOutboundHeader(sel.X) {
					add(call.Args[1], false)
				}
			}
		}
	}
	for _, obj := range r.objectsInOrder() {
		if !isSessionID(obj.Name()) {
			continue
		}
		for _, s := range r.indexed().sets[obj] {
			if s.value != nil && s.result == 0 && (r.takesRequest(s.stmt) || r.answersSessions(s.stmt)) {
				add(s.value, false)
			}
		}
	}
}

// madeOf follows a variable that is assigned once to what it is assigned.
func (r *reader) madeOf(e ast.Expr) ast.Expr {
	for range maxHops {
		id, ok := e.(*ast.Ident)
		if !ok {
			return e
		}
		sets := r.indexed().sets[r.info.ObjectOf(id)]
		if len(sets) != 1 || sets[0].value == nil || sets[0].result != 0 {
			return e
		}
		e = sets[0].value
	}
	return e
}

// objectsInOrder lists the variables and fields that are assigned, in the order of the files.
func (r *reader) objectsInOrder() []types.Object {
	out := make([]types.Object, 0, len(r.indexed().sets))
	for obj := range r.indexed().sets {
		out = append(out, obj)
	}
	slices.SortFunc(out, func(a, b types.Object) int { return int(a.Pos()) - int(b.Pos()) })
	return out
}

// isSessionID reports whether a name is that of a session's identifier.
func isSessionID(name string) bool {
	name = strings.ToLower(strings.ReplaceAll(name, "_", ""))
	return name == "sid" || strings.HasSuffix(name, "sessionid")
}

// answersSessions reports whether the file around a node speaks of the header of sessions.
func (r *reader) answersSessions(n ast.Node) bool {
	tokens := r.fset.File(n.Pos())
	for _, file := range r.files {
		if r.fset.File(file.FileStart) != tokens {
			continue
		}
		found := false
		r.inspect(file, func(n ast.Node) bool {
			if lit, ok := n.(*ast.BasicLit); ok && lit.Kind == token.STRING {
				found = found || strings.EqualFold(strings.Trim(lit.Value, "\"`"), sessionHeader)
			}
			return !found
		})
		return found
	}
	return false
}

// sessionGenerators are the functions that an SDK calls for the identifier of a new session.
func (r *reader) sessionGenerators() []*ast.BlockStmt {
	var out []*ast.BlockStmt
	function := func(e ast.Expr) {
		for _, o := range r.origins(e) {
			switch o := o.(type) {
			case *ast.FuncLit:
				out = append(out, o.Body)
			case *ast.Ident, *ast.SelectorExpr:
				if fn := r.functionNamed(o); fn != nil && fn.Body != nil {
					out = append(out, fn.Body)
				}
			}
		}
	}
	for _, lit := range r.literals["github.com/modelcontextprotocol/go-sdk/mcp.ServerOptions"] {
		if e := field(lit, "GetSessionID"); e != nil {
			function(e)
		}
	}
	for _, call := range r.calls["github.com/mark3labs/mcp-go/server.WithSessionIDGenerator"] {
		if len(call.Args) == 1 {
			function(call.Args[0])
		}
	}
	// mcp-go's SessionIdManager.
	for _, file := range r.files {
		for _, decl := range file.Decls {
			fn, ok := decl.(*ast.FuncDecl)
			if ok && fn.Recv != nil && fn.Name.Name == "Generate" && fn.Body != nil && r.managesSessions(fn) {
				out = append(out, fn.Body)
			}
		}
	}
	return out
}

// managesSessions reports whether the receiver of a method also has Validate and Terminate.
func (r *reader) managesSessions(fn *ast.FuncDecl) bool {
	obj, ok := r.info.Defs[fn.Name].(*types.Func)
	if !ok {
		return false
	}
	receiver := obj.Signature().Recv().Type()
	for _, name := range []string{"Validate", "Terminate"} {
		if m, _, _ := types.LookupFieldOrMethod(receiver, true, r.pass.Pkg, name); m == nil {
			return false
		}
	}
	return true
}

// functionNamed returns the package's own function that an expression names, or nil.
func (r *reader) functionNamed(e ast.Expr) *ast.FuncDecl {
	switch e := e.(type) {
	case *ast.Ident:
		return r.indexed().functions[originOf(r.info.ObjectOf(e))]
	case *ast.SelectorExpr:
		return r.indexed().functions[originOf(r.info.ObjectOf(e.Sel))]
	}
	return nil
}

// field returns the value of a field in a literal, or nil.
func field(lit *ast.CompositeLit, name string) ast.Expr {
	for _, elt := range lit.Elts {
		if kv, ok := elt.(*ast.KeyValueExpr); ok {
			if key, ok := kv.Key.(*ast.Ident); ok && key.Name == name {
				return kv.Value
			}
		}
	}
	return nil
}

// sessionID judges what an identifier is made of. One unpredictable part is enough; a part that is not known decides
// nothing.
func (r *reader) sessionID(e ast.Expr, generator bool) {
	by := ""
	for _, o := range r.origins(e) {
		switch kind, what := r.randomness(o); kind {
		case strong:
			r.addSessionID(e, facts.Random, what)
			return
		case opaque:
			return
		case weak:
			if by == "" {
				by = what
			}
		case neutral:
		}
	}
	if by == "" {
		text, ok := r.constantText(e)
		if !generator || !ok || text == "" {
			return
		}
		by = "a constant"
	}
	r.addSessionID(e, facts.Predictable, by)
}

func (r *reader) addSessionID(e ast.Expr, from facts.Randomness, by string) {
	r.facts.SessionIDs = append(r.facts.SessionIDs, &facts.SessionID{
		Entry: r.pkg.Entry, Span: r.span(e), From: facts.Written(from, r.span(e)), By: by,
	})
}

// strength is what a part adds to the randomness of a text.
type strength uint8

const (
	neutral strength = iota // nothing: a constant, a function that joins parts
	weak
	strong
	opaque // not known
)

func (r *reader) randomness(e ast.Expr) (strength, string) {
	switch e := e.(type) {
	case *ast.CallExpr:
		return r.callRandomness(e)
	case *ast.Ident:
		obj := r.info.ObjectOf(e)
		v, ok := obj.(*types.Var)
		switch {
		case !ok:
			return neutral, ""
		case r.isCounter(v):
			return weak, "a counter"
		case isBytes(v.Type()):
			if r.drawsFrom(v, "math/rand") && !r.drawsFrom(v, "crypto/rand") {
				return weak, "math/rand"
			}
			return opaque, "" // filled by whoever is handed it
		case len(r.indexed().sets[v]) == 0, len(r.indexed().pointed[v]) > 0:
			return opaque, ""
		}
	case *ast.SelectorExpr:
		if sel := r.info.Selections[e]; sel != nil && sel.Kind() == types.FieldVal {
			v, _ := sel.Obj().(*types.Var)
			if r.isCounter(v) {
				return weak, "a counter"
			}
			return opaque, ""
		}
	}
	return neutral, ""
}

// isCounter reports whether a variable is a number that is incremented.
func (r *reader) isCounter(v *types.Var) bool {
	basic, ok := v.Type().Underlying().(*types.Basic)
	if !ok || basic.Info()&types.IsInteger == 0 {
		return false
	}
	found := false
	for _, file := range r.files {
		r.inspect(file, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.IncDecStmt:
				found = found || r.settable(n.X) == v
			case *ast.AssignStmt:
				found = found || n.Tok == token.ADD_ASSIGN && r.settable(n.Lhs[0]) == v
			}
			return !found
		})
	}
	return found
}

func isBytes(t types.Type) bool {
	switch t.Underlying().(type) {
	case *types.Slice, *types.Array:
		return true
	}
	return false
}

// drawsFrom reports whether the function around a variable of bytes or letters calls that package: b[i] = letters[rand.Intn(n)].
func (r *reader) drawsFrom(v *types.Var, pkg string) bool {
	for _, s := range r.indexed().sets[v] {
		found := false
		if s.fn != nil {
			ast.Inspect(s.fn, func(n ast.Node) bool {
				if call, ok := n.(*ast.CallExpr); ok {
					path, _ := splitVersion(r.called(call))
					found = found || path == pkg
				}
				return !found
			})
		}
		if found {
			return true
		}
	}
	return false
}

// callRandomness judges the result of a function. The versions of UUIDs are those of google/uuid and gofrs/uuid: 1, 2 and
// 6 hold a time and an address, 4 and 7 are random (RFC 9562).
func (r *reader) callRandomness(call *ast.CallExpr) (strength, string) {
	if tv, ok := r.info.Types[call.Fun]; ok && tv.IsType() || isConversion(call) {
		return neutral, ""
	}
	symbol := r.called(call)
	if carriesText(symbol) {
		return neutral, ""
	}
	pkg, name := splitVersion(symbol)
	switch {
	case strings.HasPrefix(symbol, "math/rand"):
		return weak, "math/rand"
	case strings.HasPrefix(symbol, "time.Time.Unix"), strings.HasPrefix(symbol, "time.Time.Format"), symbol == "time.Now":
		return weak, "the clock"
	case strings.HasPrefix(symbol, "sync/atomic.") && strings.Contains(name, "Add"):
		return weak, "a counter"
	case symbol == "os.Getpid":
		return weak, "the process's number"
	case strings.HasSuffix(pkg, "/uuid") || strings.HasSuffix(pkg, "/go.uuid"):
		switch name {
		case "NewUUID", "NewV1", "NewUUIDv1", "NewV2", "NewDCEPerson", "NewDCEGroup", "NewDCESecurity", "NewV6":
			return weak, "a UUID of the clock and the network address"
		case "UUID.String", "Must":
			return neutral, ""
		}
		return strong, "a random UUID"
	case pkg == "crypto/rand":
		return strong, "crypto/rand"
	case pkg == "github.com/rs/xid":
		if name == "New" {
			return weak, "xid, which counts"
		}
		return neutral, ""
	}
	if fn := r.functionNamed(call.Fun); fn != nil {
		return neutral, "" // its results are among the origins
	}
	if symbol == "make" || len(call.Args) == 0 && calledNameText(call) == "String" {
		return neutral, ""
	}
	return opaque, ""
}
