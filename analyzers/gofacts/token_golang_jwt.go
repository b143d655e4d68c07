package gofacts

import (
	"go/ast"
	"go/token"
	"strings"

	"github.com/wirevet/wirevet/facts"
)

// The modules that validate tokens. Several have a path for each major version.
const (
	golangJWT    = "github.com/golang-jwt/jwt"
	dgrijalvaJWT = "github.com/dgrijalva/jwt-go"
	lestrratJWX  = "github.com/lestrrat-go/jwx"
	goOIDC       = "github.com/coreos/go-oidc"
	goJOSE       = "github.com/go-jose/go-jose"
	officialAuth = "github.com/modelcontextprotocol/go-sdk/auth"
)

// golangJWT reads a call of golang-jwt v3, v4 or v5. Its key functions cannot confuse algorithms: each signing method takes
// keys of its own Go type alone, and "none" takes only a constant of the library.
func (r *reader) golangJWT(library, symbol string, call *ast.CallExpr) {
	var first int // of the options
	switch symbol {
	case "Parse", "Parser.Parse":
		first = 2
	case "ParseWithClaims", "Parser.ParseWithClaims":
		first = 3
	case "Parser.ParseUnverified":
		r.unverified(library, call)
		return
	default:
		return
	}
	t := r.validation(call.Fun, library)
	t.Expiry = facts.ByDefault(facts.ExpiryOptional, t.Span, library+" refuses an expired token, and accepts one without an expiry unless WithExpirationRequired is given")
	t.Audience = facts.ByDefault(false, t.Span, library+" checks no audience unless WithAudience is given")
	options, complete := r.arguments(call, first)
	if strings.HasPrefix(symbol, "Parser.") {
		options, complete = r.parserOptions(call)
	}
	for _, option := range options {
		r.golangJWTOption(t, option)
	}
	if !complete {
		t.Expiry = facts.Undecided[facts.ExpiryCheck](t.Span, facts.SeveralValues)
		t.Audience = facts.Undecided[bool](t.Span, facts.SeveralValues)
	}
	for _, e := range r.origins(call.Args[min(first, len(call.Args))-1]) {
		if fn, ok := e.(*ast.FuncLit); ok {
			r.unsignedKey(t, fn.Body)
		}
	}
	r.claimsReadElsewhere(t)
}

// unsignedKey looks for the constant by which a key function accepts tokens without a signature.
func (r *reader) unsignedKey(t *facts.TokenValidation, body ast.Node) {
	ast.Inspect(body, func(n ast.Node) bool {
		if sel, ok := n.(*ast.SelectorExpr); ok && sel.Sel.Name == "UnsafeAllowNoneSignatureType" {
			t.Unsigned = facts.Written(true, r.span(sel))
		}
		return true
	})
}

func (r *reader) golangJWTOption(t *facts.TokenValidation, option ast.Expr) {
	call, ok := option.(*ast.CallExpr)
	if !ok {
		return
	}
	_, name := splitVersion(r.called(call))
	switch name {
	case "WithoutClaimsValidation":
		t.Claims = facts.Written(false, r.span(call))
	case "WithExpirationRequired":
		t.Expiry = facts.Written(facts.ExpiryRequired, r.span(call))
	case "WithAudience", "WithAllAudiences":
		t.Audience = facts.Written(true, r.span(call))
	case "WithLeeway":
		r.leeway(t, call)
	case "WithValidMethods":
		ast.Inspect(call, func(n ast.Node) bool {
			if lit, ok := n.(*ast.BasicLit); ok && strings.EqualFold(strings.Trim(lit.Value, "\"`"), "none") {
				t.Unsigned = facts.Written(true, r.span(lit))
			}
			return true
		})
	}
}

// parserOptions returns the options of the parser that a method is called on, and whether all of them are known.
func (r *reader) parserOptions(call *ast.CallExpr) ([]ast.Expr, bool) {
	sel, ok := call.Fun.(*ast.SelectorExpr)
	if !ok {
		return nil, false
	}
	var out []ast.Expr
	complete := false
	for _, e := range r.origins(sel.X) {
		made, ok := e.(*ast.CallExpr)
		if !ok {
			continue
		}
		if _, name := splitVersion(r.called(made)); name != "NewParser" {
			continue
		}
		options, all := r.arguments(made, 0)
		out, complete = append(out, options...), all
	}
	return out, complete
}

// claimsReadElsewhere takes back what is said of claims that the package looks at by itself, behind the library.
func (r *reader) claimsReadElsewhere(t *facts.TokenValidation) {
	expiry, audience := r.readsClaim("ExpiresAt", "Exp", "exp", "GetExpirationTime", "VerifyExpiresAt", "Expiry", "Expiration"),
		r.readsClaim("Audience", "Aud", "aud", "GetAudience", "VerifyAudience", "Audiences")
	if expiry && t.Expiry.State == facts.Default {
		t.Expiry = facts.Undecided[facts.ExpiryCheck](t.Span, facts.OutsideRepository)
	}
	if audience && !t.Audience.Value {
		t.Audience = facts.Undecided[bool](t.Span, facts.OutsideRepository)
	}
	if expiry && !t.Claims.Value && t.Claims.Known() {
		t.Claims = facts.Undecided[bool](t.Claims.Span, facts.OutsideRepository)
	}
	r.addToken(t)
}

// readsClaim reports whether the package reads a claim, or calls a function, of one of the names.
func (r *reader) readsClaim(names ...string) bool {
	wanted := map[string]bool{}
	for _, n := range names {
		wanted[n] = true
	}
	found := false
	for _, file := range r.files {
		written := map[ast.Expr]bool{}
		r.inspect(file, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.AssignStmt:
				for _, left := range n.Lhs {
					written[left] = true
				}
			case *ast.SelectorExpr:
				found = found || wanted[n.Sel.Name] && !written[n]
			case *ast.IndexExpr:
				if lit, ok := n.Index.(*ast.BasicLit); ok && lit.Kind == token.STRING {
					found = found || wanted[strings.Trim(lit.Value, "\"`")] && !written[n]
				}
			}
			return !found
		})
	}
	return found
}
