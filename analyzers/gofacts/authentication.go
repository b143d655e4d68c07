package gofacts

import (
	"go/ast"
	"go/types"
	"regexp"
	"strings"
	"sync"

	"github.com/wirevet/wirevet/facts"
)

// checks is what code that a request passes looks at, and refuses the request for.
type checks struct {
	authentication facts.AuthenticationKind
	origin, host   bool
	opaque         bool // code that is not here, and is not known to check nothing
}

// middlewareChecks tells importers what a function that wraps handlers checks.
type middlewareChecks struct {
	Authentication         uint8
	Origin, Host           bool
	AnyOrigin, Credentials bool // lets pages of every origin read the answers, with cookies
}

// AFact marks it as a fact.
func (*middlewareChecks) AFact() {}

func (f *middlewareChecks) String() string { return "checks requests" }

// knownChecks are functions of libraries that wrap handlers.
var knownChecks = map[string]checks{
	officialSDK + "/auth.RequireBearerToken":                                   {authentication: facts.TokenAuthentication},
	"net/http.CrossOriginProtection.Handler":                                   {origin: true},
	"github.com/gorilla/csrf.Protect":                                          {origin: true},
	"github.com/gin-gonic/gin.BasicAuth":                                       {authentication: facts.PasswordAuthentication},
	"github.com/go-chi/chi/v5/middleware.BasicAuth":                            {authentication: facts.PasswordAuthentication},
	"github.com/go-chi/jwtauth/v5.Authenticator":                               {authentication: facts.TokenAuthentication},
	"github.com/labstack/echo/v4/middleware.KeyAuth":                           {authentication: facts.TokenAuthentication},
	"github.com/labstack/echo/v4/middleware.BasicAuth":                         {authentication: facts.PasswordAuthentication},
	"github.com/labstack/echo/v4/middleware.JWT":                               {authentication: facts.TokenAuthentication},
	"github.com/auth0/go-jwt-middleware/v2.New.CheckJWT":                       {authentication: facts.TokenAuthentication},
	fiber2 + "/middleware/keyauth.New":                                         {authentication: facts.TokenAuthentication},
	fiber3 + "/middleware/keyauth.New":                                         {authentication: facts.TokenAuthentication},
	fiber2 + "/middleware/basicauth.New":                                       {authentication: facts.PasswordAuthentication},
	fiber3 + "/middleware/basicauth.New":                                       {authentication: facts.PasswordAuthentication},
	"github.com/gofiber/contrib/jwt.New":                                       {authentication: facts.TokenAuthentication},
	fiber2 + "/middleware/csrf.New":                                            {origin: true},
	fiber3 + "/middleware/csrf.New":                                            {origin: true},
	fiber3 + "/middleware/hostauthorization.New":                               {host: true},
	fiber2 + "/middleware/adaptor.HTTPHandler":                                 {},
	fiber3 + "/middleware/adaptor.HTTPHandler":                                 {},
	fiber2 + "/middleware/adaptor.HTTPHandlerFunc":                             {},
	fiber3 + "/middleware/adaptor.HTTPHandlerFunc":                             {},
	"net/http.StripPrefix":                                                     {},
	"net/http.TimeoutHandler":                                                  {},
	"net/http.MaxBytesHandler":                                                 {},
	"golang.org/x/net/http2/h2c.NewHandler":                                    {},
	"github.com/rs/cors.Cors.Handler":                                          {},
	"github.com/go-chi/cors.Handler":                                           {},
	"github.com/gin-contrib/cors.New":                                          {},
	"github.com/gin-gonic/gin.Logger":                                          {},
	"github.com/gin-gonic/gin.Recovery":                                        {},
	"github.com/gin-gonic/gin.WrapH":                                           {},
	"github.com/gin-gonic/gin.WrapF":                                           {},
	"github.com/gorilla/handlers.CORS":                                         {},
	"github.com/gorilla/handlers.LoggingHandler":                               {},
	"github.com/gorilla/handlers.CombinedLoggingHandler":                       {},
	"github.com/gorilla/handlers.RecoveryHandler":                              {},
	"github.com/gorilla/handlers.CompressHandler":                              {},
	"go.opentelemetry.io/contrib/instrumentation/net/http/otelhttp.NewHandler": {},
}

