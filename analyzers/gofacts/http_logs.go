package gofacts

import (
	"go/ast"
	"slices"
	"strings"

	"github.com/wirevet/wirevet/facts"
)

// httpLoggers are middlewares that log requests with method, path and status. Read in chi v5, gorilla/handlers, gin, echo v4,
// fiber v2 and v3.
var httpLoggers = []string{
	"github.com/go-chi/chi/v5/middleware.Logger", "github.com/go-chi/chi/v5/middleware.RequestLogger", "github.com/go-chi/chi/middleware.Logger",
	"github.com/gorilla/handlers.LoggingHandler", "github.com/gorilla/handlers.CombinedLoggingHandler", "github.com/gorilla/handlers.CustomLoggingHandler",
	"github.com/gin-gonic/gin.Default", "github.com/gin-gonic/gin.Logger", "github.com/gin-gonic/gin.LoggerWithConfig",
	"github.com/labstack/echo/v4/middleware.Logger", "github.com/labstack/echo/v4/middleware.LoggerWithConfig",
	"github.com/labstack/echo/v4/middleware.RequestLoggerWithConfig", fiber2 + "/middleware/logger.New", fiber3 + "/middleware/logger.New",
}

// readHTTPLogs states where requests are logged by method and path.
func (r *reader) readHTTPLogs() {
	add := func(at ast.Node) {
		r.facts.Records = append(r.facts.Records, &facts.CallRecord{Entry: r.pkg.Entry, Span: r.span(at), Level: facts.HTTPLevel})
	}
	for _, file := range r.files {
		r.inspect(file, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.SelectorExpr:
				if mayLogRequests(n.Sel.Name) && slices.Contains(httpLoggers, r.symbol(n)) {
					add(n)
					return false
				}
			case *ast.CallExpr:
				if s := r.logStatement(n); s != nil && r.logsRequest(s) {
					add(n)
					return false
				}
			}
			return true
		})
	}
}

// mayLogRequests tells most names from those of the middlewares without asking what they mean.
func mayLogRequests(name string) bool {
	return slices.ContainsFunc(httpLoggers, func(logger string) bool { return strings.HasSuffix(logger, name) })
}

// logsRequest reports whether a log statement of a middleware writes the path of each request.
func (r *reader) logsRequest(s *logStatement) bool {
	if s.level == "warn" || s.level == "warning" || s.level == "error" || !slices.ContainsFunc(s.values, r.isPath) {
		return false // what went wrong is logged of some requests only
	}
	for _, fn := range r.signatures(s.call) {
		if r.hasParameter(fn, httpRequest) && r.hasParameter(fn, responseWriter) {
			return r.handsOn(s.call)
		}
	}
	return false
}

func (r *reader) isPath(e ast.Expr) bool {
	sel, ok := e.(*ast.SelectorExpr)
	if !ok || sel.Sel.Name != "Path" && sel.Sel.Name != "RequestURI" {
		return false
	}
	if sel.Sel.Name == "RequestURI" {
		return r.isInboundRequest(sel.X)
	}
	url, ok := sel.X.(*ast.SelectorExpr)
	return ok && url.Sel.Name == "URL" && r.isInboundRequest(url.X)
}

// handsOn reports whether the function around a node calls the next handler: else it is one that answers by itself.
func (r *reader) handsOn(n ast.Node) bool {
	found := false
	if fn := r.functionAround(n); fn != nil {
		ast.Inspect(fn, func(n ast.Node) bool {
			if call, ok := n.(*ast.CallExpr); ok && calledNameText(call) == "ServeHTTP" {
				found = true
			}
			return !found
		})
	}
	return found
}
