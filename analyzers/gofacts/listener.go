package gofacts

import (
	"go/ast"
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/internal/exposure"
)

// readListeners states the addresses on which the package serves MCP. What serves something else, as far as the package
// shows, is not stated.
func (r *reader) readListeners() {
	for _, call := range r.servingCalls() {
		symbol := r.called(call)
		switch symbol {
		case "net/http.ListenAndServe", "net/http.ListenAndServeTLS":
			r.listen(call, listening{address: call.Args[0], handler: call.Args[len(call.Args)-1], tls: strings.HasSuffix(symbol, "TLS"), helper: true})
		case "net/http.Serve", "net/http.ServeTLS":
			r.listen(call, r.accepting(call.Args[0], listening{handler: call.Args[1], tls: strings.HasSuffix(symbol, "TLS"), helper: true}))
		case "net/http.Server.ListenAndServe", "net/http.Server.ListenAndServeTLS":
			for _, l := range r.onServers(receiver(call), strings.HasSuffix(symbol, "TLS")) {
				r.listen(call, l)
			}
		case "net/http.Server.Serve", "net/http.Server.ServeTLS":
			for _, l := range r.onServers(receiver(call), strings.HasSuffix(symbol, "TLS")) {
				r.listen(call, r.accepting(call.Args[0], l))
			}
		default: // Start of mcp-go, Run of gin, Start of echo
			r.listen(call, r.onFramework(call, symbol))
		}
	}
	r.readServedElsewhere()
	r.readGRPCServers()
}

// serving are the calls that accept connections, with how many arguments they have at least.
var serving = map[string]int{
	"net/http.ListenAndServe": 2, "net/http.ListenAndServeTLS": 4, "net/http.Serve": 2, "net/http.ServeTLS": 4,
	"net/http.Server.ListenAndServe": 0, "net/http.Server.ListenAndServeTLS": 2,
	"net/http.Server.Serve": 1, "net/http.Server.ServeTLS": 3,
	mark3labs + "/server.StreamableHTTPServer.Start": 1, mark3labs + "/server.SSEServer.Start": 1,
	"github.com/gin-gonic/gin.Engine.Run": 0, "github.com/gin-gonic/gin.Engine.RunTLS": 3,
	"github.com/labstack/echo/v4.Echo.Start": 1, "github.com/labstack/echo/v4.Echo.StartTLS": 3,
}

func (r *reader) servingCalls() []*ast.CallExpr {
	var out []*ast.CallExpr
	for symbol, least := range serving {
		for _, call := range r.calls[symbol] {
			if len(call.Args) >= least {
				out = append(out, call)
			}
		}
	}
	slices.SortFunc(out, byPosition)
	return out
}

// listening is what one call says of the listener.
type listening struct {
	address ast.Expr // nil when it is not known
	network string   // "unix"
	handler ast.Expr
	server  *object
	config  *object // of TLS
	tls     bool
	helper  bool // there is no server whose fields could be set
	skip    bool // nothing is known of it, or it only serves tests
	product string
}

// receiver returns what a method is called on.
func receiver(call *ast.CallExpr) ast.Expr {
	if fun, ok := call.Fun.(*ast.SelectorExpr); ok {
		return fun.X
	}
	return nil
}

// onServers reads the fields of the servers that an expression may denote.
func (r *reader) onServers(e ast.Expr, tls bool) []listening {
	if e == nil {
		return nil
	}
	var out []listening
	for _, o := range r.objectsPassed(e) {
		if o.literal == nil && o.base == nil && len(o.settings) == 0 {
			continue // nothing is known of it
		}
		l := listening{server: o, tls: tls}
		if s := o.last("Addr"); s != nil {
			l.address = s.value
		}
		if s := o.last("Handler"); s != nil {
			l.handler = s.value
		}
		if s := o.last("TLSConfig"); s != nil && s.value != nil {
			l.config = r.objectOf(s.value)
		}
		out = append(out, l)
	}
	return out
}

// accepting reads where a net.Listener comes from.
func (r *reader) accepting(e ast.Expr, l listening) listening {
	call := r.callBehind(e)
	if call == nil {
		l.skip = true
		return l
	}
	switch r.called(call) {
	case "net.Listen":
		l.network, _, _ = whole(r.text(call.Args[0]))
		l.address = call.Args[1]
	case "net.ListenConfig.Listen":
		l.network, _, _ = whole(r.text(call.Args[1]))
		l.address = call.Args[2]
	case "crypto/tls.Listen":
		l.tls, l.address, l.config = true, call.Args[1], r.objectOf(call.Args[2])
	case "crypto/tls.NewListener":
		inner := r.accepting(call.Args[0], l)
		inner.tls, inner.config = true, r.objectOf(call.Args[1])
		return inner
	default:
		l.skip = true
	}
	return l
}

