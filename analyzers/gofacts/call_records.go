package gofacts

import (
	"go/ast"
	"go/types"
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

// A hook is a place at which an SDK calls the program for each tool call.
type hook struct {
	at   ast.Node
	body ast.Node
}

// mcpGoHooks are the methods of mcp-go's server.Hooks (v1.2.1) that see tool calls.
var mcpGoHooks = []string{"AddBeforeAny", "AddBeforeCallTool", "AddAfterCallTool", "AddOnSuccess", "AddOnError"}

// hooks returns the places at which the program sees every tool call: middleware, hooks, and its own dispatch.
func (r *reader) hooks() []hook {
	var out []hook
	add := func(call *ast.CallExpr, what ast.Expr) {
		if body := r.bodyFor(what, 0); body != nil {
			out = append(out, hook{call.Fun, body})
		}
	}
	for _, call := range slices.Concat(r.calls[officialSDK+"/mcp.Server.AddReceivingMiddleware"], r.calls[mark3labs+"/server.WithToolHandlerMiddleware"],
		r.calls[mark3labs+"/server.MCPServer.Use"]) {
		for _, arg := range call.Args {
			add(call, arg)
		}
	}
	for _, name := range mcpGoHooks {
		for _, call := range r.calls[mark3labs+"/server.Hooks."+name] {
			if len(call.Args) == 1 {
				add(call, call.Args[0])
			}
		}
	}
	for _, d := range r.dispatchers() {
		out = append(out, hook{d.at, &ast.BlockStmt{List: d.body}})
	}
	return append(out, r.middlewares(out)...)
}

// middlewares are the functions that by their types wrap a handler of tool calls, whoever puts them in place: often another
// package does. Those within the given hooks are known already.
func (r *reader) middlewares(known []hook) []hook {
	var out []hook
	r.eachFunction(func(at ast.Node, fn *ast.FuncType, body *ast.BlockStmt) {
		if !r.hasParameter(fn, officialSDK+"/mcp.MethodHandler") && !r.hasParameter(fn, mark3labs+"/server.ToolHandlerFunc") {
			return
		}
		if !slices.ContainsFunc(known, func(h hook) bool { return h.body.Pos() <= body.Pos() && body.End() <= h.body.End() }) {
			out = append(out, hook{at, body})
		}
	})
	return out
}

// eachFunction calls visit for the functions of the package, declared or not, with what names them.
func (r *reader) eachFunction(visit func(at ast.Node, fn *ast.FuncType, body *ast.BlockStmt)) {
	for _, file := range r.files {
		ast.Inspect(file, func(n ast.Node) bool {
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

// toolHandlers returns the handlers of the tools that the package adds to a server.
func (r *reader) toolHandlers() []hook {
	var out []hook
	add := func(call *ast.CallExpr, position int) {
		if position < len(call.Args) {
			if body := r.bodyFor(call.Args[position], 0); body != nil {
				out = append(out, hook{call.Fun, body})
			}
		}
	}
	for _, call := range r.calls[officialSDK+"/mcp.AddTool"] {
		add(call, 2)
	}
	for _, name := range []string{mark3labs + "/server.MCPServer.AddTool", officialSDK + "/mcp.Server.AddTool"} {
		for _, call := range r.calls[name] {
			add(call, 1)
		}
	}
	for _, call := range r.calls["github.com/metoro-io/mcp-golang.Server.RegisterTool"] {
		add(call, 2)
	}
	for _, lit := range r.literals[mark3labs+"/server.ServerTool"] {
		if e := field(lit, "Handler"); e != nil {
			if body := r.bodyFor(e, 0); body != nil {
				out = append(out, hook{lit, body})
			}
		}
	}
	return out
}

// handlesCalls reports whether a function is handed a tool call, by the type of a parameter.
func (r *reader) handlesCalls(fn *ast.FuncType) bool {
	return slices.ContainsFunc(fn.Params.List, func(f *ast.Field) bool {
		t := r.symbol(f.Type)
		return t == mark3labs+"/mcp.CallToolRequest" || t == officialSDK+"/mcp.CallToolRequest" ||
			t == officialSDK+"/mcp.ServerRequest" && strings.Contains(types.ExprString(f.Type), "CallToolRequest")
	})
}

// record is what reaches a log.
type record struct {
	fields  facts.AuditFields
	claimed facts.Span
}

func (a *record) merge(b record) {
	a.fields |= b.fields
	if a.claimed.IsZero() {
		a.claimed = b.claimed
	}
}

// recorded returns what code writes into a log, or puts on a span of a trace, itself and through the package's functions
// that it calls.
func (r *reader) recorded(body ast.Node, depth int, seen map[ast.Node]bool) record {
	var out record
	if body == nil || seen[body] || depth > 2 {
		return out
	}
	seen[body] = true
	ast.Inspect(body, func(n ast.Node) bool {
		call, ok := n.(*ast.CallExpr)
		if !ok {
			return true
		}
		if s := r.logStatement(call); s != nil {
			out.merge(r.fieldsOf(s.values))
			return true
		}
		if r.tracesCall(call) {
			out.merge(r.fieldsOf(r.flatten(nil, call.Args)))
			return true
		}
		if fn := r.functionNamed(call.Fun); fn != nil && fn.Body != nil {
			inner := r.recorded(fn.Body, depth+1, seen)
			if inner.fields != 0 {
				// A function that logs its parameters logs what it is given.
				inner.merge(r.fieldsOf(r.flatten(nil, call.Args)))
			}
			out.merge(inner)
		} else if recordsCall().MatchString(calledNameText(call)) && len(call.Args) > 0 {
			out.merge(r.fieldsOf(r.flatten(nil, call.Args))) // of another package, by its name
		}
		return true
	})
	return out
}

// recordsCall is the name of a function that records: Audit, LogToolCall, auditor.Record.
var recordsCall = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`(?i)audit|^record(tool|call|invocation)?$|log(tool|call|invocation|request|event)`)
})

// tracesCall reports whether a call adds attributes or an event to a span of OpenTelemetry, or starts one with them.
func (r *reader) tracesCall(call *ast.CallExpr) bool {
	switch calledNameText(call) {
	case "SetAttributes", "AddEvent", "Start", "RecordError":
	default:
		return false
	}
	pkg, _ := splitVersion(r.symbol(call.Fun))
	if strings.HasPrefix(pkg, "go.opentelemetry.io/otel") {
		return true
	}
	sel, ok := call.Fun.(*ast.SelectorExpr)
	if !ok {
		return false
	}
	name := ""
	switch x := sel.X.(type) {
	case *ast.Ident:
		name = x.Name
	case *ast.SelectorExpr:
		name = x.Sel.Name
	}
	return strings.HasSuffix(strings.ToLower(name), "span") || strings.HasSuffix(strings.ToLower(name), "tracer")
}

// The words by which records name the parts of a call, in keys and in formats.
var (
	toolWord = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`(?i)\btool|tool[_. -]?name|gen_ai\.tool`)
	})
	parameterWord = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`(?i)\b(arg|args|arguments?|params?|parameters?|input|payload)\b|_(args|arguments|params)\b|arguments`)
	})
	resultWord = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`(?i)\b(result|results|err|error|errors|outcome|status|success|succeeded|failed|is_?error|response|output)\b|result|_error\b|isError`)
	})
	clientWord = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`(?i)\b(user|user_?id|username|subject|sub|principal|caller|actor|identity|email|tenant|account|client|client_?id|client_?name|login)\b|enduser`)
	})
	claimedMention = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`ClientInfo|InitializeParams`)
	})
)

