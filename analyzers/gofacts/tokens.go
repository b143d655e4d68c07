package gofacts

import (
	"go/ast"
	"regexp"
	"strings"
	"sync"
	"time"

	"github.com/wirevet/wirevet/facts"
)

// readTokens states how the package decides whether a token is good.
func (r *reader) readTokens() {
	for _, name := range sortedKeys(r.calls) {
		module, symbol := splitVersion(name)
		switch module {
		case golangJWT, dgrijalvaJWT:
			for _, call := range r.calls[name] {
				r.golangJWT(libraryName(name), symbol, call)
			}
		case lestrratJWX + "/jwt":
			for _, call := range r.calls[name] {
				r.lestrratJWT(name, symbol, call)
			}
		case goJOSE + "/jwt":
			for _, call := range r.calls[name] {
				r.joseJWT(symbol, call)
			}
		}
	}
	for _, name := range sortedKeys(r.literals) {
		module, symbol := splitVersion(name)
		switch {
		case module == goOIDC+"/oidc" && symbol == "Config", module == goOIDC && symbol == "Config":
			for _, lit := range r.literals[name] {
				r.oidcConfig(lit)
			}
		case module == officialAuth && symbol == "RequireBearerTokenOptions":
			for _, lit := range r.literals[name] {
				r.bearerOptions(lit)
			}
		}
	}
}

// versionElement is the element of an import path that names a major version.
var versionElement = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`/v[0-9]+(/|$)`)
})

// splitVersion cuts a symbol into the import path without its major version, and the name.
func splitVersion(symbol string) (path, name string) {
	slash := strings.LastIndexByte(symbol, '/') + 1
	dot := strings.IndexByte(symbol[slash:], '.')
	if dot < 0 {
		return "", symbol
	}
	path, name = symbol[:slash+dot], symbol[slash+dot+1:]
	if at := versionElement().FindStringIndex(path); at != nil {
		path = strings.TrimSuffix(path[:at[0]]+"/"+path[at[1]:], "/")
	}
	return path, name
}

// libraryName is what people call a module, with its major version: "golang-jwt v5".
func libraryName(symbol string) string {
	if strings.HasPrefix(symbol, dgrijalvaJWT) {
		return "jwt-go"
	}
	if at := versionElement().FindString(symbol + "/"); at != "" {
		return "golang-jwt " + strings.Trim(at, "/")
	}
	rest := strings.TrimPrefix(symbol, golangJWT+"/")
	if major, _, ok := strings.Cut(rest, "."); ok && strings.HasPrefix(major, "v") {
		return "golang-jwt " + major
	}
	return "golang-jwt"
}

// arguments returns the arguments of a call from the one at first on, and whether they are all. Those of a slice that is
// handed on with dots are followed to where the slice is put together.
func (r *reader) arguments(call *ast.CallExpr, first int) ([]ast.Expr, bool) {
	if first >= len(call.Args) {
		return nil, true
	}
	if !call.Ellipsis.IsValid() {
		return call.Args[first:], true
	}
	var out []ast.Expr
	complete := false
	for _, e := range r.origins(call.Args[len(call.Args)-1]) {
		if lit, ok := e.(*ast.CompositeLit); ok {
			out, complete = append(out, lit.Elts...), true
		}
	}
	out = append(out, r.appended(call.Args[len(call.Args)-1])...)
	return out, complete
}

func (r *reader) addToken(t *facts.TokenValidation) {
	r.facts.Tokens = append(r.facts.Tokens, t)
}

func (r *reader) validation(at ast.Node, library string) *facts.TokenValidation {
	return &facts.TokenValidation{Entry: r.pkg.Entry, Span: r.span(at), Library: library}
}

func (r *reader) leeway(t *facts.TokenValidation, option *ast.CallExpr) {
	if len(option.Args) == 1 {
		r.leewayOf(t, option.Args[0])
	}
}

func (r *reader) leewayOf(t *facts.TokenValidation, e ast.Expr) {
	if d, ok := r.duration(e); ok {
		t.Leeway = facts.Written(d, r.span(e))
	} else {
		t.Leeway = facts.Undecided[time.Duration](r.span(e), facts.UnknownVariable)
	}
}

func isTrue(e ast.Expr) bool  { id, ok := e.(*ast.Ident); return ok && id.Name == "true" }
func isFalse(e ast.Expr) bool { id, ok := e.(*ast.Ident); return ok && id.Name == "false" }
