package gofacts

import (
	"go/ast"
	"go/types"
	"regexp"
	"strings"
	"sync"

	"github.com/wirevet/wirevet/facts"
)

// record is what reaches a log.
type record struct {
	fields  facts.AuditFields
	claimed facts.Span
	logged  bool // by a logger
	traced  bool // on a span
}

func (a *record) merge(b record) {
	a.fields |= b.fields
	if a.claimed.IsZero() {
		a.claimed = b.claimed
	}
	a.logged, a.traced = a.logged || b.logged, a.traced || b.traced
}

// recorded returns what code writes into a log, or puts on a span of a trace, itself and through the package's functions
// that it calls.
func (r *reader) recorded(body ast.Node, depth int, seen map[ast.Node]bool) record {
	var out record
	if body == nil || seen[body] || depth > 2 {
		return out
	}
	seen[body] = true
	r.inspect(body, func(n ast.Node) bool {
		call, ok := n.(*ast.CallExpr)
		if !ok {
			return true
		}
		if s := r.logStatement(call); s != nil {
			got := r.fieldsOf(s.values)
			got.merge(r.attachedFields(r.attachedTo(receiver(s.call))))
			got.logged = got.fields.Has(facts.ToolField)
			out.merge(got)
			return true
		}
		if r.tracesCall(call) {
			got := r.fieldsOf(r.flatten(nil, call.Args))
			got.traced = got.fields.Has(facts.ToolField)
			out.merge(got)
			return true
		}
		if functions := r.functionsCalled(call); functions != nil {
			// Of several implementations of an interface it is not known which is called: what one records is not missing.
			var inner record
			for _, fn := range functions {
				inner.merge(r.recorded(fn.Body, depth+1, seen))
			}
			if inner.fields != 0 {
				// A function that logs its parameters logs what it is given.
				inner.merge(r.fieldsOf(r.flatten(nil, call.Args)))
			}
			out.merge(inner)
		} else if recordsCall(calledNameText(call)) && len(call.Args) > 0 {
			out.merge(r.fieldsOf(r.flatten(nil, call.Args))) // of another package, by its name
		}
		return true
	})
	return out
}

// recordsCall reports whether a function of that name records: Audit, LogToolCall, auditor.Record.
func recordsCall(name string) bool {
	name = strings.ToLower(name)
	switch name {
	case "record", "recordtool", "recordcall", "recordinvocation":
		return true
	}
	_, logged, ok := strings.Cut(name, "log")
	for ; ok; _, logged, ok = strings.Cut(logged, "log") {
		for _, what := range [...]string{"tool", "call", "invocation", "request", "event"} {
			if strings.HasPrefix(logged, what) {
				return true
			}
		}
	}
	return strings.Contains(name, "audit")
}

// tracesCall reports whether a call adds attributes or an event to a span of OpenTelemetry, or starts one with them.
func (r *reader) tracesCall(call *ast.CallExpr) bool {
	switch calledNameText(call) {
	case "SetAttributes", "AddEvent", "Start", "RecordError":
	default:
		return false
	}
	pkg, _ := splitVersion(r.called(call))
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

// attachedFields is fieldsOf for what a logger was given before. The handler of one tool writes its name as a constant.
func (r *reader) attachedFields(values []ast.Expr) record {
	out := r.fieldsOf(values)
	for i, v := range values {
		if text, ok := r.constantText(v); ok && i+1 < len(values) && r.isConstant(values[i+1]) {
			out.fields |= fieldsNamed(text) & facts.ToolField
		}
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
