package built

import (
	"net/http"

	"github.com/go-chi/chi/v5"
	"github.com/modelcontextprotocol/go-sdk/mcp"

	"rules/endpoint-unauthenticated/guard"
)

type server struct {
	port   string
	router *chi.Mux
	mux    *http.ServeMux
}

func newServer(port string) (*server, error) {
	r, err := newRouter()
	if err != nil {
		return nil, err
	}
	s := &server{port: port, router: r, mux: newMux()}
	return s, nil
}

func (s *server) start() error { return http.ListenAndServe(":"+s.port, s.router) } // want `takes calls from anyone`

func (s *server) startMux() error { return http.ListenAndServe(":"+s.port, s.mux) } // want `takes calls from anyone`

func newRouter() (*chi.Mux, error) {
	r := chi.NewRouter()
	r.Handle("/health", http.NotFoundHandler())
	r.Handle("/mcp", mcp.NewStreamableHTTPHandler(nil, nil))
	return r, nil
}

func newMux() *http.ServeMux {
	m := http.NewServeMux()
	m.Handle("/mcp", mcp.NewStreamableHTTPHandler(nil, nil))
	return m
}

type guarded struct{ router *chi.Mux }

func newGuarded() *guarded {
	g := &guarded{}
	g.router = makeGuarded()
	return g
}

func makeGuarded() *chi.Mux {
	r := chi.NewRouter()
	r.Use(guard.Check)
	r.Handle("/mcp", mcp.NewStreamableHTTPHandler(nil, nil))
	return r
}

func (g *guarded) start() error { return http.ListenAndServe(":8080", g.router) }

func chain(h http.Handler, middlewares ...func(http.Handler) http.Handler) http.Handler {
	for i := len(middlewares) - 1; i >= 0; i-- {
		h = middlewares[i](h)
	}
	return h
}

func logged(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { next.ServeHTTP(w, r) })
}

func required(realm string) func(http.Handler) http.Handler {
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if r.Header.Get("Authorization") == "" {
				refuse(w, realm)
				return
			}
			next.ServeHTTP(w, r)
		})
	}
}

func refuse(w http.ResponseWriter, realm string) {
	w.Header().Set("WWW-Authenticate", realm)
	http.Error(w, "who are you?", http.StatusUnauthorized)
}

func chained() {
	http.ListenAndServe(":8081", chain(newMux(), logged, required("tools")))
	http.ListenAndServe(":8082", chain(newMux(), logged)) // want `takes calls from anyone`
}

func chainedSlice(more []func(http.Handler) http.Handler) {
	known := []func(http.Handler) http.Handler{logged}
	http.ListenAndServe(":8083", chain(newMux(), more...))
	http.ListenAndServe(":8084", chain(newMux(), known...)) // want `takes calls from anyone`
}

// The servers of one program have a field Handler each.
type app struct{ tools, metrics *http.Server }

func (a *app) setUp() {
	mux := http.NewServeMux()
	mux.Handle("/mcp", mcp.NewStreamableHTTPHandler(nil, nil))
	a.tools = &http.Server{Addr: ":8085", Handler: mux} // want `takes calls from anyone`
}

func (a *app) setUpMetrics() {
	mux := http.NewServeMux()
	mux.Handle("/metrics", http.NotFoundHandler())
	a.metrics = &http.Server{Addr: ":8086", Handler: mux}
}

func (a *app) run() {
	go a.tools.ListenAndServe()
	a.metrics.ListenAndServe()
}
