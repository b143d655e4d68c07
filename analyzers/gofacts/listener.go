package gofacts

import (
	"go/ast"
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/wirevet/wirevet/facts"
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
		default: // Start of mcp-go, Run of gin, Start of echo, Listen of fiber
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
	fiber2 + ".App.Listen": 1, fiber2 + ".App.ListenTLS": 3, fiber2 + ".App.ListenMutualTLS": 4, fiber2 + ".App.Listener": 1,
	fiber3 + ".App.Listen": 1, fiber3 + ".App.Listener": 1,
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

	bounded            timeBound // by a framework
	clientCertificates bool      // the framework requires and verifies them
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