// callBehind returns the call that gives an expression: itself, or what its variable is set to last before.
func (r *reader) callBehind(e ast.Expr) *ast.CallExpr {
	switch e := ast.Unparen(e).(type) {
	case *ast.CallExpr:
		return e
	case *ast.Ident:
		var last *ast.CallExpr
		for _, s := range r.indexed().sets[r.info.ObjectOf(e)] {
			if call, ok := s.value.(*ast.CallExpr); ok && s.result == 0 && s.stmt.Pos() < e.Pos() {
				last = call
			}
		}
		return last
	case *ast.SelectorExpr: // a field
		call, _ := ast.Unparen(r.onlySet(e)).(*ast.CallExpr)
		return call
	}
	return nil
}

// onFramework reads a call that both builds a server and serves.
func (r *reader) onFramework(call *ast.CallExpr, symbol string) listening {
	fun, ok := call.Fun.(*ast.SelectorExpr)
	if !ok {
		return listening{skip: true}
	}
	l := listening{handler: fun.X, helper: true, tls: strings.HasSuffix(symbol, "TLS")}
	if len(call.Args) > 0 {
		l.address = call.Args[0]
	}
	if strings.HasPrefix(symbol, mark3labs) {
		l.product = "mcp-go"
	}
	return l
}

// listen states a listener, when MCP is served on it.
func (r *reader) listen(call *ast.CallExpr, l listening) {
	if l.skip || r.conditionOf(call).never {
		return
	}
	served := r.served(l)
	if len(served.endpoints) == 0 || r.onlyAside(served) {
		return
	}
	out := &facts.Listener{Entry: r.pkg.Entry, Product: "net/http", Span: r.span(call)}
	if l.product != "" {
		out.Product = l.product
	}
	r.readAddress(out, call, l)
	r.readListenerTLS(out, call, l, served)
	r.readTimeouts(out, call, l, served)
	for _, e := range served.endpoints {
		r.readRoute(out, e)
	}
	r.summarise(out)
	r.facts.Listeners = append(r.facts.Listeners, out)
}

func (r *reader) served(l listening) handled {
	if l.handler == nil || isNil(l.handler) {
		return r.defaultMux()
	}
	return r.handler(l.handler, 0)
}

// defaultMux is what the package registers with the functions of net/http.
func (r *reader) defaultMux() handled {
	out := handled{}
	for _, symbol := range []string{"net/http.Handle", "net/http.HandleFunc"} {
		for _, call := range r.calls[symbol] {
			path, handlers := r.registration(call)
			for _, h := range handlers {
				out.add(r.handler(h, 1).under(path))
			}
		}
	}
	return out
}

var aside = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`(?i)^/?(metrics|health|healthz|ready|readyz|livez|debug|pprof|\.well-known)`)
})

// onlyAside reports whether all that is served is health, metrics and the like.
func (r *reader) onlyAside(h handled) bool {
	for _, e := range h.endpoints {
		if !aside().MatchString(e.path.Value) {
			return false
		}
	}
	return true
}

func (r *reader) readAddress(out *facts.Listener, call *ast.CallExpr, l listening) {
	if l.address == nil {
		// net/http: an empty Addr is ":http", ":https" with TLS. gin: ":8080", or PORT.
		out.Address = facts.ByDefault("", out.Span, "an empty address is every interface")
		return
	}
	out.Span = r.span(l.address)
	if strings.HasPrefix(l.network, "unix") {
		out.Address = r.statedText(r.text(l.address), out.Span)
		out.Exposure = facts.Loopback
		return
	}
	out.Address, out.Port = r.splitAddress(l.address)
	if out.Address.Known() {
		out.Exposure = exposure.OfListener(out.Address.Value)
		if strings.HasPrefix(out.Address.Value, "/") {
			out.Exposure = facts.Loopback
		}
	}
	if r.conditionOf(call).guarded {
		out.Exposure = facts.Loopback
	}
}

func (r *reader) readListenerTLS(out *facts.Listener, call *ast.CallExpr, l listening, served handled) {
	switch {
	case l.tls:
		out.TLS = facts.Written(true, r.span(call.Fun))
		if l.config != nil {
			out.Policy = r.policyOf(l.config)
		} else {
			out.Policy = &facts.TLSPolicy{
				Entry: r.pkg.Entry, Span: r.span(call.Fun), Setting: "tls.Config", Role: facts.TLSServer,
				Subject: r.subjectOf(call, facts.TLSServer), Lowest: r.defaultFloor(facts.TLSServer, r.span(call.Fun)),
			}
			r.facts.TLS = append(r.facts.TLS, out.Policy)
		}
		return
	case r.alsoWithTLS(call, l):
		out.TLS = facts.Undecided[bool](r.span(call.Fun), facts.SeveralValues)
		return
	}
	out.TLS = facts.Written(false, r.span(call.Fun))
	for _, e := range served.endpoints {
		if e.made != nil && e.settings.tls.State != facts.Unset && l.product != "" {
			out.TLS = e.settings.tls
		}
	}
}

