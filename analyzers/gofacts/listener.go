package gofacts

import (
	"go/ast"
	"go/types"
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/wirevet/wirevet/facts"
)

// readListeners states the addresses on which the package serves MCP. What serves something else, as far as the package
// shows, is not stated.
func (r *reader) readListeners() {
	for _, s := range r.servingCalls() {
		r.readListener(s.call, s.symbol)
	}
	r.readServedElsewhere()
	r.readGRPCServers()
}

func (r *reader) readListener(call *ast.CallExpr, symbol string) {
	encrypted := strings.HasSuffix(symbol, "TLS")
	switch symbol {
	case "net/http.ListenAndServe", "net/http.ListenAndServeTLS":
		r.listen(call, listening{address: call.Args[0], handler: call.Args[len(call.Args)-1], tls: encrypted, helper: true})
	case "net/http.Serve", "net/http.ServeTLS":
		for _, l := range r.accepting(call.Args[0], listening{handler: call.Args[1], tls: encrypted, helper: true}) {
			r.listen(call, l)
		}
	case "net/http.Server.ListenAndServe", "net/http.Server.ListenAndServeTLS":
		for _, l := range r.onServers(receiver(call), encrypted) {
			r.listen(call, l)
		}
	case "net/http.Server.Serve", "net/http.Server.ServeTLS":
		for _, l := range r.onServers(receiver(call), encrypted) {
			for _, l := range r.accepting(call.Args[0], l) {
				r.listen(call, l)
			}
		}
	case anyStart:
		r.listen(call, r.started(call))
	default: // Start of mcp-go, Run of gin, Start of echo, Listen of fiber
		for _, l := range r.onFramework(call, symbol) {
			r.listen(call, l)
		}
	}
}

// serving are the calls that accept connections, with how many arguments they have at least.
var serving = map[string]int{
	"net/http.ListenAndServe": 2, "net/http.ListenAndServeTLS": 4, "net/http.Serve": 2, "net/http.ServeTLS": 4,
	"net/http.Server.ListenAndServe": 0, "net/http.Server.ListenAndServeTLS": 2,
	"net/http.Server.Serve": 1, "net/http.Server.ServeTLS": 3,
	mark3labs + "/server.StreamableHTTPServer.Start": 1, mark3labs + "/server.SSEServer.Start": 1,
	"github.com/gin-gonic/gin.Engine.Run": 0, "github.com/gin-gonic/gin.Engine.RunTLS": 3,
	"github.com/labstack/echo/v4.Echo.Start": 1, "github.com/labstack/echo/v4.Echo.StartTLS": 3,
	fiber2 + ".App.Listen": 1, fiber2 + ".App.ListenTLS": 3, fiber2 + ".App.ListenMutualTLS": 4, fiber2 + ".App.Listener": 1,
	fiber3 + ".App.Listen": 1, fiber3 + ".App.Listener": 1,
}

const listenAndServe = "ListenAndServe"

// anyStart stands for a method Start that is called through an interface.
const anyStart = ".Start"

// servingCall is a call that accepts connections, with the method that it comes to.
type servingCall struct {
	call   *ast.CallExpr
	symbol string
}

func (r *reader) servingCalls() []servingCall {
	var out []servingCall
	for symbol, least := range serving {
		for _, call := range r.calls[symbol] {
			if len(call.Args) >= least {
				out = append(out, servingCall{call, symbol})
			}
		}
	}
	for _, value := range r.served { // g.Go(srv.ListenAndServe)
		if r.symbol(value) == "net/http.Server.ListenAndServe" {
			out = append(out, servingCall{&ast.CallExpr{Fun: value, Lparen: value.End() - 1, Rparen: value.End() - 1}, "net/http.Server.ListenAndServe"})
		}
	}
	out = append(out, r.throughInterfaces()...)
	slices.SortFunc(out, func(a, b servingCall) int { return byPosition(a.call, b.call) })
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
	either  bool // with TLS or without, as a condition or an implementation has it
	helper  bool // there is no server whose fields could be set
	skip    bool // nothing is known of it, or it only serves tests
	product string

	bounded            timeBound // by a framework, or where another package makes the server
	clientCertificates bool      // the framework requires and verifies them

	// What another package says of a server that it makes.
	made       *ast.CallExpr
	pieces     []piece    // of the address
	at         ast.Node   // what gives it
	configured bool       // with a configuration of TLS
	endpoints  []endpoint // that it serves itself
	before     *checks    // that a request passes before the handler

	others []ast.Expr // further handlers that the same call may serve
}

// onServers reads the fields of the servers that an expression may denote.
func (r *reader) onServers(e ast.Expr, tls bool) []listening {
	if e == nil {
		return nil
	}
	var out []listening
	for _, o := range r.objectsPassed(e) {
		o = serverIn(r, o)
		if o.literal == nil && o.base == nil && len(o.settings) == 0 {
			continue // nothing is known of it
		}
		if t := r.info.TypeOf(e); t != nil && types.IsInterface(t) && o.kind != "net/http.Server" {
			continue // what else has such a method
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
	if l := r.madeElsewhere(e, tls); l != nil && len(out) == 0 {
		out = append(out, *l)
	}
	return out
}

// listen states a listener, when MCP is served on it.
func (r *reader) listen(call *ast.CallExpr, l listening) {
	if l.skip || r.conditionOf(call).never {
		return
	}
	served := r.servedBy(l)
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

func (r *reader) servedBy(l listening) handled {
	switch {
	case l.endpoints != nil:
		return handled{endpoints: l.endpoints}
	case l.handler == nil || isNil(l.handler):
		return r.defaultMux()
	}
	out := r.handler(l.handler, 0)
	for _, other := range l.others {
		out.add(r.handler(other, 0))
	}
	if l.before != nil {
		out = out.through(pass{known: l.before})
	}
	return out
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
