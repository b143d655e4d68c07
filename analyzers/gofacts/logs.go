package gofacts

import (
	"go/ast"
	"go/types"
	"regexp"
	"strings"
	"sync"
)

// logStatement is a call that writes into a log.
type logStatement struct {
	call   *ast.CallExpr
	logger string     // "log/slog", "zap"; the name of what is called when the library is not known
	values []ast.Expr // what is written, field by field
	level  string     // lower case: "info"; empty when there are no levels
}

// isLogMethod reports whether a name is one under which the logging libraries write: Printf, Infow, ErrorContext, LogAttrs, Msg.
func isLogMethod(name string) bool {
	for _, verb := range [...]string{
		"Trace", "Debug", "Info", "Notice", "Warn", "Warning", "Error", "Critical", "Fatal", "Panic", "DPanic", "Print", "Log", "Output",
		"Msg", "Send", "Event", "Audit", "Record",
	} {
		if rest, ok := strings.CutPrefix(name, verb); ok && isLogSuffix(rest) {
			return true
		}
	}
	return false
}

func isLogSuffix(rest string) bool {
	for _, suffix := range [...]string{"f", "w", "ln", "S", "Context", "Ctx", "Attrs", "Depth", "Event", "Call", "Tool"} {
		if after, ok := strings.CutPrefix(rest, suffix); ok {
			return isLogSuffix(after)
		}
	}
	return rest == ""
}

// loggerName is a word in the name of something that logs.
var loggerName = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`(?i)log|audit`)
})

// loggingModules are the libraries of which every call with such a name logs.
var loggingModules = map[string]string{
	"log": "log", "log/slog": "log/slog",
	"go.uber.org/zap": "zap", "github.com/rs/zerolog": "zerolog", "github.com/rs/zerolog/log": "zerolog",
	"github.com/sirupsen/logrus": "logrus", "github.com/go-logr/logr": "logr", "k8s.io/klog": "klog",
	"github.com/charmbracelet/log": "charmbracelet/log", "charm.land/log": "charmbracelet/log",
	"github.com/hashicorp/go-hclog": "hclog", "github.com/golang/glog": "glog", "github.com/phuslu/log": "phuslu/log",
	"github.com/apex/log": "apex/log",
}

// logStatement returns what a call writes into a log, or nil when it is no such call.
func (r *reader) logStatement(call *ast.CallExpr) *logStatement {
	name := calledName(call)
	if name == nil || len(call.Args) == 0 && name.Name != "Send" {
		return nil
	}
	if strings.HasPrefix(name.Name, "Fprint") && r.writesToStderr(call) {
		return &logStatement{call: call, logger: "standard error", values: r.flatten(nil, call.Args[1:])}
	}
	if !isLogMethod(name.Name) {
		return nil
	}
	logger := r.loggerOf(call)
	if logger == "" {
		return nil
	}
	s := &logStatement{call: call, logger: logger, level: levelOf(name.Name)}
	// With(…), WithFields(…) and zerolog's Str(…) stand in front: what they add is written as well.
	for chain := call; chain != nil; {
		s.values = r.flatten(s.values, chain.Args)
		if chain.Ellipsis.IsValid() { // attributes that were collected before
			collected, _ := r.arguments(chain, len(chain.Args)-1)
			s.values = r.flatten(s.values, collected)
		}
		sel, ok := chain.Fun.(*ast.SelectorExpr)
		if !ok {
			break
		}
		if chain, ok = sel.X.(*ast.CallExpr); ok && s.level == "" {
			s.level = levelOf(calledNameText(chain))
		}
	}
	return s
}

// attachedTo returns what a logger was given to write with all that it writes: log := logger.With("tool", name). A variable counts
// when it is set once.
func (r *reader) attachedTo(logger ast.Expr) []ast.Expr {
	var out, given []ast.Expr
	for range 2 * maxHops {
		if one := r.onlySet(logger); one != nil {
			logger = one
		}
		made, ok := ast.Unparen(logger).(*ast.CallExpr)
		if !ok {
			break
		}
		given = r.flatten(given, made.Args)
		if strings.HasPrefix(calledNameText(made), "With") { // behind it come zerolog's fields
			out, given = append(out, given...), nil
		}
		logger = receiver(made)
	}
	return out
}

func calledNameText(call *ast.CallExpr) string {
	if call == nil {
		return ""
	}
	if name := calledName(call); name != nil {
		return name.Name
	}
	return ""
}

