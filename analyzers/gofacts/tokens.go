package gofacts

import (
	"go/ast"
	"go/token"
	"regexp"
	"strings"
	"sync"
	"time"

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
	_, name := splitVersion(r.symbol(call.Fun))
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
		if _, name := splitVersion(r.symbol(made.Fun)); name != "NewParser" {
			continue
		}
		options, all := r.arguments(made, 0)
		out, complete = append(out, options...), all
	}
	return out, complete
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

func (r *reader) addToken(t *facts.TokenValidation) {
	r.facts.Tokens = append(r.facts.Tokens, t)
}

func (r *reader) validation(at ast.Node, library string) *facts.TokenValidation {
	return &facts.TokenValidation{Entry: r.pkg.Entry, Span: r.span(at), Library: library}
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
		ast.Inspect(file, func(n ast.Node) bool {
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

// unverified reads a call that only decodes a token. That is a hole where the token is a caller's and nothing verifies it;
// a client that looks into its own token is none.
func (r *reader) unverified(library string, call *ast.CallExpr) {
	if !r.decidesAccess(call) || r.verifiesTokens() {
		return
	}
	t := r.validation(call.Fun, library)
	t.Signature = facts.Written(false, t.Span)
	r.addToken(t)
}

// accessName is a word in the name of a function that decides who is let in.
var accessName = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`(?i)verif|valid|authn|authen|authori[sz]|middleware`)
})

// decidesAccess reports whether the node stands in a function that lets callers in: by its name, or because it sees their
// requests.
func (r *reader) decidesAccess(n ast.Node) bool {
	decl := r.enclosing(n)
	if decl == nil {
		return false
	}
	return accessName().MatchString(decl.Name.Name) || r.takesRequest(n)
}

// verifiesTokens reports whether the package verifies a signature anywhere.
func (r *reader) verifiesTokens() bool {
	for name := range r.calls {
		module, symbol := splitVersion(name)
		switch {
		case (module == golangJWT || module == dgrijalvaJWT) && (strings.HasSuffix(symbol, "Parse") || strings.HasSuffix(symbol, "ParseWithClaims")),
			module == lestrratJWX+"/jwt" && (symbol == "Parse" || symbol == "ParseRequest"), module == lestrratJWX+"/jws" && symbol == "Verify",
			strings.HasPrefix(module, goOIDC) && strings.HasSuffix(symbol, ".Verify"),
			module == goJOSE+"/jwt" && symbol == "JSONWebToken.Claims":
			return true
		}
	}
	return false
}

// lestrratJWT reads a call of lestrrat-go/jwx. Since v2 Parse verifies and validates unless it is told otherwise (jwt.Parse's
// documentation in v2 and v3); v1 validates only when told to.
func (r *reader) lestrratJWT(name, symbol string, call *ast.CallExpr) {
	switch symbol {
	case "ParseInsecure":
		r.unverified("lestrrat-go/jwx", call)
		return
	case "Parse", "ParseString", "ParseReader", "ParseRequest":
	default:
		return
	}
	t := r.validation(call.Fun, "lestrrat-go/jwx")
	for _, option := range call.Args[min(1, len(call.Args)):] {
		o, ok := option.(*ast.CallExpr)
		if !ok {
			continue
		}
		switch _, optionName := splitVersion(r.symbol(o.Fun)); optionName {
		case "WithVerify":
			if len(o.Args) == 1 && isFalse(o.Args[0]) && r.decidesAccess(call) && r.calls[lestrratJWX+"/v2/jws.Verify"] == nil && r.calls[lestrratJWX+"/v3/jws.Verify"] == nil {
				t.Signature = facts.Written(false, r.span(o))
			}
		case "WithValidate":
			if len(o.Args) == 1 && isFalse(o.Args[0]) && r.calls[strings.TrimSuffix(name, symbol)+"Validate"] == nil {
				t.Claims = facts.Written(false, r.span(o))
			}
		case "WithAcceptableSkew":
			r.leeway(t, o)
		}
	}
	r.claimsReadElsewhere(t)
}

// joseJWT reads a call of go-jose's jwt package.
func (r *reader) joseJWT(symbol string, call *ast.CallExpr) {
	switch symbol {
	case "JSONWebToken.UnsafeClaimsWithoutVerification":
		r.unverified("go-jose", call)
	case "Claims.ValidateWithLeeway":
		t := r.validation(call.Fun, "go-jose")
		if len(call.Args) == 2 {
			r.leewayOf(t, call.Args[1])
		}
		r.addToken(t)
	}
}

// oidcConfig reads a configuration of go-oidc, which verifies everything unless it is told otherwise.
func (r *reader) oidcConfig(lit *ast.CompositeLit) {
	t := r.validation(lit, "go-oidc")
	for _, elt := range lit.Elts {
		kv, ok := elt.(*ast.KeyValueExpr)
		if !ok || !isTrue(kv.Value) {
			continue
		}
		key, _ := kv.Key.(*ast.Ident)
		switch at := r.span(kv); {
		case key == nil:
		case key.Name == "InsecureSkipSignatureCheck":
			t.Signature = facts.Written(false, at)
		case key.Name == "SkipExpiryCheck":
			t.Expiry = facts.Written(facts.ExpiryIgnored, at)
			if r.readsClaim("Expiry", "Exp", "exp") {
				t.Expiry = facts.Undecided[facts.ExpiryCheck](at, facts.OutsideRepository)
			}
		case key.Name == "SkipClientIDCheck":
			t.Audience = facts.Written(false, at)
		}
	}
	r.claimsReadElsewhere(t)
}

// bearerOptions reads the options of the official SDK's bearer middleware (v1.8.0: tokens without an expiry are refused
// unless AllowMissingExpiration is set).
func (r *reader) bearerOptions(lit *ast.CompositeLit) {
	for _, elt := range lit.Elts {
		kv, ok := elt.(*ast.KeyValueExpr)
		if !ok || !isTrue(kv.Value) {
			continue
		}
		if key, ok := kv.Key.(*ast.Ident); ok && key.Name == "AllowMissingExpiration" {
			t := r.validation(kv, "the bearer middleware of the MCP Go SDK")
			t.Expiry = facts.Written(facts.ExpiryOptional, t.Span)
			r.addToken(t)
		}
	}
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