// harmless are packages of middleware that look at nobody.
var harmless = []string{
	"github.com/go-chi/chi/v5/middleware.", "github.com/labstack/echo/v4/middleware.", "github.com/felixge/httpsnoop.",
	fiber2 + "/middleware/", fiber3 + "/middleware/",
}

// namesCheck recognises middleware of other packages that authenticates, by its name; namesNothing such as does not.
var (
	namesCheck = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`(?i)auth|token|jwt|oidc|bearer|apikey|api_key|session|protect|guard|secur|require`)
	})
	namesNothing = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`(?i)log|trac|metric|cors|recover|gzip|compress|requestid|request_id|timeout|otel|instrument|throttle|ratelimit|wrap|prefix|maxbytes|limit`)
	})
)

// checksOf says what a pass checks.
func (r *reader) checksOf(p pass) checks {
	if p.known != nil {
		return *p.known
	}
	if known, ok := knownChecks[p.symbol]; ok {
		return known
	}
	if p.body != nil {
		c := r.checksIn(p.body, map[*ast.BlockStmt]bool{})
		if p.sometime && c.authentication != facts.NoAuthentication {
			c.opaque = true // it depends on the configuration
		}
		return c
	}
	if p.function != nil && p.function.Pkg() != r.pass.Pkg {
		var f middlewareChecks
		if r.pass.ImportObjectFact(p.function, &f) {
			return checks{authentication: facts.AuthenticationKind(f.Authentication), origin: f.Origin, host: f.Host}
		}
	}
	for _, prefix := range harmless {
		if strings.HasPrefix(p.symbol, prefix) {
			return checks{}
		}
	}
	name := lastPart(p.symbol)
	return checks{opaque: name == "" || namesCheck().MatchString(name) || !namesNothing().MatchString(name)}
}

// credentialHeaders are headers that carry what authenticates a caller.
var credentialHeaders = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`(?i)^(authorization|proxy-authorization|x-api-key|api-key|x-auth-token|x-api-token|x-access-token|cf-access-jwt-assertion|x-goog-iap-jwt-assertion|.*-(token|key|secret))$`)
})

// checksIn looks for what a body reads of a request, and whether it refuses. Reading a header alone is no check.
func (r *reader) checksIn(body *ast.BlockStmt, seen map[*ast.BlockStmt]bool) checks {
	if seen[body] || len(seen) > 12 {
		return checks{}
	}
	seen[body] = true
	var c checks
	refuses := false
	var read checks
	ast.Inspect(body, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.SelectorExpr:
			switch n.Sel.Name {
			case "StatusUnauthorized", "StatusForbidden", "StatusMisdirectedRequest", "ErrUnauthorized", "ErrForbidden":
				refuses = true
			case "PeerCertificates", "VerifiedChains":
				read.authentication = max(read.authentication, facts.ClientCertificate)
			case "Host":
				if r.typeOf(n.X) == "net/http.Request" {
					read.host = true
				}
			}
		case *ast.BasicLit:
			refuses = refuses || n.Value == "401" || n.Value == "403"
		case *ast.CallExpr:
			r.checksInCall(n, &c, &read, &refuses, seen)
		}
		return true
	})
	if refuses {
		c.authentication = max(c.authentication, read.authentication)
		c.origin, c.host = c.origin || read.origin, c.host || read.host
	}
	return c
}

