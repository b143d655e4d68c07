package hostconfig

import (
	"fmt"
	"strings"

	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/internal/credential"
	"github.com/wirevet/wirevet/parsers/launch"
	"github.com/wirevet/wirevet/parsers/tree"
)

// readHeaders reads what is sent with every request.
func (e *entry) readHeaders() {
	for _, n := range [...]*tree.Node{
		e.value("headers"), e.value("http_headers"), e.value("requestOptions").Get("headers"),
	} {
		e.eachHeader(n)
	}
	for _, key := range [...]string{"apiKey", "api_key", "access_token", "bearer_token", "authToken"} {
		n := e.value(key)
		if key == "apiKey" && n != nil && n.Kind == tree.Object { // LibreChat
			n = n.Get("key")
		}
		if n != nil && n.Kind == tree.String {
			e.header(key, n)
		}
	}
	if n := e.value("bearer_token"); n != nil && e.h.host.ID == "codex" {
		e.problem(n.Span(e.src), "server %q: Codex refuses bearer_token; name a variable with bearer_token_env_var", e.fact.Server)
	}
	if n := e.value("env_http_headers"); n != nil && n.Kind == tree.Object {
		for _, m := range n.Members {
			if m.Value.Kind == tree.String {
				e.byName(m.Key, m.Value)
			}
		}
	}
	if n := e.value("bearer_token_env_var"); n != nil && n.Kind == tree.String {
		e.byName("Authorization", n)
	}
}

// eachHeader reads a map of headers, or a list of "Name: value".
func (e *entry) eachHeader(n *tree.Node) {
	switch {
	case n == nil || n.Kind == tree.Null:
	case n.Kind == tree.Object:
		for _, m := range n.Members {
			switch {
			case m.Value.Kind == tree.Object || m.Value.Kind == tree.Array:
			case m.Shadowed:
				e.secret(m.Key, m.Value, facts.InHeader)
			default:
				e.checkText(m.Value)
				e.header(m.Key, m.Value)
			}
		}
	case n.Kind == tree.Array:
		for _, item := range n.Items {
			if item.Kind != tree.String {
				continue
			}
			name, _, ok := strings.Cut(item.Text, ":")
			if !ok {
				continue
			}
			from := len(name) + 1
			for from < len(item.Text) && item.Text[from] == ' ' {
				from++
			}
			e.header(name, item.Tail(from))
		}
	default:
		e.refuse(n, "expected a map of headers")
	}
}

// header reads one header.
func (e *entry) header(name string, n *tree.Node) {
	found := e.secret(name, n, facts.InHeader)
	if e.remote != nil {
		e.remote.Credentials = append(e.remote.Credentials, found...)
	}
	e.checkForms(n)
}

// checkText reports a number or a boolean where the host accepts only strings.
func (e *entry) checkText(n *tree.Node) {
	if e.h.textOnly && (n.Kind == tree.Number || n.Kind == tree.Bool || n.Kind == tree.Null) && !e.filledIn(n) {
		e.refuse(n, fmt.Sprintf("server %q: %s expects a string here; put it into quotes", e.fact.Server, e.h.host.Title))
	}
}

// byName records a header whose value is in the variable that n names.
func (e *entry) byName(header string, n *tree.Node) {
	c := &facts.Credential{
		Entry: e.fact, Name: header, Carrier: facts.InHeader, Span: n.Span(e.src), Variable: n.Text, Form: n.Text,
	}
	e.out.Credentials = append(e.out.Credentials, c)
	if e.remote != nil {
		e.remote.Credentials = append(e.remote.Credentials, c)
	}
}

// readHeaderPrograms reads the command whose output becomes headers.
func (e *entry) readHeaderPrograms() {
	n := e.value("headersHelper")
	if n == nil || n.Kind != tree.String || n.Text == "" {
		return
	}
	launch.Read(launch.Input{
		Entry: e.fact, Role: facts.HelperRole, Line: e.word(n), Title: "the headers helper of " + e.title(), Remedy: e.h.remedy,
	}, e.out)
}

// secret returns the credentials in the value of that name, and hides whatever might be one.
func (e *entry) secret(name string, n *tree.Node, carrier facts.Carrier) []*facts.Credential {
	word, remedy := e.word(n), e.h.remedy
	if carrier == facts.InHeader && e.h.headerRemedy != "" {
		remedy = e.h.headerRemedy
	}
	found := launch.Recognise(e.fact, e.src.Redact(name), word, carrier, remedy, e.out)
	if len(found) == 0 && !credential.Harmless(n.Text) && len(credential.References(n.Text)) == 0 && carrier != facts.InField {
		launch.Mask(word)
	}
	return found
}

// formOf returns the host form of a reference form that can be told from plain text; 0 for any other.
func formOf(f credential.Form) forms {
	switch f {
	case credential.BraceVariable:
		return braceVariable
	case credential.BraceDefault:
		return braceDefault
	case credential.EnvColon:
		return envColon
	case credential.InputColon:
		return inputColon
	case credential.CurlyEnv:
		return curlyEnv
	case credential.EnvSlashes:
		return envSlashes
	}
	return 0
}

// expands reports whether the host replaces a reference of that form by its value.
func (e *entry) expands(form string) bool {
	for _, ref := range credential.References(form) {
		if ref.Form == credential.DollarVariable && e.h.forms&dollarVariable != 0 || e.h.forms&formOf(ref.Form) != 0 {
			return true
		}
	}
	return false
}

// checkForms records references that the host passes on as text, and prompts that the file does not define.
func (e *entry) checkForms(n *tree.Node) {
	if n == nil || n.Kind != tree.String || e.h.forms&formsKnown == 0 {
		return
	}
	word := e.word(n)
	for _, ref := range credential.References(n.Text) {
		form := formOf(ref.Form)
		if form == 0 || editorVariable(ref.Variable) {
			continue
		}
		span := word.Sub(ref.Start, ref.End).Span()
		switch {
		case e.h.forms&form == 0:
			e.problem(span, "server %q: %s does not expand %s; it passes the text on as it is", e.fact.Server, e.h.host.Title, n.Text[ref.Start:ref.End])
		case ref.Form == credential.InputColon && !e.inputs[ref.Variable]:
			e.problem(span, "server %q: no input has the id %q; add it to inputs", e.fact.Server, ref.Variable)
		}
	}
}

// editorVariable reports whether a name between ${ and } is one that editors fill in themselves.
func editorVariable(name string) bool {
	switch name {
	case "workspaceFolder", "workspaceFolderBasename", "workspaceRoot", "userHome", "pathSeparator", "extensionPath",
		"workspacePath", "cwd", "CLAUDE_PLUGIN_ROOT", "AUGMENT_PLUGIN_ROOT", "PLUGIN_ROOT":
		return true
	}
	return false
}
