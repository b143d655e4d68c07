package gofacts

import (
	"go/ast"
	"go/constant"
	"strings"

	"github.com/wirevet/wirevet/facts"
)

// crossOrigin is which pages a server lets read its answers.
type crossOrigin struct {
	any         bool // every one
	credentials bool // with the browser's cookies
	echoed      bool // by naming the origin that the request names
	at          facts.Span
	byDefault   string // the library whose default it is
}

// corsPackages are libraries of middleware for CORS; where they are given no origins, all are allowed (rs/cors 1.11 and
// go-chi/cors 1.2, Options.AllowedOrigins; fiber, ConfigDefault), but for gin-contrib.
var corsPackages = []string{
	"github.com/rs/cors", "github.com/go-chi/cors", "github.com/gin-contrib/cors", fiber2 + "/middleware/cors", fiber3 + "/middleware/cors",
}

// crossOriginOf says what a pass lets pages of other origins do.
func (r *reader) crossOriginOf(p pass) crossOrigin {
	for _, library := range corsPackages {
		if strings.HasPrefix(p.symbol, library+".") {
			return r.crossOriginOfLibrary(p, library)
		}
	}
	if p.body != nil {
		return r.crossOriginIn(p.body)
	}
	if p.function != nil && p.function.Pkg() != r.pass.Pkg {
		var f middlewareChecks
		if r.pass.ImportObjectFact(p.function, &f) && f.AnyOrigin {
			out := crossOrigin{any: true, credentials: f.Credentials}
			switch {
			case p.call != nil:
				out.at = r.span(p.call.Fun)
			case p.named != nil:
				out.at = r.span(p.named)
			default:
				return crossOrigin{}
			}
			return out
		}
	}
	return crossOrigin{}
}

// crossOriginOfLibrary reads the options of cors.New(options).Handler, cors.Handler(options), cors.AllowAll().Handler.
func (r *reader) crossOriginOfLibrary(p pass, library string) crossOrigin {
	if p.call == nil {
		return crossOrigin{}
	}
	call := p.call
	if made, ok := ast.Unparen(call.Fun).(*ast.CallExpr); ok {
		call = made
	}
	if fun, ok := call.Fun.(*ast.SelectorExpr); ok && fun.Sel.Name == "Handler" && r.imported(fun.X) == "" {
		if call = r.callBehind(fun.X); call == nil {
			return crossOrigin{}
		}
	}
	out := crossOrigin{at: r.span(call.Fun), byDefault: library}
	switch name := r.called(call); {
	case strings.HasSuffix(name, ".AllowAll"), strings.HasSuffix(name, ".Default"):
		out.any, out.byDefault = true, ""
		return out
	case len(call.Args) == 0 && strings.HasPrefix(library, "github.com/gofiber"):
		out.any = true
		return out
	case len(call.Args) != 1:
		return crossOrigin{}
	}
	o := r.objectOf(call.Args[0])
	if o == nil || o.literal == nil {
		return crossOrigin{}
	}
	return r.crossOriginOfOptions(o, out)
}

func (r *reader) crossOriginOfOptions(o *object, out crossOrigin) crossOrigin {
	if s, ok := r.boolSetting(o, "AllowCredentials"); ok && s.Known() {
		out.credentials = s.Value
	}
	if s, ok := r.boolSetting(o, "AllowAllOrigins"); ok && s.Known() && s.Value {
		out.any, out.at, out.byDefault = true, s.Span, ""
		return out
	}
	for _, field := range []string{
		"AllowOriginFunc", "AllowOriginRequestFunc", "AllowOriginVaryRequestFunc", "AllowOriginWithContextFunc", "AllowOriginsFunc",
	} {
		if s := o.last(field); s != nil {
			if body := r.bodyOf(s.value); body != nil && r.alwaysTrue(body) {
				out.any, out.echoed, out.at, out.byDefault = true, true, r.span(s.node), ""
				return out
			}
			return crossOrigin{}
		}
	}
	for _, field := range []string{"AllowedOrigins", "AllowOrigins"} {
		s := o.last(field)
		if s == nil || s.value == nil {
			continue
		}
		elements, ok := r.originsAllowed(s.value)
		if !ok {
			return crossOrigin{}
		}
		for _, element := range elements {
			if text, known, _ := whole(r.text(element)); known && text == "*" {
				out.any, out.at, out.byDefault = true, r.span(element), ""
			}
		}
		return out
	}
	out.any = !strings.Contains(out.byDefault, "gin-contrib")
	return out
}

// originsAllowed lists the origins of a slice, or of a text with one (fiber v2, which parts several by commas).
func (r *reader) originsAllowed(e ast.Expr) ([]ast.Expr, bool) {
	if _, known, _ := whole(r.text(e)); known {
		return []ast.Expr{e}, true
	}
	if lit := r.literalBehind(e); lit != nil {
		return lit.Elts, true
	}
	return nil, false
}

// alwaysTrue reports whether a function says yes, whatever it is asked.
func (r *reader) alwaysTrue(body *ast.BlockStmt) bool {
	for _, ret := range returnsOf(body) {
		if len(ret.Results) == 0 {
			return false
		}
		c := r.constantOf(ret.Results[0])
		if c == nil || c.Kind() != constant.Bool || !constant.BoolVal(c) {
			return false
		}
	}
	return true
}

// readCrossOrigin states which pages may call an endpoint.
func (r *reader) readCrossOrigin(route *facts.Route, e endpoint) {
	for i, p := range e.passes {
		c := r.crossOriginOf(p)
		if !c.any || p.sometime || route.Origins.Known() || c.echoed && r.originCheckedBeside(e.passes, i) {
			continue
		}
		route.Origins = facts.Written("*", c.at)
		if c.byDefault != "" {
			route.Origins = facts.ByDefault("*", c.at, c.byDefault+" allows all when it is given none")
		}
		if c.credentials {
			route.AnyOriginWithCredentials = facts.Written(true, c.at)
		}
	}
}

// originCheckedBeside reports whether another pass than the one at i refuses foreign origins.
func (r *reader) originCheckedBeside(passes []pass, i int) bool {
	for j, p := range passes {
		if j != i && r.checksOf(p).origin {
			return true
		}
	}
	return false
}