// checksInCall takes a call in a body into account: a header that is read, a function of the package, a library's check.
func (r *reader) checksInCall(call *ast.CallExpr, c, read *checks, refuses *bool, seen map[*ast.BlockStmt]bool) {
	symbol := r.called(call)
	if known, ok := knownChecks[symbol]; ok {
		c.merge(known)
		return
	}
	if fn := r.ownFunction(call); fn != nil && fn.Body != nil && !seen[fn.Body] {
		before := len(seen)
		inner := r.checksIn(fn.Body, seen)
		c.merge(inner)
		if len(seen) > before && inner.authentication == facts.NoAuthentication {
			// A function that reads, while its caller refuses; or refuses, after its caller has read.
			reads, rejects := r.readsIn(fn.Body)
			read.merge(reads)
			*refuses = *refuses || rejects
		}
		return
	}
	name := calledName(call)
	if name == nil {
		return
	}
	if obj, ok := r.info.Uses[name].(*types.Func); ok && obj.Pkg() != r.pass.Pkg && obj.Pkg() != nil {
		var f middlewareChecks
		if r.pass.ImportObjectFact(obj, &f) {
			c.merge(checks{authentication: facts.AuthenticationKind(f.Authentication), origin: f.Origin, host: f.Host})
		}
	}
	switch name.Name {
	case "Get", "GetHeader", "Values", "FormValue":
		if p := r.presentedBy(call); p != nil && p.secret() {
			read.authentication = max(read.authentication, facts.TokenAuthentication)
		} else if len(call.Args) == 1 {
			r.headerRead(call.Args[0], read)
		}
	case "BasicAuth":
		read.authentication = max(read.authentication, facts.PasswordAuthentication)
	case "Cookie":
		read.authentication = max(read.authentication, facts.TokenAuthentication)
	case "Query", "Cookies":
		if p := r.presentedBy(call); p != nil && p.secret() {
			read.authentication = max(read.authentication, facts.TokenAuthentication)
		}
	case "Hostname", "Host":
		read.host = read.host || isFiberContext(r.typeOf(receiver(call)))
	}
}

func (r *reader) headerRead(e ast.Expr, read *checks) {
	header, known, _ := whole(r.text(e))
	switch {
	case !known:
		// A header that the configuration names: what else would it be read for?
		read.authentication = max(read.authentication, facts.TokenAuthentication)
	case strings.EqualFold(header, "Origin"):
		read.origin = true
	case strings.EqualFold(header, "Host"):
		read.host = true
	case credentialHeaders().MatchString(header):
		read.authentication = max(read.authentication, facts.TokenAuthentication)
	}
}

// readsIn says what a body reads and whether it refuses, each for itself.
func (r *reader) readsIn(body *ast.BlockStmt) (checks, bool) {
	var read checks
	refuses := false
	ast.Inspect(body, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.SelectorExpr:
			refuses = refuses || n.Sel.Name == "StatusUnauthorized" || n.Sel.Name == "StatusForbidden"
			if n.Sel.Name == "Host" && r.typeOf(n.X) == "net/http.Request" {
				read.host = true
			}
		case *ast.CallExpr:
			name := calledName(n)
			switch {
			case name == nil:
			case (name.Name == "Get" || name.Name == "GetHeader") && len(n.Args) == 1:
				r.headerRead(n.Args[0], &read)
			case name.Name == "BasicAuth":
				read.authentication = max(read.authentication, facts.PasswordAuthentication)
			}
		}
		return true
	})
	return read, refuses
}

func (c *checks) merge(o checks) {
	c.authentication = max(c.authentication, o.authentication)
	c.origin, c.host, c.opaque = c.origin || o.origin, c.host || o.host, c.opaque || o.opaque
}

// exportChecks tells importers what the package's middleware checks.
func (r *reader) exportChecks() {
	for f, fn := range r.exportedFunctions() {
		if !concernsHTTP(f) {
			continue
		}
		c := r.checksIn(fn.Body, map[*ast.BlockStmt]bool{})
		cors := r.crossOriginIn(fn.Body)
		if c.authentication != facts.NoAuthentication || c.origin || c.host || cors.any {
			r.pass.ExportObjectFact(f, &middlewareChecks{uint8(c.authentication), c.origin, c.host, cors.any, cors.credentials})
		}
	}
}

// concernsHTTP reports whether a function takes or gives handlers or requests.
func concernsHTTP(f *types.Func) bool {
	signature := f.Signature()
	for _, tuple := range []*types.Tuple{signature.Params(), signature.Results()} {
		for v := range tuple.Variables() {
			text := v.Type().String()
			if strings.Contains(text, "net/http.") || strings.Contains(text, "gin.") || strings.Contains(text, "echo.") || strings.Contains(text, "fiber") || strings.Contains(text, "invalid type") {
				return true
			}
		}
	}
	return false
}
