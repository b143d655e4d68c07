package nginx

import (
	"strings"

	"github.com/wirevet/wirevet/internal/template"
)

// variableName returns the name that stands behind a $ at the beginning of text: $name or ${name}.
func variableName(text string) string {
	text = strings.TrimPrefix(text, "$")
	if inner, braced := strings.CutPrefix(text, "{"); braced {
		name, _, _ := strings.Cut(inner, "}")
		return name
	}
	end := 0
	for end < len(text) && isVariableByte(text[end]) {
		end++
	}
	return text[:end]
}

func isVariableByte(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_'
}

// resolve replaces the variables that the scope or one around it sets once, to a text. It reports false when one is left.
func resolve(s *scope, text string, depth int) (string, bool) {
	if template.Unrendered(text) || depth > 4 {
		return text, false
	}
	if strings.IndexByte(text, '$') < 0 {
		return text, true
	}
	var b strings.Builder
	for {
		i := strings.IndexByte(text, '$')
		if i < 0 {
			b.WriteString(text)
			return b.String(), true
		}
		b.WriteString(text[:i])
		name := variableName(text[i:])
		if name == "" {
			return text, false
		}
		value, known := constant(s, name, depth)
		if !known {
			return text, false
		}
		b.WriteString(value)
		text = text[i+1:]
		if strings.HasPrefix(text, "{") {
			text = text[min(len(text), len(name)+2):]
		} else {
			text = text[len(name):]
		}
	}
}

// constant returns what the one `set` of a variable gives it. Several, and one under a condition, are no constant.
func constant(s *scope, name string, depth int) (string, bool) {
	var only *statement
	at := s
	for ; at != nil && only == nil; at = at.parent {
		for _, d := range at.own {
			if d.name.text == "if" && mentionsSet(d, name) {
				return "", false
			}
			if d.name.text != "set" || len(d.args) != 2 || variableName(d.args[0].text) != name {
				continue
			}
			if only != nil || d.conditional {
				return "", false
			}
			only = d
		}
		if only != nil {
			return resolve(at, only.args[1].text, depth+1)
		}
	}
	return "", false
}

func mentionsSet(d *statement, name string) bool {
	for _, inner := range d.block {
		if inner.name.text == "set" && len(inner.args) > 0 && variableName(inner.args[0].text) == name || mentionsSet(inner, name) {
			return true
		}
	}
	return false
}

// condition is the text of an if's parentheses, as written between them.
func condition(d *statement) string {
	words := make([]string, len(d.args))
	for i, a := range d.args {
		words[i] = a.text
	}
	return strings.TrimSuffix(strings.TrimPrefix(strings.Join(words, " "), "("), ")")
}

// refuses returns the return directive by which a block turns a request away, and nil when it does not.
func refuses(block []*statement) *statement {
	for _, d := range block {
		if d.name.text != "return" || len(d.args) == 0 {
			continue
		}
		if code := d.args[0].text; len(code) == 3 && (code[0] == '4' || code[0] == '5') {
			return d
		}
	}
	return nil
}

// redirectsToTLS reports whether a block sends every request to https.
func redirectsToTLS(block []*statement) bool {
	for _, d := range block {
		switch d.name.text {
		case "return":
			to := d.arg(0)
			if len(d.args) > 1 {
				to = d.args[1].text
			}
			return strings.HasPrefix(to, "https://")
		case "rewrite":
			if everything(d.arg(0)) && strings.HasPrefix(d.arg(1), "https://") {
				return true
			}
		}
	}
	return false
}

// everything reports whether a pattern of rewrite matches every path.
func everything(pattern string) bool {
	switch pattern {
	case "^", "^/", "^(.*)$", "^/(.*)$", "(.*)", "^(.*)", "^/(.*)", ".*", "^.*$", ".", "/":
		return true
	}
	return false
}

// onlyWithoutTLS reports whether an if holds for requests in clear alone.
func onlyWithoutTLS(d *statement) bool {
	switch strings.Join(strings.Fields(condition(d)), " ") {
	case "$scheme = http", "$scheme != https", `$https = `, `$https = ""`, "$https != on", "$server_port = 80", "$server_port !~ 443", "$server_port != 443":
		return true
	}
	return false
}
