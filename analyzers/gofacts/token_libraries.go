package gofacts

import (
	"go/ast"
	"strings"

	"github.com/wirevet/wirevet/facts"
)

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
		switch _, optionName := splitVersion(r.called(o)); optionName {
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
