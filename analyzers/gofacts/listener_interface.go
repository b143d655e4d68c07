package gofacts

import (
	"go/ast"
	"go/types"
	"strings"
)

// throughInterfaces lists the calls by which a server is started through an interface, whatever its name.
func (r *reader) throughInterfaces() []servingCall {
	var out []servingCall
	for _, call := range r.methodCalls() {
		fun := call.Fun.(*ast.SelectorExpr)
		var symbol string
		switch name := fun.Sel.Name; {
		case (name == listenAndServe || name == listenAndServe+"TLS") && len(call.Args) == serving["net/http.Server."+name]:
			symbol = "net/http.Server." + name
		case name == "Start" && len(call.Args) == 1:
			symbol = anyStart
		default:
			continue
		}
		if t := r.info.TypeOf(fun.X); t != nil && types.IsInterface(t) {
			out = append(out, servingCall{call, symbol})
		}
	}
	return out
}

// started reads a call of Start through an interface: that of mcp-go's servers, when the interface may hold one.
func (r *reader) started(call *ast.CallExpr) listening {
	l := listening{address: call.Args[0], helper: true, product: "mcp-go"}
	for _, o := range r.origins(receiver(call)) {
		made, ok := o.(*ast.CallExpr)
		if !ok {
			continue
		}
		if name := r.called(made); sdkHandlers[name] == 0 || !strings.HasPrefix(name, mark3labs) {
			continue
		}
		if l.handler == nil {
			l.handler = made
		} else {
			l.others = append(l.others, made)
		}
	}
	l.skip = l.handler == nil
	return l
}
