package gofacts

import (
	"encoding/json"
	"go/ast"
	"go/token"
	"slices"
	"strconv"
	"strings"

	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/internal/credential"
)

// mirrorMark is the key of a tool's input schema by which clients copy a parameter into a header (MCP specification
// 2026-07-28, server/tools).
const mirrorMark = "x-mcp-header"

// readMirroredParameters states which parameters of tools are copied into headers.
func (r *reader) readMirroredParameters() {
	for _, file := range r.files {
		r.inspect(file, func(n ast.Node) bool {
			lit, ok := n.(*ast.BasicLit)
			if !ok || lit.Kind != token.STRING || !strings.Contains(lit.Value, mirrorMark) {
				return true
			}
			text, err := strconv.Unquote(lit.Value)
			switch {
			case err != nil:
			case text == mirrorMark:
				r.markInLiteral(lit)
			case lit.Value[0] == '`':
				r.markInJSON(lit, text)
			}
			return true
		})
	}
}

// markInLiteral reads a mark that is a key of a Go map. The parameter is the key of the schema around it.
func (r *reader) markInLiteral(key *ast.BasicLit) {
	var mark *ast.KeyValueExpr
	for _, n := range slices.Backward(r.pathTo(key)) {
		kv, ok := n.(*ast.KeyValueExpr)
		if !ok {
			continue
		}
		name, isText := r.constantText(kv.Key)
		switch {
		case kv.Key == key:
			mark = kv
		case mark != nil && isText:
			header, _ := r.constantText(mark.Value)
			r.addParameter(name, header, r.span(mark))
			return
		}
	}
}

// markInJSON reads the marks of a schema that is written as JSON in a raw literal, where each byte stands for itself.
func (r *reader) markInJSON(lit *ast.BasicLit, text string) {
	d := json.NewDecoder(strings.NewReader(text))
	var keys []string // of the objects around; "" for an array
	wantKey := false
	for {
		t, err := d.Token()
		if err != nil {
			return
		}
		switch t := t.(type) {
		case json.Delim:
			switch t {
			case '{', '[':
				keys = append(keys, "")
				wantKey = t == '{'
				continue
			}
			keys = keys[:len(keys)-1]
		case string:
			if wantKey {
				keys[len(keys)-1] = t
				wantKey = false
				continue
			}
			if n := len(keys); n > 1 && keys[n-1] == mirrorMark {
				end := lit.Pos() + 1 + token.Pos(d.InputOffset())
				start := lit.Pos() + 1 + token.Pos(strings.LastIndex(text[:d.InputOffset()], `"`+mirrorMark+`"`))
				r.addParameter(keys[n-2], t, r.pkg.Between(start, end))
			}
		}
		wantKey = len(keys) > 0 && d.More() && keys[len(keys)-1] != ""
	}
}

func (r *reader) addParameter(name, header string, at facts.Span) {
	r.facts.Parameters = append(r.facts.Parameters, &facts.ToolParameter{
		Entry: r.pkg.Entry, Span: at, Name: name, Header: header, Sensitive: credential.NamesSecret(name) || isPersonal(name),
	})
}

// isPersonal reports whether a parameter's name says that its value is about a person.
func isPersonal(name string) bool {
	switch strings.ToLower(strings.NewReplacer("_", "", "-", "").Replace(name)) {
	case "ssn", "socialsecuritynumber", "passport", "passportnumber", "iban", "cardnumber", "creditcard", "creditcardnumber",
		"cvv", "cvc", "pin", "birthdate", "dateofbirth", "dob", "email", "emailaddress", "phone", "phonenumber":
		return true
	}
	return false
}
