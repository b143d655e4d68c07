package gofacts

import (
	"go/ast"
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/wirevet/wirevet/facts"
)

// readCallRecords states where calls are recorded: with the tool's name, or as requests of HTTP only.
func (r *reader) readCallRecords() {
	if strings.HasPrefix(r.pkg.Path, officialSDK+"/mcp") || strings.HasPrefix(r.pkg.Path, mark3labs+"/server") {
		return // what an SDK can do says nothing of who uses it
	}
	r.readToolRecords()
	r.readHTTPLogs()
}

// eachFunction calls visit for the functions of the package, declared or not, with what names them.
func (r *reader) eachFunction(visit func(at ast.Node, fn *ast.FuncType, body *ast.BlockStmt)) {
	for _, file := range r.files {
		r.inspect(file, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.FuncDecl:
				if n.Body != nil {
					visit(n.Name, n.Type, n.Body)
				}
			case *ast.FuncLit:
				visit(n.Type, n.Type, n.Body)
			}
			return true
		})
	}
}

// bodyFor returns the code that an expression stands for: a function, a function that makes one, a method.
func (r *reader) bodyFor(e ast.Expr, depth int) ast.Node {
	if depth > maxHops/2 {
		return nil
	}
	switch e := ast.Unparen(e).(type) {
	case *ast.FuncLit:
		return e.Body
	case *ast.Ident:
		if fn := r.functionNamed(e); fn != nil && fn.Body != nil {
			return fn.Body
		}
		if made := r.madeOf(e); made != e {
			return r.bodyFor(made, depth+1)
		}
	case *ast.SelectorExpr:
		if fn := r.functionNamed(e); fn != nil && fn.Body != nil {
			return fn.Body
		}
	case *ast.CallExpr:
		if fn := r.functionNamed(e.Fun); fn != nil && fn.Body != nil {
			return fn.Body
		}
	}
	return nil
}

// readToolRecords looks for records of tool calls in the hooks of all calls, else in the tools' own handlers.
func (r *reader) readToolRecords() {
	before := len(r.facts.Records)
	for _, h := range r.hooks() {
		if r.onlyOtherMethods(h.body) {
			continue
		}
		r.addRecord(h.at, r.recorded(h.body, 0, map[ast.Node]bool{}))
	}
	if len(r.facts.Records) > before {
		return
	}
	for _, call := range slices.Concat(r.calls[mark3labs+"/server.WithLogger"], r.calls[mark3labs+"/server.WithTracer"]) {
		// The tool's name and the outcome (mcp-go 1.2.1, server/logger.go and server/tracing.go).
		r.addRecord(call.Fun, record{fields: facts.ToolField | facts.ResultField})
	}
	for _, lit := range r.literals[officialSDK+"/mcp.LoggingTransport"] {
		// It writes every message as it is (go-sdk 1.8.0, mcp/transport.go).
		r.addRecord(lit.Type, record{fields: facts.ToolField | facts.ParametersField | facts.ResultField})
	}
	r.readToolAttributes()
	handlers := r.toolHandlers()
	logging := 0
	var all record
	for _, h := range handlers {
		if got := r.recorded(h.body, 0, map[ast.Node]bool{}); got.fields.Has(facts.ToolField) {
			logging++
			all.merge(got)
		}
	}
	// One function that makes the handlers of all tools records for all of them.
	r.eachFunction(func(at ast.Node, fn *ast.FuncType, body *ast.BlockStmt) {
		_, isLiteral := at.(*ast.FuncType)
		if isLiteral && r.handlesCalls(fn) && !slices.ContainsFunc(handlers, func(h hook) bool { return h.body == body }) {
			r.addRecord(at, r.recorded(body, 0, map[ast.Node]bool{}))
		}
	})
	if len(r.facts.Records) > before {
		return
	}
	// A tool here and there that says what it does is no record of the calls; most of them is one.
	if logging > 0 && 2*logging >= len(handlers) {
		r.addRecord(handlers[0].at, all)
	}
}

func (r *reader) addRecord(at ast.Node, got record) {
	if !got.fields.Has(facts.ToolField) {
		return
	}
	r.facts.Records = append(r.facts.Records, &facts.CallRecord{
		Entry: r.pkg.Entry, Span: r.span(at), Level: facts.ToolLevel, Fields: got.fields, ClaimedIdentity: got.claimed,
		Traced: got.traced && !got.logged,
	})
}

// onlyOtherMethods reports whether code names methods of MCP, and a tool call is not among them.
func (r *reader) onlyOtherMethods(body ast.Node) bool {
	others, calls := false, false
	ast.Inspect(body, func(n ast.Node) bool {
		e, ok := n.(ast.Expr)
		if !ok {
			return true
		}
		if text, ok := r.constantText(e); ok && protocolMethod().MatchString(text) {
			calls = calls || text == toolsCall
			others = others || text != toolsCall
		}
		if sel, ok := e.(*ast.SelectorExpr); ok && sel.Sel.Name == "MethodToolsCall" {
			calls = true
		}
		return true
	})
	return others && !calls
}

var protocolMethod = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^(tools|prompts|resources|initialize|sampling|roots|logging|completion)(/[a-z/]+)?$`)
})
