package gofacts

import (
	"go/ast"
	"strings"
)

// The two versions of fiber that are in use. Read in v2.52.15 and v3 of 2026-08: listen.go, app.go, middleware/cors,
// middleware/adaptor.
const (
	fiber2 = "github.com/gofiber/fiber/v2"
	fiber3 = "github.com/gofiber/fiber/v3"
)

// fiberOf returns what a symbol names within fiber: "App.Listen", "/middleware/cors.New".
func fiberOf(symbol string) (name string, ok bool) {
	for _, module := range []string{fiber2, fiber3} {
		if rest, found := strings.CutPrefix(symbol, module); found {
			return strings.TrimPrefix(rest, "."), true
		}
	}
	return "", false
}

func isFiberContext(typeName string) bool {
	name, ok := fiberOf(typeName)
	return ok && name == "Ctx"
}

// madeByNew are types whose constructor is called New alone, which does not tell what it makes.
var madeByNew = map[string]string{
	fiber2 + ".New": fiber2 + ".App", fiber3 + ".New": fiber3 + ".App",
	"github.com/gin-gonic/gin.New": "github.com/gin-gonic/gin.Engine", "github.com/gin-gonic/gin.Default": "github.com/gin-gonic/gin.Engine",
	"github.com/labstack/echo/v4.New": "github.com/labstack/echo/v4.Echo", "github.com/labstack/echo/v5.New": "github.com/labstack/echo/v5.Echo",
}

// wrapsMiddleware are functions that make middleware of a framework of one of net/http.
var wrapsMiddleware = map[string]bool{
	fiber2 + "/middleware/adaptor.HTTPMiddleware": true, fiber3 + "/middleware/adaptor.HTTPMiddleware": true,
	"github.com/labstack/echo/v4.WrapMiddleware": true, "github.com/labstack/echo/v5.WrapMiddleware": true,
}

// onFramework reads a call that both builds a server and serves.
func (r *reader) onFramework(call *ast.CallExpr, symbol string) []listening {
	fun, ok := call.Fun.(*ast.SelectorExpr)
	if !ok {
		return nil
	}
	l := listening{handler: fun.X, helper: true, tls: strings.HasSuffix(symbol, "TLS")}
	if len(call.Args) > 0 {
		l.address = call.Args[0]
	}
	if strings.HasPrefix(symbol, mark3labs) {
		l.product = "mcp-go"
	}
	if name, ok := fiberOf(symbol); ok {
		return r.onFiber(call, strings.TrimPrefix(name, "App."), l)
	}
	return []listening{l}
}

// onFiber reads the methods of fiber's App that accept connections. Version 3 has one, which takes the files of TLS in its
// second argument.
func (r *reader) onFiber(call *ast.CallExpr, method string, l listening) []listening {
	l.product, l.bounded = "fiber", r.fiberBounds(l.handler)
	switch method {
	case "Listener":
		return r.accepting(call.Args[0], l)
	case "ListenMutualTLS":
		l.clientCertificates = true
	case "Listen":
		if len(call.Args) != 2 {
			return []listening{l}
		}
		o := r.objectOf(call.Args[1])
		if o == nil || o.literal == nil {
			return nil
		}
		for _, field := range []string{"CertFile", "TLSConfig", "AutoCertManager"} {
			l.tls = l.tls || o.last(field) != nil
		}
		l.clientCertificates = o.last("CertClientFile") != nil
		if s := o.last("TLSConfig"); s != nil && s.value != nil {
			l.config = r.objectOf(s.value)
		}
	}
	return []listening{l}
}

// fiberBounds reports whether an App limits how long it reads a request: fasthttp has no limit unless ReadTimeout is set.
func (r *reader) fiberBounds(app ast.Expr) timeBound {
	made := r.callBehind(app)
	if made == nil {
		return boundUnknown
	}
	if name, _ := fiberOf(r.called(made)); name != "New" {
		return boundUnknown
	}
	if len(made.Args) == 0 {
		return unbounded
	}
	o := r.objectOf(made.Args[0])
	switch {
	case o == nil || o.literal == nil:
		return boundUnknown
	case o.last("ReadTimeout") != nil:
		return bounded
	}
	return unbounded
}

// timeBound is whether the time for reading a request is limited.
type timeBound uint8

const (
	boundUnset timeBound = iota // the server says so itself
	boundUnknown
	bounded
	unbounded
)