// alsoWithTLS reports whether the same server is served with TLS elsewhere, so that the configuration chooses.
func (r *reader) alsoWithTLS(call *ast.CallExpr, l listening) bool {
	fn := r.functionAround(call)
	for _, symbol := range []string{"net/http.Server.ListenAndServeTLS", "net/http.Server.ServeTLS", "net/http.ListenAndServeTLS", "net/http.ServeTLS"} {
		for _, other := range r.calls[symbol] {
			if fun, ok := other.Fun.(*ast.SelectorExpr); ok && l.server != nil && slices.ContainsFunc(r.objectsPassed(fun.X), l.server.is) {
				return true
			}
			if l.helper && r.functionAround(other) == fn {
				return true
			}
		}
	}
	return false
}

// readTimeouts states whether the time for a request's header is bounded. ReadTimeout bounds it too (net/http.Server).
func (r *reader) readTimeouts(out *facts.Listener, call *ast.CallExpr, l listening, served handled) {
	server := l.server
	for _, e := range served.endpoints {
		if server == nil && e.settings.server != nil && l.product != "" {
			server = e.settings.server
		}
	}
	switch {
	case server != nil:
		for _, field := range []string{"ReadHeaderTimeout", "ReadTimeout"} {
			if s := server.last(field); s != nil {
				out.HeaderTimeout = facts.Written(true, r.span(s.node))
				return
			}
		}
		if server.literal != nil {
			out.HeaderTimeout = facts.ByDefault(false, r.span(typeNode(server)), "net/http.Server without ReadHeaderTimeout and ReadTimeout waits for ever")
		}
	case l.helper:
		out.HeaderTimeout = facts.ByDefault(false, r.span(call.Fun), "the server that this starts has no timeouts")
	}
}

// readRoute states an endpoint, with what is checked on the way to it.
func (r *reader) readRoute(l *facts.Listener, e endpoint) {
	route := &facts.Route{
		Entry: l.Entry, Listener: l, Path: e.path.Value, MCP: true, Span: e.path.Span,
		Transport: facts.Written(e.transport, r.span(e.made)), HostCheck: e.settings.host, OriginCheck: e.settings.origin,
	}
	if call, ok := e.made.(*ast.CallExpr); ok {
		route.Transport.Span = r.span(call.Fun)
	}
	if route.Span.IsZero() {
		route.Span = route.Transport.Span
	}
	all, sometimes := r.checksBefore(e)
	span := route.Transport.Span
	switch {
	case all.authentication != facts.NoAuthentication:
		route.Authentication = facts.Written(all.authentication, span)
	case sometimes:
		route.Authentication = facts.Written(facts.OpaqueAuthentication, span)
	default:
		route.Authentication = facts.Written(facts.NoAuthentication, span)
	}
	settleChecks(route, all, sometimes, span)
	if e.settings.cors.State != facts.Unset {
		route.Origins, route.AnyOriginWithCredentials = e.settings.cors, e.settings.anyCORS
	}
	r.readCrossOrigin(route, e)
	l.Routes = append(l.Routes, route)
	r.facts.Routes = append(r.facts.Routes, route)
}

// checksBefore is what is checked on the way to an endpoint, and whether there is code on it that is not known.
func (r *reader) checksBefore(e endpoint) (all checks, opaque bool) {
	all.authentication, opaque = e.settings.authentication, e.settings.context
	for _, p := range e.passes {
		c := r.checksOf(p)
		opaque = opaque || c.opaque
		if !p.sometime {
			all.merge(c)
		}
	}
	return all, opaque
}

// settleChecks states which of Origin and Host is checked, where the SDK does not do it.
func settleChecks(route *facts.Route, all checks, opaque bool, span facts.Span) {
	settle := func(s *facts.Stated[bool], found bool) {
		switch {
		case found:
			*s = facts.Written(true, span)
		case s.Known() && s.Value:
		case opaque:
			*s = facts.Undecided[bool](span, facts.OutsideRepository)
		case s.State == facts.Unset:
			*s = facts.Written(false, span)
		}
	}
	settle(&route.OriginCheck, all.origin)
	settle(&route.HostCheck, all.host)
}

// summarise says of the listener what holds for all its routes.
func (r *reader) summarise(l *facts.Listener) {
	certificates := l.Policy != nil && l.Policy.ClientAuth.Known() && l.Policy.ClientAuth.Value == facts.RequireAndVerify
	for _, route := range l.Routes {
		if certificates && route.Authentication.Value == facts.NoAuthentication {
			route.Authentication = facts.Written(facts.ClientCertificate, l.Policy.ClientAuth.Span)
		}
		switch route.Authentication.Value {
		case facts.NoAuthentication:
			l.Authentication = facts.Written(false, route.Authentication.Span)
		case facts.OpaqueAuthentication:
			if l.Authentication.State == facts.Unset {
				l.Authentication = facts.Undecided[bool](route.Authentication.Span, facts.OutsideRepository)
			}
		default:
			if l.Authentication.State == facts.Unset {
				l.Authentication = facts.Written(true, route.Authentication.Span)
			}
		}
		if route.Origins.Known() && l.Origins.State == facts.Unset {
			l.Origins = route.Origins
		}
	}
}
