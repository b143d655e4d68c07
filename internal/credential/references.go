package credential

import "strings"

// Reference is a form in a text that stands for a value kept elsewhere.
type Reference struct {
	Start, End int    // byte offsets in the text
	Form       Form   // how it is written
	Variable   string // the name that it refers to
	// DefaultStart and DefaultEnd bound the text that applies when the variable is not set; both are 0 without one.
	DefaultStart, DefaultEnd int
}

// Form is a way to write a reference. Which host expands which form is in the hosts' descriptions.
type Form uint8

// The reference forms.
const (
	BraceVariable  Form = iota // ${VAR}
	BraceDefault               // ${VAR:-default}
	DollarVariable             // $VAR
	EnvColon                   // ${env:VAR}
	InputColon                 // ${input:id}
	CurlyEnv                   // {env:VAR}, {file:path}
	Mustache                   // {{name}}
	Expression                 // ${{ secrets.X }}
	ColonDefault               // ${VAR:default}
	EnvSlashes                 // ${env://VAR}
	Percent                    // %VAR%
	Command                    // $(command)
	Vault                      // op://…, vault:…, ENC[…], /run/secrets/…
	OtherBrace                 // ${workspaceFolder}, ${config:x}, ${command:x}
)

// References returns the references in text, in order.
func References(text string) []Reference {
	if !strings.ContainsAny(text, "${%:[<!/") {
		return nil
	}
	for _, prefix := range vaultPrefixes {
		if strings.HasPrefix(text, prefix) {
			return []Reference{{Start: 0, End: len(text), Form: Vault}}
		}
	}
	var out []Reference
	for i := 0; i < len(text); i++ {
		if ref, ok := referenceAt(text, i); ok {
			out = append(out, ref)
			i = ref.End - 1
		}
	}
	return out
}

var vaultPrefixes = [...]string{"op://", "bw://", "vault:", "aws-sm://", "gcp-sm://", "keychain:", "!secret", "ENC[", "/run/secrets/", "secretref:"}

func referenceAt(text string, i int) (Reference, bool) {
	rest := text[i:]
	switch {
	case strings.HasPrefix(rest, "${{"):
		return closed(text, i, 3, "}}", Expression)
	case strings.HasPrefix(rest, "{{"):
		return closed(text, i, 2, "}}", Mustache)
	case strings.HasPrefix(rest, "$("):
		return closed(text, i, 2, ")", Command)
	case strings.HasPrefix(rest, "${"):
		return brace(text, i)
	case strings.HasPrefix(rest, "{env:"), strings.HasPrefix(rest, "{file:"):
		ref, ok := closed(text, i, 1, "}", CurlyEnv)
		_, ref.Variable, _ = strings.Cut(ref.Variable, ":")
		return ref, ok
	case rest[0] == '$':
		n := Identifier(rest[1:])
		return Reference{Start: i, End: i + 1 + n, Form: DollarVariable, Variable: rest[1 : 1+n]}, n > 0
	case rest[0] == '%':
		n := Identifier(rest[1:])
		ok := n > 1 && len(rest) > n+1 && rest[n+1] == '%'
		return Reference{Start: i, End: i + n + 2, Form: Percent, Variable: rest[1 : 1+n]}, ok
	}
	return Reference{}, false
}

func closed(text string, i, open int, closer string, form Form) (Reference, bool) {
	n := strings.Index(text[i+open:], closer)
	if n < 0 {
		return Reference{}, false
	}
	inner := strings.TrimSpace(text[i+open : i+open+n])
	return Reference{Start: i, End: i + open + n + len(closer), Form: form, Variable: strings.TrimPrefix(inner, "secrets.")}, true
}

func brace(text string, i int) (Reference, bool) {
	n := ClosingBrace(text[i:])
	if n < 0 {
		return Reference{}, false
	}
	end := i + n + 1
	inner := text[i+2 : end-1]
	ref := Reference{Start: i, End: end, Form: OtherBrace, Variable: inner}
	withDefault := func(form Form, name string, separator int) {
		ref.Form, ref.Variable = form, name
		ref.DefaultStart, ref.DefaultEnd = end-1-len(inner)+separator, end-1
	}
	switch {
	case strings.HasPrefix(inner, "env://"):
		ref.Form, ref.Variable = EnvSlashes, inner[len("env://"):]
		if name, _, ok := strings.Cut(ref.Variable, ":-"); ok {
			withDefault(EnvSlashes, name, len("env://")+len(name)+2)
		}
	case strings.HasPrefix(inner, "env:"):
		ref.Form, ref.Variable = EnvColon, inner[len("env:"):]
	case strings.HasPrefix(inner, "localEnv:"), strings.HasPrefix(inner, "containerEnv:"):
		// Of a dev container: ${localEnv:NAME}, ${localEnv:NAME:default}.
		scope, rest, _ := strings.Cut(inner, ":")
		ref.Form, ref.Variable = EnvColon, rest
		if name, _, ok := strings.Cut(rest, ":"); ok {
			withDefault(EnvColon, name, len(scope)+len(name)+2)
		}
	case strings.HasPrefix(inner, "input:"):
		ref.Form, ref.Variable = InputColon, inner[len("input:"):]
	default:
		n := Identifier(inner)
		switch {
		case n > 0 && n == len(inner):
			ref.Form = BraceVariable
		case n > 0 && strings.HasPrefix(inner[n:], ":-"), n > 0 && strings.HasPrefix(inner[n:], ":="):
			withDefault(BraceDefault, inner[:n], n+2)
		case n > 0 && inner[n] == '-':
			withDefault(BraceDefault, inner[:n], n+1)
		case n > 0 && inner[n] == ':' && !knownScope(inner[:n]):
			withDefault(ColonDefault, inner[:n], n+1)
		}
	}
	return ref, true
}

// knownScope reports whether ${name:…} is a form of an editor, not a variable with a default.
func knownScope(name string) bool {
	switch name {
	case "config", "command", "workspaceFolder", "user_config", "extensionPath", "file":
		return true
	}
	return false
}

// ClosingBrace returns the index of the brace that ends the one at text[1], or -1: text begins with `${`.
func ClosingBrace(text string) int {
	depth := 0
	for i := 1; i < len(text); i++ {
		switch text[i] {
		case '{':
			depth++
		case '}':
			if depth--; depth == 0 {
				return i
			}
		}
	}
	return -1
}

// Identifier returns the length of the variable's name that s begins with; 0 for none.
func Identifier(s string) int {
	n := 0
	for n < len(s) && (s[n] == '_' || lower(s[n]) || upper(s[n]) || n > 0 && s[n] >= '0' && s[n] <= '9') {
		n++
	}
	return n
}
