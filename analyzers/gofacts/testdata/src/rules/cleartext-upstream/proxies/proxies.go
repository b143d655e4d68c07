package proxies

import (
	"flag"
	"net/http"
	"net/http/httputil"
	"net/url"
	"os"
)

var (
	backend = flag.String("backend", "http://tools.corp.internal:9000", "the server")
	local   = flag.String("local", "http://localhost:9000", "the server")
)

func single() http.Handler {
	target, err := url.Parse("http://10.0.0.7:9000/mcp")
	if err != nil {
		panic(err)
	}
	return httputil.NewSingleHostReverseProxy(target) // want `handed on without TLS to http://10.0.0.7:9000`
}

func literal() http.Handler {
	return httputil.NewSingleHostReverseProxy(&url.URL{Scheme: "http", Host: "tools.example.com"}) // want `handed on without TLS to http://tools.example.com`
}

func byFlag() http.Handler {
	target, _ := url.Parse(*backend)
	return &httputil.ReverseProxy{Rewrite: func(r *httputil.ProxyRequest) {
		r.SetURL(target) // want `handed on without TLS to http://tools.corp.internal:9000`
		r.SetXForwarded()
	}}
}

func directed() http.Handler {
	return &httputil.ReverseProxy{Director: func(r *http.Request) {
		r.URL.Scheme = "http"
		r.URL.Host = "192.168.1.9:8080" // want `handed on without TLS to http://192.168.1.9:8080`
	}}
}

func directedTo() http.Handler {
	target, _ := url.Parse("http://tools.example.com")
	director := func(r *http.Request) {
		r.URL.Scheme, r.URL.Host = target.Scheme, target.Host // want `handed on without TLS to http://tools.example.com`
	}
	return &httputil.ReverseProxy{Director: director}
}

// What follows is encrypted, stays on this machine or in its network of containers, or is not known.

func encrypted() http.Handler {
	target, _ := url.Parse("https://tools.example.com")
	return httputil.NewSingleHostReverseProxy(target)
}

func onThisMachine() []http.Handler {
	a, _ := url.Parse(*local)
	b, _ := url.Parse("http://127.0.0.1:9000")
	c, _ := url.Parse("http://tools:9000")
	return []http.Handler{httputil.NewSingleHostReverseProxy(a), httputil.NewSingleHostReverseProxy(b), httputil.NewSingleHostReverseProxy(c)}
}

func notKnown(host string) http.Handler {
	target, _ := url.Parse(os.Getenv("BACKEND"))
	if host != "" {
		return httputil.NewSingleHostReverseProxy(&url.URL{Scheme: "http", Host: host})
	}
	return httputil.NewSingleHostReverseProxy(target)
}

func oneOfSeveral(secure bool) http.Handler {
	target, _ := url.Parse("http://tools.example.com")
	if secure {
		target, _ = url.Parse("https://tools.example.com")
	}
	return httputil.NewSingleHostReverseProxy(target)
}
