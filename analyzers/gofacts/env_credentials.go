package gofacts

import (
	"go/ast"
	"reflect"
	"strconv"
	"strings"

	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/internal/credential"
)

// readEnvironmentCredentials states which credentials the package takes from its environment, each once.
func (r *reader) readEnvironmentCredentials() {
	if r.pkg.Test {
		return
	}
	seen := map[string]bool{}
	add := func(name string, at ast.Node) {
		if name == "" || seen[name] || !credential.NamesSecret(name) {
			return
		}
		seen[name] = true
		r.facts.Credentials = append(r.facts.Credentials, &facts.Credential{
			Entry: r.pkg.Entry, Name: name, Carrier: facts.InEnvironment, Span: r.span(at), Variable: name, Form: name,
		})
	}
	for _, symbol := range []string{"os.Getenv", "os.LookupEnv", "syscall.Getenv"} {
		for _, call := range r.calls[symbol] {
			if len(call.Args) == 1 {
				name, _ := textOf(r.value(call.Args[0]).constant)
				add(name, call.Args[0])
			}
		}
	}
	for _, file := range r.files {
		r.inspect(file, func(n ast.Node) bool {
			if f, ok := n.(*ast.Field); ok && f.Tag != nil {
				add(variableOfTag(f.Tag), f.Tag)
			}
			return true
		})
	}
}

// variableOfTag returns the environment variable that a field is filled from, as caarlos0/env, envconfig and kong read
// tags.
func variableOfTag(tag *ast.BasicLit) string {
	text, err := strconv.Unquote(tag.Value)
	if err != nil {
		return ""
	}
	for _, key := range [...]string{"env", "envconfig"} {
		name, _, _ := strings.Cut(reflect.StructTag(text).Get(key), ",")
		if name != "" {
			return name
		}
	}
	return ""
}

// heldCredentials are the credentials that the package takes from its environment.
func (r *reader) heldCredentials() []*facts.Credential {
	var out []*facts.Credential
	for _, c := range r.facts.Credentials {
		if c.Carrier == facts.InEnvironment && !c.Literal {
			out = append(out, c)
		}
	}
	return out
}
