package gofacts

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"
	"strings"
)

// object is a struct that the package builds or fills: a literal and what is assigned to its fields, in order.
type object struct {
	kind     string            // the symbol of its type
	made     ast.Node          // the literal, or the expression that stands for it
	literal  *ast.CompositeLit // nil when it is made elsewhere
	base     *object           // what it was cloned from
	variable types.Object      // of an object that is made elsewhere
	settings []setting
}

// setting is one value that a field of an object is given.
type setting struct {
	field string
	value ast.Expr
	node  ast.Node // the key with its value, or the assignment
}

// of returns the settings of a field, in order; those of what the object was cloned from come first.
func (o *object) of(field string) []setting {
	var out []setting
	if o.base != nil {
		out = o.base.of(field)
	}
	for _, s := range o.settings {
		if s.field == field {
			out = append(out, s)
		}
	}
	return out
}

// last returns the last setting of a field, or nil.
func (o *object) last(field string) *setting {
	settings := o.of(field)
	if len(settings) == 0 {
		return nil
	}
	return &settings[len(settings)-1]
}

// tracked are the structs whose fields decide about connections.
var tracked = map[string]bool{
	"crypto/tls.Config": true, "github.com/refraction-networking/utls.Config": true,
	"net/http.Transport": true, "net/http.Server": true, "net/http.Client": true,
	"golang.org/x/crypto/ssh.ClientConfig":              true,
	"github.com/gorilla/websocket.Dialer":               true,
	"github.com/gorilla/websocket.Upgrader":             true,
	"github.com/coder/websocket.DialOptions":            true,
	"github.com/coder/websocket.AcceptOptions":          true,
	"nhooyr.io/websocket.AcceptOptions":                 true,
	"k8s.io/client-go/rest.TLSClientConfig":             true,
	"golang.org/x/oauth2.Endpoint":                      true,
	"github.com/rs/cors.Options":                        true,
	"github.com/go-chi/cors.Options":                    true,
	"github.com/gin-contrib/cors.Config":                true,
	"github.com/labstack/echo/v4/middleware.CORSConfig": true,
	fiber2 + "/middleware/cors.Config":                  true,
	fiber3 + "/middleware/cors.Config":                  true,
	fiber2 + ".Config":                                  true,
	fiber3 + ".Config":                                  true,
	fiber3 + ".ListenConfig":                            true,
	officialSDK + "/mcp.StreamableHTTPOptions":          true,
	officialSDK + "/mcp.SSEOptions":                     true,
	officialSDK + "/mcp.StreamableClientTransport":      true,
	officialSDK + "/mcp.SSEClientTransport":             true,
	"github.com/quic-go/quic-go.Config":                 true,
	command:                                             true,
}

// anonymous identifies an object that is made elsewhere: by its variable and the fields that lead to it.
type anonymous struct {
	variable types.Object
	path     string
}

// collectObjects finds the tracked structs, and gives each what is assigned to it.
func (r *reader) collectObjects() {
	r.objects = map[any]*object{}
	for kind := range tracked {
		for _, lit := range r.literals[kind] {
			r.literalObject(lit)
		}
	}
	for _, name := range []string{"os/exec.Command", "os/exec.CommandContext"} {
		for _, call := range r.calls[name] {
			r.keyedObject(call, command, nil)
		}
	}
	for _, assign := range r.fieldSets {
		for i, left := range assign.Lhs {
			sel, ok := left.(*ast.SelectorExpr)
			if !ok || !tracked[r.typeOf(sel.X)] {
				continue
			}
			o := r.objectOf(sel.X)
			if o == nil {
				continue
			}
			s := setting{field: sel.Sel.Name, node: assign}
			if len(assign.Rhs) == len(assign.Lhs) {
				s.value = assign.Rhs[i]
			}
			o.settings = append(o.settings, s)
		}
	}
	for _, o := range r.objects {
		slices.SortStableFunc(o.settings, func(a, b setting) int { return byPosition(a.node, b.node) })
	}
}

// objectsOf lists the objects of a kind as they stand in the files.
func (r *reader) objectsOf(kind string) []*object {
	var out []*object
	for _, o := range r.objects {
		if o.kind == kind {
			out = append(out, o)
		}
	}
	slices.SortFunc(out, func(a, b *object) int { return byPosition(a.made, b.made) })
	return out
}

func (r *reader) literalObject(lit *ast.CompositeLit) *object {
	if o := r.objects[lit]; o != nil {
		return o
	}
	o := &object{kind: r.literalType(lit), made: lit, literal: lit}
	r.objects[lit] = o
	for _, element := range lit.Elts {
		if kv, ok := element.(*ast.KeyValueExpr); ok {
			if key, ok := kv.Key.(*ast.Ident); ok {
				o.settings = append(o.settings, setting{key.Name, kv.Value, kv})
			}
		}
	}
	return o
}

// objectOf returns the object that an expression denotes, or nil when it is not a struct that is followed.
func (r *reader) objectOf(e ast.Expr) *object { return r.objectAt(e, e.Pos(), 0) }

// objectsPassed returns the objects that an expression may denote: for a parameter those that the package's callers pass, each
// with what the function itself sets. [object.made] tells them apart.
func (r *reader) objectsPassed(e ast.Expr) []*object { return r.objectsWithin(e, 0) }

