package gofacts

import (
	"go/ast"
	"regexp"
	"strings"
	"sync"

	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/internal/credential"
)

// readLoggedSecrets states where a credential, or something that holds one, is written into a log.
func (r *reader) readLoggedSecrets() {
	for _, file := range r.files {
		r.eachLogStatement(file, func(s *logStatement) {
			for _, v := range s.values {
				what, confidence := r.secretIn(v, 0)
				if what == "" {
					continue
				}
				r.facts.Logged = append(r.facts.Logged, &facts.LoggedSecret{
					Entry: r.pkg.Entry, Span: r.span(v), What: what, Logger: s.logger, Confidence: confidence,
				})
				return
			}
		})
	}
}

// secretIn returns what secret the text of an expression shows, or "". What is cut, measured, hashed or masked shows none.
func (r *reader) secretIn(e ast.Expr, depth int) (what string, confidence facts.Confidence) {
	if depth > maxHops/2 || r.isConstant(e) {
		return "", 0
	}
	if p := r.presentedBy(e); p != nil {
		if p.secret() {
			return p.what, facts.High
		}
		return "", 0
	}
	if what, confidence := r.dumpIn(e); what != "" {
		return what, confidence
	}
	switch e := e.(type) {
	case *ast.ParenExpr:
		return r.secretIn(e.X, depth)
	case *ast.StarExpr:
		return r.secretIn(e.X, depth)
	case *ast.BinaryExpr:
		if e.Op.String() != "+" {
			return "", 0
		}
		if what, confidence = r.secretIn(e.X, depth+1); what != "" {
			return what, confidence
		}
		return r.secretIn(e.Y, depth+1)
	case *ast.CallExpr:
		return r.secretInCall(e, depth)
	case *ast.Ident, *ast.SelectorExpr:
		return r.secretInVariable(e, depth)
	}
	return "", 0
}

// dumpIn recognises values that hold credentials among other things.
func (r *reader) dumpIn(e ast.Expr) (string, facts.Confidence) {
	if call, ok := e.(*ast.CallExpr); ok {
		switch r.called(call) {
		case "os.Environ":
			return "the whole environment", facts.High
		case "net/http/httputil.DumpRequest", "net/http/httputil.DumpRequestOut":
			if len(call.Args) > 0 && !r.headersChanged(call.Args[0]) {
				return "a whole request with its headers", facts.Medium
			}
		}
		return "", 0
	}
	if r.typeOf(e) == "net/http.Header" {
		sel, ok := e.(*ast.SelectorExpr)
		if ok && r.isInboundRequest(sel.X) {
			return "all headers of a request", facts.High
		}
		if ok && r.typeOf(sel.X) == httpRequest {
			return "all headers of a request", facts.Medium
		}
	}
	return "", 0
}

// headersChanged reports whether the function around a request sets or removes headers of it: what it dumps then is not what
// was sent.
func (r *reader) headersChanged(request ast.Expr) bool {
	id, ok := request.(*ast.Ident)
	if !ok {
		return true
	}
	for _, name := range []string{"net/http.Header.Set", "net/http.Header.Del"} {
		for _, call := range r.calls[name] {
			sel, ok := call.Fun.(*ast.SelectorExpr)
			if !ok || r.functionAround(call) != r.functionAround(request) {
				continue
			}
			if header, ok := sel.X.(*ast.SelectorExpr); ok && r.settable(header.X) == r.settable(id) {
				return true
			}
		}
	}
	return false
}

func (r *reader) secretInCall(call *ast.CallExpr, depth int) (string, facts.Confidence) {
	switch symbol := r.called(call); {
	case symbol == "os.Getenv":
		if name := r.nameOf(call); credential.NamesSecret(name) {
			return "the variable " + name, facts.High
		}
		return "", 0
	case strings.HasPrefix(symbol, "fmt.Sprint"), symbol == "strings.TrimSpace", symbol == "strings.TrimPrefix", symbol == "strings.Join",
		symbol == "strings.ToLower", isConversion(call):
		for _, arg := range call.Args {
			if what, confidence := r.secretIn(arg, depth+1); what != "" {
				return what, confidence
			}
		}
	}
	return "", 0
}

// secretInVariable follows a variable to what it is assigned; only where that says nothing, its name counts.
func (r *reader) secretInVariable(e ast.Expr, depth int) (string, facts.Confidence) {
	obj := r.settable(e)
	if obj == nil {
		return "", 0
	}
	sets := r.indexed().sets[obj]
	followed := len(sets) > 0
	for _, s := range sets {
		if s.value == nil || s.result > 0 {
			followed = false
			if call, ok := s.value.(*ast.CallExpr); !ok || r.called(call) != "net/http/httputil.DumpRequest" {
				continue
			}
		}
		if what, confidence := r.secretIn(s.value, depth+1); what != "" {
			return what, confidence
		}
		followed = followed && !r.isOpaque(s.value)
	}
	if followed || !isText(obj.Type()) || !revealing(obj.Name()) {
		return "", 0
	}
	return obj.Name(), facts.Low
}

// isOpaque reports whether an expression says nothing of what it gives: a call of another package, a field.
func (r *reader) isOpaque(e ast.Expr) bool {
	switch e := e.(type) {
	case *ast.CallExpr:
		return !maskingName().MatchString(calledNameText(e)) && r.called(e) != "len"
	case *ast.SelectorExpr, *ast.Ident:
		return !r.isConstant(e)
	}
	return false
}

// maskingName is a word in the name of a function that hides what it is given.
var maskingName = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`(?i)mask|redact|saniti[sz]e|obfuscate|hide|trunc|hash|digest|sum|fingerprint|preview|censor|scrub|short`)
})

// opens are the words that make a key one that opens something.
var opens = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`(api|access|secret|private|auth|encryption|signing|master|ssh)$`)
})

// revealing reports whether the name of a text alone says that it is a credential. One word is not enough: a token may be
// a word of a grammar, a secret the name of an object in a cluster, a key that of a map.
func revealing(name string) bool {
	if !credential.NamesSecret(name) {
		return false
	}
	lower := strings.ToLower(strings.NewReplacer("_", "", "-", "").Replace(name))
	switch lower {
	case "token", "tok", "secret", "credential", "credentials", "authorization", "pat", "sig", "signature", "pwd":
		return false
	}
	if rest, ok := strings.CutSuffix(lower, "key"); ok && !opens().MatchString(rest) {
		return false // of a map, a project, a client
	}
	for _, other := range [...]string{"page", "progress", "cancel", "continu", "next", "cursor", "idempot", "sync", "resume", "count", "mask", "redact", "hash", "hidden", "signature"} {
		if strings.Contains(lower, other) {
			return false
		}
	}
	return true
}
