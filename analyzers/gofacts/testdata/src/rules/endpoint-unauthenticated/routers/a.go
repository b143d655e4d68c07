package routers

import (
	"net/http"

	"github.com/go-chi/chi/v5"
	"github.com/modelcontextprotocol/go-sdk/mcp"

	"rules/endpoint-unauthenticated/guard"
)

type service struct{}

func (s *service) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	mcp.NewStreamableHTTPHandler(nil, nil).ServeHTTP(w, r)
}

func (s *service) middleware(r chi.Router) { r.Use(guard.Check) }

func (s *service) routes(r chi.Router) { r.Mount("/", s) }

func groups(s *service) {
	r := chi.NewRouter()
	r.Group(func(r chi.Router) {
		s.middleware(r)
		s.routes(r)
	})
	server := http.Server{Addr: ":8080", Handler: r}
	server.ListenAndServe()
}

func (s *service) open(r chi.Router) { r.Mount("/", s) }

func noMiddleware(s *service) {
	r := chi.NewRouter()
	r.Route("/v1", func(r chi.Router) { s.open(r) })
	http.ListenAndServe(":8080", r) // want `takes calls from anyone`
}

func with(s *service) {
	r := chi.NewRouter()
	r.With(guard.Check).Handle("/mcp", s)
	http.ListenAndServe(":8080", r)
}

func used(s *service) {
	r := chi.NewRouter()
	r.Use(guard.Log, guard.Check)
	r.Handle("/mcp", s)
	http.ListenAndServe(":8080", r)
}
