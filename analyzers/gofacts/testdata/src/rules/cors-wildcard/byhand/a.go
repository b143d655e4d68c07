package byhand

import (
	"log"
	"net/http"

	"github.com/go-chi/chi/v5"
	"github.com/modelcontextprotocol/go-sdk/mcp"

	"rules/cors-wildcard/headers"
)

func handler() http.Handler { return mcp.NewStreamableHTTPHandler(nil, nil) }

func literal(w http.ResponseWriter, r *http.Request) {
	setHeaders(w)
	handler().ServeHTTP(w, r)
}

func setHeaders(w http.ResponseWriter) {
	w.Header().Add("Access-Control-Allow-Origin", "*") // want `lets the pages of every website call it`
}

func echo(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		origin := r.Header.Get("Origin")
		log.Printf("origin %s", origin)
		if origin != "" {
			w.Header().Set("Access-Control-Allow-Origin", origin) // want `lets the pages of every website call it`
		}
		next.ServeHTTP(w, r)
	})
}

func direct(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Access-Control-Allow-Origin", r.Header.Get("Origin")) // want `lets the pages of every website call it`
		if r.Method == http.MethodOptions {
			return
		}
		next.ServeHTTP(w, r)
	})
}

var allowed = map[string]bool{"https://app.example.com": true}

func isAllowed(origin string) bool { return allowed[origin] }

func looksUp(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if origin := r.Header.Get("Origin"); allowed[origin] {
			w.Header().Set("Access-Control-Allow-Origin", origin)
		}
		next.ServeHTTP(w, r)
	})
}

func asksFirst(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		origin := r.Header.Get("Origin")
		if !isAllowed(origin) {
			http.Error(w, "not from there", http.StatusForbidden)
			return
		}
		w.Header().Set("Access-Control-Allow-Origin", origin)
		next.ServeHTTP(w, r)
	})
}

func compares(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		for name := range allowed {
			if r.Header.Get("Origin") == name {
				w.Header().Set("Access-Control-Allow-Origin", r.Header.Get("Origin"))
			}
		}
		next.ServeHTTP(w, r)
	})
}

func checksRequest(r *http.Request) bool { return isAllowed(r.Header.Get("Origin")) }

func passesRequest(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if checksRequest(r) {
			w.Header().Set("Access-Control-Allow-Origin", r.Header.Get("Origin"))
		}
		next.ServeHTTP(w, r)
	})
}

func refuses(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !isAllowed(r.Header.Get("Origin")) {
			http.Error(w, "not from there", http.StatusForbidden)
			return
		}
		next.ServeHTTP(w, r)
	})
}

func echoAgain(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Access-Control-Allow-Origin", r.Header.Get("Origin"))
		next.ServeHTTP(w, r)
	})
}

// What is not on the way to the endpoint may be read by everybody.
func metadata(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Access-Control-Allow-Origin", "*")
}

func run() {
	http.ListenAndServe("127.0.0.1:1", http.HandlerFunc(literal))
	http.ListenAndServe("127.0.0.1:2", echo(handler()))
	http.ListenAndServe("127.0.0.1:3", direct(handler()))
	http.ListenAndServe("127.0.0.1:4", looksUp(handler()))
	http.ListenAndServe("127.0.0.1:5", asksFirst(handler()))
	http.ListenAndServe("127.0.0.1:6", compares(handler()))
	http.ListenAndServe("127.0.0.1:7", passesRequest(handler()))
	http.ListenAndServe("127.0.0.1:9", refuses(echoAgain(handler())))
	mux := http.NewServeMux()
	mux.Handle("/mcp", handler())
	mux.HandleFunc("/.well-known/oauth-protected-resource", metadata)
	http.ListenAndServe("127.0.0.1:8", mux)
}

func used() {
	r := chi.NewRouter()
	r.Use(headers.Allow) // want `lets the pages of every website call it`
	r.Handle("/mcp", handler())
	http.ListenAndServe("127.0.0.1:10", r)
}

func indexed(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header()["Access-Control-Allow-Origin"] = []string{"*"} // want `lets the pages of every website call it`
		next.ServeHTTP(w, r)
	})
}

func indexedByVariable(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h["Access-Control-Allow-Origin"] = []string{"https://app.example.com"}
		h["X-Allowed"] = []string{"*"}
		next.ServeHTTP(w, r)
	})
}

func serveIndexed() {
	http.ListenAndServe("127.0.0.1:8", indexed(handler()))
	http.ListenAndServe("127.0.0.1:9", indexedByVariable(handler()))
}

func indexedEcho(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		origin := r.Header.Get("Origin")
		w.Header()["Access-Control-Allow-Origin"] = []string{origin} // want `lets the pages of every website call it`
		next.ServeHTTP(w, r)
	})
}

func serveIndexedEcho() { http.ListenAndServe("127.0.0.1:11", indexedEcho(handler())) }