// fieldsOf returns which parts of a call are among the values of a record. Keys and formats count when a value follows them;
// expressions count by what they are.
func (r *reader) fieldsOf(values []ast.Expr) record {
	var out record
	written := 0
	for _, v := range values {
		if !r.isConstant(v) {
			written++
		}
	}
	for i, v := range values {
		if text, ok := r.constantText(v); ok {
			if written == 0 && i == 0 {
				continue // a message without values
			}
			followed := i+1 < len(values) && !r.isConstant(values[i+1]) || strings.Contains(text, "%")
			if followed {
				out.fields |= fieldsNamed(text)
			}
			continue
		}
		out.merge(r.fieldOf(v))
	}
	return out
}

func fieldsNamed(text string) facts.AuditFields {
	var f facts.AuditFields
	for _, part := range [...]struct {
		word  func() *regexp.Regexp
		field facts.AuditFields
	}{
		{toolWord, facts.ToolField}, {parameterWord, facts.ParametersField}, {resultWord, facts.ResultField}, {clientWord, facts.ClientField},
	} {
		if part.word().MatchString(text) {
			f |= part.field
		}
	}
	return f
}

// fieldOf returns which part of a call an expression is.
func (r *reader) fieldOf(e ast.Expr) record {
	var out record
	if t := r.info.TypeOf(e); t != nil && types.Identical(t, types.Universe.Lookup("error").Type()) {
		out.fields |= facts.ResultField
	}
	ast.Inspect(e, func(n ast.Node) bool {
		x, ok := n.(ast.Expr)
		if !ok {
			return true
		}
		var name, owner string
		switch x := x.(type) {
		case *ast.SelectorExpr:
			name, owner = x.Sel.Name, types.ExprString(x.X)
		case *ast.Ident:
			name = x.Name
		default:
			return true
		}
		lower := strings.ToLower(name)
		switch {
		case lower == "toolname" || lower == "tool" || name == "Name" && (strings.HasSuffix(owner, "Params") || strings.HasSuffix(strings.ToLower(owner), "tool")):
			out.fields |= facts.ToolField
		case name == "Arguments" || name == "GetArguments" || name == "GetRawArguments" || lower == "args" || lower == "arguments" || name == "Params" && owner != "":
			if !r.onlyCompared(e) {
				out.fields |= facts.ParametersField
			}
		case name == "IsError" || lower == "result" || lower == "res" || lower == "err" || name == "StructuredContent":
			out.fields |= facts.ResultField
		case name == "ClientInfo" || name == "GetClientInfo":
			out.fields |= facts.ClientField
			if out.claimed.IsZero() {
				out.claimed = r.span(e)
			}
		case name == "UserID" || name == "TokenInfo" || name == "TokenInfoFromContext" || clientWord().MatchString(name) && isVariable(r, x):
			out.fields |= facts.ClientField
		}
		return true
	})
	// Params.Name is the tool, not the parameters.
	if sel, ok := ast.Unparen(e).(*ast.SelectorExpr); ok && sel.Sel.Name == "Name" {
		out.fields &^= facts.ParametersField
	}
	if id, ok := e.(*ast.Ident); ok && out.fields == 0 {
		for _, o := range r.origins(id)[1:] {
			if claimedMention().MatchString(types.ExprString(o)) {
				out.fields |= facts.ClientField
				out.claimed = r.span(o)
			}
			if sel, ok := o.(*ast.SelectorExpr); ok && sel.Sel.Name == "Name" && strings.HasSuffix(types.ExprString(sel.X), "Params") {
				out.fields |= facts.ToolField
			}
		}
	}
	return out
}

func isVariable(r *reader, e ast.Expr) bool {
	switch e := e.(type) {
	case *ast.Ident:
		_, ok := r.info.ObjectOf(e).(*types.Var)
		return ok
	case *ast.SelectorExpr:
		_, ok := r.info.ObjectOf(e.Sel).(*types.Var)
		return ok
	}
	return false
}

// onlyCompared reports whether an expression only says whether there is something: req.Params != nil.
func (r *reader) onlyCompared(e ast.Expr) bool {
	b, ok := ast.Unparen(e).(*ast.BinaryExpr)
	return ok && b.Op.String() != "+"
}
