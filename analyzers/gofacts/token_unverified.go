package gofacts

import (
	"go/ast"
	"regexp"
	"strings"
	"sync"

	"github.com/wirevet/wirevet/facts"
)

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
