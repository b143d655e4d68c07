package apache

import "strings"

// variable returns the value of a variable of an expression or a rewrite condition, where it is known for every request of
// the kind.
func (r request) variable(name string) (value string, known bool) {
	switch strings.ToUpper(name) {
	case "HTTPS":
		switch r.https {
		case yes:
			return "on", true
		case no:
			return "off", true
		}
	case "REQUEST_SCHEME":
		switch r.https {
		case yes:
			return "https", true
		case no:
			return "http", true
		}
	case "SERVER_PORT":
		return r.port, isDigits(r.port)
	case "REQUEST_URI", "REQUEST_FILENAME":
		return r.path, name != "REQUEST_FILENAME" && r.path != ""
	case "REQUEST_METHOD":
		return "POST", true
	case "HTTP:X-FORWARDED-PROTO", "HTTP_X_FORWARDED_PROTO", "HTTP:X-FORWARDED-SSL", "HTTP:X-FORWARDED-HTTPS":
		return "", true // who connects directly sends none
	case "HTTP_HOST", "SERVER_NAME", "HTTP:HOST":
		if len(r.names) == 1 {
			return r.names[0], true
		}
	}
	return "", false
}

// expression evaluates the comparisons of ap_expr that have one known variable and a text. All others are unknown.
func (e *emitter) expression(text string, r request) answer {
	text = strings.TrimSpace(text)
	if inner, negated := strings.CutPrefix(text, "!"); negated && !strings.HasPrefix(inner, "=") && !strings.ContainsAny(inner, "&|") {
		return e.expression(strings.Trim(inner, "() "), r).not()
	}
	if left, right, has := strings.Cut(text, "&&"); has {
		return e.expression(left, r).and(e.expression(right, r))
	}
	if left, right, has := strings.Cut(text, "||"); has {
		return e.expression(left, r).or(e.expression(right, r))
	}
	text = strings.Trim(text, "() ")
	switch strings.ToLower(text) {
	case "true":
		return yes
	case "false":
		return no
	}
	if !strings.HasPrefix(text, "%{") {
		return unknown
	}
	end := strings.IndexByte(text, '}')
	if end < 0 {
		return unknown
	}
	value, known := r.variable(text[2:end])
	if !known {
		return unknown
	}
	operator, operand, _ := strings.Cut(strings.TrimSpace(text[end+1:]), " ")
	operand = strings.TrimSpace(operand)
	switch operator {
	case "==", "=", "-eq", "-strmatch":
		return answerOf(value == unquote(operand))
	case "!=", "-ne":
		return answerOf(value != unquote(operand))
	case "=~", "!~":
		pattern, flags, ok := regexOf(operand)
		if !ok {
			return unknown
		}
		matched := e.match(value, pattern, strings.Contains(flags, "i"))
		if operator == "!~" {
			return matched.not()
		}
		return matched
	}
	return unknown
}

func unquote(s string) string {
	if len(s) > 1 && (s[0] == '\'' || s[0] == '"') && s[len(s)-1] == s[0] {
		return s[1 : len(s)-1]
	}
	return s
}

// regexOf reads /pattern/flags and m#pattern#flags.
func regexOf(s string) (pattern, flags string, ok bool) {
	s = strings.TrimPrefix(s, "m")
	if len(s) < 2 {
		return "", "", false
	}
	end := strings.LastIndexByte(s, s[0])
	if end == 0 {
		return "", "", false
	}
	return s[1:end], s[end+1:], true
}
