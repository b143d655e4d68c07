package gofacts

import (
	"go/ast"
	"slices"
	"strings"

	"github.com/wirevet/wirevet/facts"
)

const (
	gorillaWebSocket = "github.com/gorilla/websocket"
	coderWebSocket   = "github.com/coder/websocket"
	nhooyrWebSocket  = "nhooyr.io/websocket" // what coder/websocket was before
)

// namesMCP reports whether a path has the word mcp.
func namesMCP(path string) bool {
	words := strings.FieldsFunc(strings.ToLower(path), func(c rune) bool {
		return (c < 'a' || c > 'z') && (c < '0' || c > '9')
	})
	return slices.Contains(words, "mcp")
}

// upgradeIn finds where a body, or a function of the package that it calls, turns a request into a WebSocket.
func (r *reader) upgradeIn(body *ast.BlockStmt, depth int) *endpoint {
	var found *endpoint
	r.inspect(body, func(n ast.Node) bool {
		call, ok := n.(*ast.CallExpr)
		if !ok || found != nil {
			return found == nil
		}
		if origin, ok := r.upgradeCall(call); ok {
			found = &endpoint{transport: facts.WebSocket, made: call}
			found.settings.origin = origin
		} else if fn := r.ownFunction(call); fn != nil && fn.Body != nil && fn.Body != body && depth < 2 {
			found = r.upgradeIn(fn.Body, depth+1)
		}
		return found == nil
	})
	return found
}

// upgradeCall reports whether a call accepts a WebSocket, and whether a foreign Origin is refused.
func (r *reader) upgradeCall(call *ast.CallExpr) (facts.Stated[bool], bool) {
	at := r.span(call.Fun)
	switch r.called(call) {
	case gorillaWebSocket + ".Upgrader.Upgrade":
		return r.gorillaOrigin(receiver(call), at), true
	case gorillaWebSocket + ".Upgrade":
		return facts.ByDefault(false, at, "websocket.Upgrade leaves the check to its caller"), true // v1.5.3, server.go
	case coderWebSocket + ".Accept", nhooyrWebSocket + ".Accept":
		if len(call.Args) == 3 {
			return r.coderOrigin(call.Args[2], at), true
		}
	}
	return facts.Stated[bool]{}, false
}

// gorillaOrigin reads an Upgrader. Without CheckOrigin the host of Origin must be the request's Host (v1.5.3, server.go).
func (r *reader) gorillaOrigin(upgrader ast.Expr, at facts.Span) facts.Stated[bool] {
	o := r.objectOf(upgrader)
	if o == nil {
		return facts.Undecided[bool](at, facts.OutsideRepository)
	}
	s := o.last("CheckOrigin")
	switch {
	case s == nil && o.literal == nil && !r.zeroValue(o):
		return facts.Undecided[bool](at, facts.OutsideRepository)
	case s == nil, s.value != nil && isNil(s.value):
		return facts.ByDefault(true, at, "an Upgrader compares Origin with Host unless it is told otherwise")
	case s.value == nil:
		return facts.Undecided[bool](r.span(s.node), facts.OutsideRepository)
	}
	if c := r.conditionOf(s.node); c.decided != nil || c.guarded {
		return facts.Undecided[bool](r.span(s.node), facts.SeveralValues)
	}
	return r.originCallback(s.value, r.span(s.node))
}

// zeroValue reports whether an object is a variable of the package that is declared without a value.
func (r *reader) zeroValue(o *object) bool {
	if o.variable == nil || o.variable.Pkg() != r.pass.Pkg {
		return false
	}
	_, isParam := r.indexed().params[o.variable]
	return !isParam && len(r.indexed().sets[o.variable]) == 0 && len(r.indexed().pointed[o.variable]) == 0
}

// originCallback judges a CheckOrigin: one that looks at Origin decides about it, one that always says yes does not.
func (r *reader) originCallback(e ast.Expr, at facts.Span) facts.Stated[bool] {
	body := r.bodyOf(e)
	if body == nil {
		return facts.Undecided[bool](at, facts.OutsideRepository)
	}
	if r.alwaysTrue(body) {
		return facts.Written(false, at)
	}
	if read, _ := r.readsIn(body); read.origin {
		return facts.Written(true, at)
	}
	return facts.Undecided[bool](at, facts.OutsideRepository)
}

// coderOrigin reads AcceptOptions, whose InsecureSkipVerify is about Origin (v1.8.15, accept.go).
func (r *reader) coderOrigin(options ast.Expr, at facts.Span) facts.Stated[bool] {
	if isNil(options) {
		return facts.ByDefault(true, at, "Accept compares Origin with Host unless it is told otherwise")
	}
	o := r.objectOf(options)
	if o == nil || o.literal == nil {
		return facts.Undecided[bool](at, facts.OutsideRepository)
	}
	if skip, ok := r.boolSetting(o, "InsecureSkipVerify"); ok {
		if !skip.Known() || skip.Value {
			return negated(skip)
		}
	}
	if s := o.last("OriginPatterns"); s != nil && s.value != nil {
		lit := r.literalBehind(s.value)
		if lit == nil {
			return facts.Undecided[bool](r.span(s.node), facts.OutsideRepository)
		}
		for _, element := range lit.Elts {
			if text, known, _ := whole(r.text(element)); known && text == "*" {
				return facts.Written(false, r.span(element))
			}
		}
		return facts.Written(true, r.span(s.node))
	}
	return facts.ByDefault(true, at, "Accept compares Origin with Host unless it is told otherwise")
}
