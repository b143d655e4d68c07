package gofacts

import (
	"go/ast"
	"go/token"
	"strconv"
	"strings"

	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/internal/credential"
)

// readSecrets states which credentials are written into the package, and hides them in its sources. It comes before
// anything else that may be shown.
func (r *reader) readSecrets() {
	for _, file := range r.files {
		known := map[*ast.BasicLit]bool{}
		r.inspect(file, func(n ast.Node) bool {
			if lit, ok := n.(*ast.BasicLit); ok && lit.Kind == token.STRING {
				known[lit] = r.knownFormats(lit.Pos(), lit.Value, "") || r.secretInURL(lit)
			}
			return true
		})
		for _, group := range file.Comments {
			for _, comment := range group.List {
				r.knownFormats(comment.Pos(), comment.Text, "")
			}
		}
		if !r.pkg.Test {
			n := namedSecrets{r, known}
			r.inspect(file, n.visit)
		}
	}
}

// knownFormats states the credentials of known formats in a text as it is written at pos. A provider's token is sure; a
// key or a JWT in a test is often made for it.
func (r *reader) knownFormats(pos token.Pos, text, name string) bool {
	found := credential.Find(text)
	for _, m := range found {
		confidence := facts.High
		if strings.Contains(m.Kind, "private key") || strings.Contains(m.Kind, "JSON") || strings.Contains(m.Kind, "JWT") {
			confidence = facts.Medium
		}
		r.addSecret(pos+token.Pos(m.Start), pos+token.Pos(m.End), text[m.Start:m.End], name, m.Kind, facts.InSource, confidence)
	}
	return len(found) > 0
}

func (r *reader) addSecret(start, end token.Pos, secret, name, kind string, carrier facts.Carrier, confidence facts.Confidence) {
	span := r.pkg.Between(start, end)
	if span.IsZero() {
		return
	}
	span.Source.Mask(span.Start, span.End, facts.Hint(secret))
	r.facts.Credentials = append(r.facts.Credentials, &facts.Credential{
		Entry: r.pkg.Entry, Name: name, Carrier: carrier, Span: span, Literal: true, Kind: kind, Confidence: confidence,
	})
}

// secretInURL states the credentials within a URL of the web. Those of databases are the business of whoever runs them: in
// source they are nearly always those of a developer's own.
func (r *reader) secretInURL(lit *ast.BasicLit) bool {
	scheme, _, ok := strings.Cut(strings.Trim(lit.Value, "\"`"), "://")
	switch strings.ToLower(scheme) {
	case "http", "https", "ws", "wss", "sse":
	default:
		return false
	}
	if !ok || strings.ContainsAny(lit.Value, "%{<$") { // a pattern that is filled in later
		return false
	}
	parts := credential.URLParts(lit.Value)
	for _, p := range parts {
		carrier := facts.InQuery
		if p.Name == "" {
			carrier = facts.InUserinfo
		}
		end := p.End
		if end == len(lit.Value) {
			end-- // the closing quote
		}
		r.addSecret(lit.Pos()+token.Pos(p.Start), lit.Pos()+token.Pos(end), lit.Value[p.Start:end], p.Name, "", carrier, facts.High)
	}
	return len(parts) > 0
}

// namedSecrets finds literals without a known format that something with the name of a credential is given.
type namedSecrets struct {
	*reader
	known map[*ast.BasicLit]bool
}

func (n namedSecrets) visit(node ast.Node) bool {
	switch node := node.(type) {
	case *ast.ValueSpec:
		for i, name := range node.Names {
			if i < len(node.Values) {
				n.literal(name.Name, node.Values[i])
			}
		}
	case *ast.AssignStmt:
		for _, set := range n.headerSets(node) {
			if name, ok := n.constantText(set.name); ok {
				for _, value := range set.values {
					n.literal(name, value)
				}
			}
		}
		for i, left := range node.Lhs {
			if len(node.Lhs) != len(node.Rhs) {
				break
			}
			switch left := left.(type) {
			case *ast.Ident:
				n.literal(left.Name, node.Rhs[i])
			case *ast.SelectorExpr:
				n.literal(left.Sel.Name, node.Rhs[i])
			}
		}
	case *ast.KeyValueExpr:
		switch key := node.Key.(type) {
		case *ast.Ident:
			n.literal(key.Name, node.Value)
		case *ast.BasicLit:
			if name, err := strconv.Unquote(key.Value); err == nil {
				n.literal(name, node.Value)
			}
		}
	case *ast.CallExpr:
		n.call(node)
	}
	return true
}

// call reads functions that are given a name and a value: os.Setenv, Header.Set, and flags with their defaults.
func (n namedSecrets) call(call *ast.CallExpr) {
	symbol := n.called(call)
	name := 0
	switch {
	case symbol == "os.Setenv", symbol == "net/http.Header.Set", symbol == "net/http.Header.Add", symbol == "github.com/spf13/viper.SetDefault":
	case symbol == "flag.String", symbol == "github.com/spf13/pflag.String":
	case symbol == "flag.StringVar", strings.HasSuffix(symbol, "pflag.FlagSet.StringVar"), symbol == "github.com/spf13/pflag.StringVar":
		name = 1
	case strings.HasSuffix(symbol, "pflag.FlagSet.String"):
	default:
		return
	}
	if len(call.Args) > name+1 {
		if text, ok := n.constantText(call.Args[name]); ok {
			n.literal(text, call.Args[name+1])
		}
	}
}

func (n namedSecrets) literal(name string, value ast.Expr) {
	lit, ok := value.(*ast.BasicLit)
	if !ok || lit.Kind != token.STRING || n.known[lit] || !credential.NamesSecret(name) {
		return
	}
	text, err := strconv.Unquote(lit.Value)
	if err != nil || lit.Value != `"`+text+`"` && lit.Value != "`"+text+"`" { // with escapes, it is prose
		return
	}
	verdict := credential.Classify(name, text)
	if len(verdict.References) > 0 {
		return
	}
	for _, part := range verdict.Literals {
		if part.Kind != "" || !looksRandom(text[part.Start:part.End]) {
			continue
		}
		n.known[lit] = true
		start := lit.Pos() + 1 + token.Pos(part.Start)
		n.addSecret(start, start+token.Pos(part.End-part.Start), text[part.Start:part.End], name, "", facts.InSource, facts.Low)
	}
}

// looksRandom tells a key from a name, which source is full of: "oauth2-token-v1" is words with a number behind.
func looksRandom(text string) bool {
	if len(text) < 12 || strings.ContainsAny(text, " %{}<>()") {
		return false
	}
	longest, digits, changes := 0, 0, 0
	for _, run := range strings.FieldsFunc(text, func(c rune) bool { return strings.ContainsRune("-_.:/@#$!+=", c) }) {
		longest = max(longest, len(run))
		for i := range len(run) {
			isDigit := run[i] >= '0' && run[i] <= '9'
			if isDigit {
				digits++
			}
			if i > 0 && isDigit != (run[i-1] >= '0' && run[i-1] <= '9') {
				changes++
			}
		}
	}
	return longest >= 8 && digits >= 2 && changes >= 2
}