// loggerOf names what a call logs with; it is empty when the call is none of a logger.
func (r *reader) loggerOf(call *ast.CallExpr) string {
	pkg, _ := splitVersion(r.called(call))
	if logger := loggingModules[pkg]; logger != "" {
		return logger
	}
	sel, ok := call.Fun.(*ast.SelectorExpr)
	if !ok {
		return ""
	}
	root := sel.X
	for {
		if inner, ok := root.(*ast.CallExpr); ok {
			innerSel, ok := inner.Fun.(*ast.SelectorExpr)
			if !ok {
				if id, ok := inner.Fun.(*ast.Ident); ok && loggerName().MatchString(id.Name) {
					return id.Name
				}
				return ""
			}
			if pkg, _ := splitVersion(r.called(inner)); loggingModules[pkg] != "" {
				return loggingModules[pkg]
			}
			if loggerName().MatchString(innerSel.Sel.Name) { // s.Logger().Info(…)
				return innerSel.Sel.Name
			}
			root = innerSel.X
			continue
		}
		break
	}
	if pkg, _ := splitVersion(r.typeOf(root)); loggingModules[pkg] != "" {
		return loggingModules[pkg]
	}
	name := ""
	switch root := root.(type) {
	case *ast.Ident:
		name = root.Name
	case *ast.SelectorExpr:
		name = root.Sel.Name
	}
	typed := r.typeOf(root)
	if loggerName().MatchString(name) || loggerName().MatchString(typed[strings.LastIndexByte(typed, '.')+1:]) {
		return name
	}
	return ""
}

// levelOf returns the level that a method's name begins with, in lower case.
func levelOf(method string) string {
	for _, level := range [...]string{"Trace", "Debug", "Info", "Notice", "Warn", "Error", "Fatal", "Panic"} {
		if strings.HasPrefix(method, level) {
			return strings.ToLower(level)
		}
	}
	return ""
}

// writesToStderr reports whether a call prints to standard error, which is where a stdio server logs.
func (r *reader) writesToStderr(call *ast.CallExpr) bool {
	return len(call.Args) > 1 && strings.HasPrefix(r.called(call), "fmt.Fprint") && r.symbol(call.Args[0]) == "os.Stderr"
}

// flatten adds the single values of a log statement: those of field constructors, attributes and maps one by one.
func (r *reader) flatten(out, args []ast.Expr) []ast.Expr {
	for _, arg := range args {
		switch arg := arg.(type) {
		case *ast.CompositeLit:
			for _, elt := range arg.Elts {
				if kv, ok := elt.(*ast.KeyValueExpr); ok {
					out = r.flatten(out, []ast.Expr{kv.Key, kv.Value})
				} else {
					out = r.flatten(out, []ast.Expr{elt})
				}
			}
		case *ast.CallExpr:
			if r.makesField(arg) {
				out = r.flatten(out, arg.Args)
			} else {
				out = append(out, arg)
			}
		case *ast.UnaryExpr:
			out = r.flatten(out, []ast.Expr{arg.X})
		case *ast.ParenExpr:
			out = r.flatten(out, []ast.Expr{arg.X})
		default:
			out = append(out, arg)
		}
	}
	return out
}

// makesField reports whether a call makes a field of a structured log, or an attribute of a trace.
func (r *reader) makesField(call *ast.CallExpr) bool {
	switch pkg, name := splitVersion(r.called(call)); pkg {
	case "log/slog":
		return !strings.Contains(name, ".") && name != "With"
	case "go.uber.org/zap", "go.uber.org/zap/zapcore", "go.opentelemetry.io/otel/attribute", "go.opentelemetry.io/otel/trace", "go.opentelemetry.io/otel/log":
		return !strings.Contains(name, ".")
	}
	return false
}

// eachLogStatement calls visit for all log statements below a node, in order. A call within a log statement's own chain is
// not one of its own.
func (r *reader) eachLogStatement(below ast.Node, visit func(*logStatement)) {
	r.inspect(below, func(n ast.Node) bool {
		call, ok := n.(*ast.CallExpr)
		if !ok {
			return true
		}
		if s := r.logStatement(call); s != nil {
			visit(s)
			for _, arg := range call.Args {
				r.eachLogStatement(arg, visit)
			}
			return false
		}
		return true
	})
}

// isText reports whether a type is a string, or bytes.
func isText(t types.Type) bool {
	if t == nil {
		return false
	}
	switch u := t.Underlying().(type) {
	case *types.Basic:
		return u.Info()&types.IsString != 0
	case *types.Slice:
		elem, ok := u.Elem().Underlying().(*types.Basic)
		return ok && elem.Kind() == types.Byte
	case *types.Pointer:
		return isText(u.Elem())
	}
	return false
}