func (r *reader) objectsWithin(e ast.Expr, depth int) []*object {
	o := r.objectOf(e)
	if o == nil {
		return nil
	}
	p, ok := r.indexed().params[o.variable]
	if !ok || p.fn == nil || p.position < 0 || p.variadic || depth > maxHops {
		return []*object{o}
	}
	var out []*object
	for _, call := range r.indexed().callers[r.info.Defs[p.fn.Name]] {
		if p.position >= len(call.Args) {
			continue
		}
		for _, passed := range r.objectsWithin(call.Args[p.position], depth+1) {
			if slices.ContainsFunc(out, passed.is) {
				continue
			}
			if len(o.settings) > 0 {
				passed = &object{kind: passed.kind, made: passed.made, literal: passed.literal, base: passed, settings: o.settings}
			}
			out = append(out, passed)
		}
	}
	if len(out) == 0 {
		return []*object{o}
	}
	return out
}

// is reports whether both stand for the same struct.
func (o *object) is(other *object) bool { return o.made == other.made }

// objectAt follows an expression as it is at a position.
func (r *reader) objectAt(e ast.Expr, at token.Pos, depth int) *object {
	if depth > maxHops {
		return nil
	}
	switch e := e.(type) {
	case *ast.ParenExpr:
		return r.objectAt(e.X, at, depth)
	case *ast.StarExpr:
		return r.objectAt(e.X, at, depth)
	case *ast.UnaryExpr:
		return r.objectAt(e.X, at, depth)
	case *ast.TypeAssertExpr:
		return r.objectAt(e.X, at, depth)
	case *ast.CompositeLit:
		return r.literalObject(e)
	case *ast.Ident:
		return r.variableObject(e, at, depth)
	case *ast.SelectorExpr:
		return r.fieldObject(e, at, depth)
	case *ast.CallExpr:
		return r.madeObject(e, at, depth)
	}
	return nil
}

// variableObject is the struct that a variable holds at a position: what was last assigned before it.
func (r *reader) variableObject(id *ast.Ident, at token.Pos, depth int) *object {
	obj := r.info.ObjectOf(id)
	if obj == nil {
		return nil
	}
	var from *set
	sets := r.indexed().sets[obj]
	for i := range sets {
		if sets[i].value != nil && sets[i].result == 0 && (from == nil || sets[i].stmt.Pos() < at) {
			from = &sets[i]
		}
	}
	if from != nil && !contains(from.value, at) {
		if o := r.objectAt(from.value, from.value.Pos(), depth+1); o != nil {
			return o
		}
	}
	return r.anonymousObject(anonymous{obj, ""}, id)
}

func contains(n ast.Node, at token.Pos) bool { return n.Pos() <= at && at < n.End() }

func (r *reader) anonymousObject(key anonymous, e ast.Expr) *object {
	kind := r.typeOf(e)
	if kind == "" && key.path == "" {
		return nil
	}
	if o := r.objects[key]; o != nil {
		return o
	}
	o := &object{kind: kind, made: e, variable: key.variable}
	r.objects[key] = o
	return o
}

// fieldObject is the struct that a field holds: what it was set to in this struct, else the only thing that the package
// ever sets it to.
func (r *reader) fieldObject(e *ast.SelectorExpr, at token.Pos, depth int) *object {
	if r.imported(e.X) != "" {
		return r.anonymousObject(anonymous{r.info.ObjectOf(e.Sel), types.ExprString(e)}, e)
	}
	if owner := r.objectAt(e.X, at, depth+1); owner != nil {
		var found ast.Expr
		for _, s := range owner.of(e.Sel.Name) {
			if s.value != nil && s.node.Pos() < at {
				found = s.value
			}
		}
		if found != nil && !contains(found, at) {
			if o := r.objectAt(found, found.Pos(), depth+1); o != nil {
				return o
			}
		}
	}
	if field := r.info.ObjectOf(e.Sel); field != nil {
		sets := r.indexed().sets[field]
		if len(sets) == 1 && sets[0].value != nil && sets[0].result == 0 && !contains(sets[0].value, at) {
			if o := r.objectAt(sets[0].value, sets[0].value.Pos(), depth+1); o != nil {
				return o
			}
		}
	}
	root := ast.Expr(e)
	for {
		sel, ok := root.(*ast.SelectorExpr)
		if !ok {
			break
		}
		root = sel.X
	}
	if id, ok := root.(*ast.Ident); ok {
		return r.anonymousObject(anonymous{r.info.ObjectOf(id), types.ExprString(e)}, e)
	}
	return nil
}

// madeObject is the struct that a call returns: a clone, a new one, or what a function of the package builds.
func (r *reader) madeObject(call *ast.CallExpr, at token.Pos, depth int) *object {
	name := r.called(call)
	switch {
	case name == "new" && len(call.Args) == 1:
		return r.keyedObject(call, r.symbol(call.Args[0]), nil)
	case name == "os/exec.Command", name == "os/exec.CommandContext":
		return r.keyedObject(call, command, nil)
	case strings.HasSuffix(name, ".Clone") && tracked[strings.TrimSuffix(name, ".Clone")]:
		fun, ok := call.Fun.(*ast.SelectorExpr)
		if !ok {
			return nil
		}
		return r.keyedObject(call, strings.TrimSuffix(name, ".Clone"), r.objectAt(fun.X, at, depth+1))
	}
	fn := r.ownFunction(call)
	if fn == nil || fn.Body == nil {
		return nil
	}
	var only *object
	for _, ret := range returnsOf(fn.Body) {
		if len(ret.Results) == 0 {
			return nil
		}
		o := r.objectAt(ret.Results[0], ret.Pos(), depth+2)
		if o == nil {
			continue // nil beside an error
		}
		if only != nil && only != o {
			return nil
		}
		only = o
	}
	return only
}

func (r *reader) keyedObject(call *ast.CallExpr, kind string, base *object) *object {
	if o := r.objects[call]; o != nil {
		return o
	}
	if base != nil && base.kind != kind {
		base = nil
	}
	o := &object{kind: kind, made: call, base: base}
	r.objects[call] = o
	return o
}
