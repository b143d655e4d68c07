package gofacts

import (
	"go/types"
	"strings"
)

// servesServer tells importers that a function accepts connections for the http.Server that it is handed.
type servesServer struct {
	Position int
	TLS      bool
}

// AFact marks it as a fact.
func (*servesServer) AFact() {}

func (f *servesServer) String() string { return "serves what it is handed" }

// exportServes tells importers which functions serve what they are handed. One that does so both with TLS and without
// leaves it to the configuration: nothing is told of it.
func (r *reader) exportServes() {
	told := map[*types.Func]*servesServer{}
	for _, symbol := range []string{"net/http.Server.ListenAndServe", "net/http.Server.ListenAndServeTLS"} {
		for _, call := range r.calls[symbol] {
			on := receiver(call)
			if on == nil {
				continue
			}
			o := r.objectOf(on)
			if o == nil || len(o.settings) > 0 {
				continue // what it sets itself is not told
			}
			p := r.indexed().params[o.variable]
			if p.fn == nil || p.position < 0 {
				continue
			}
			f, ok := r.info.Defs[p.fn.Name].(*types.Func)
			if !ok || !f.Exported() {
				continue
			}
			fact := &servesServer{p.position, strings.HasSuffix(symbol, "TLS")}
			if before, ok := told[f]; ok && (before == nil || *before != *fact) {
				fact = nil
			}
			told[f] = fact
		}
	}
	for f, fact := range told {
		if fact != nil {
			r.pass.ExportObjectFact(f, fact)
		}
	}
}

// readServedElsewhere states the listeners of servers that a function of another package serves.
func (r *reader) readServedElsewhere() {
	for _, c := range r.foreignCalls() {
		var fact servesServer
		if !r.pass.ImportObjectFact(c.function, &fact) {
			continue
		}
		for _, call := range c.calls {
			if fact.Position >= len(call.Args) {
				continue
			}
			for _, l := range r.onServers(call.Args[fact.Position], fact.TLS) {
				r.listen(call, l)
			}
		}
	}
}
