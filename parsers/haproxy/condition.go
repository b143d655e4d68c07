package haproxy

import (
	"strings"

	"github.com/wirevet/wirevet/facts"
)

// test is one criterion: a fetch with its converters, how it is compared, and with what (configuration.txt §7.1).
type test struct {
	line    *line
	fetch   string // without arguments: "path", "req.hdr", "ssl_fc"
	arg     string // of the fetch: "host"
	through string // the converters: ",lower,field(1,:)"
	match   string // str, beg, end, sub, dir, dom, reg, found, bool, len …; eq, ge, gt, le, lt for numbers
	fold    bool   // upper and lower case are the same
	values  []word
	listed  bool // the values stand in a file

	asked *proxy // for whose rules it is known what is looked at
	known kind
}

// term is a test of a condition, or several of which one is enough, perhaps negated.
type term struct {
	negated bool
	tests   []*test
	fixed   truth // without tests
	word    word  // where it stands
}

// condition is what stands behind if or unless: terms of which all have to hold, and alternatives of which one is enough.
type condition struct {
	alternatives [][]term
	unless       bool
	line         *line
}

// maxTerms is how many terms of one condition are looked at.
const maxTerms = 256

// readCondition reads the condition at the end of a line, and where it begins. Without one it is nil.
func (p *proxy) readCondition(l *line) (*condition, int) {
	for i := l.skip() + 1; i < len(l.words); i++ {
		if t := l.words[i].text; (t == "if" || t == "unless") && l.file.text[l.words[i].start:l.words[i].end] == t {
			return p.condition(l, l.words[i+1:], t == "unless"), i
		}
	}
	return nil, len(l.words)
}

func (p *proxy) condition(l *line, words []word, unless bool) *condition {
	c := &condition{unless: unless, line: l, alternatives: make([][]term, 1)}
	negated, count := false, 0
	add := func(t term) {
		t.negated = negated
		negated = false
		if count++; count <= maxTerms {
			last := len(c.alternatives) - 1
			c.alternatives[last] = append(c.alternatives[last], t)
		}
	}
	for i := 0; i < len(words); i++ {
		w := words[i]
		for strings.HasPrefix(w.text, "!") {
			negated = !negated
			w.text, w.start = w.text[1:], w.start+1
		}
		switch w.text {
		case "":
		case "or", "||":
			c.alternatives = append(c.alternatives, nil)
			negated = false
		case "{":
			end := i + 1
			for end < len(words) && words[end].text != "}" {
				end++
			}
			if end > i+1 {
				add(term{tests: []*test{newTest(l, words[i+1:end])}, word: words[i+1]})
			}
			i = end
		default:
			add(p.named(l, w))
		}
	}
	return c
}

// named returns the term that an ACL's name stands for: any of its definitions above the line, or one that every HAProxy knows
// (§7.4).
func (p *proxy) named(l *line, w word) term {
	t := term{word: w}
	p.readACLs()
	for _, one := range p.conditions[w.text] {
		if one.line.file != l.file || one.line.words[0].start < l.words[0].start {
			t.tests = append(t.tests, one)
		}
	}
	if len(t.tests) > 0 {
		return t
	}
	switch {
	case w.text == "TRUE":
		t.fixed = yes
	case w.text == "FALSE":
		t.fixed = no
	case !predefined(w.text) && unknownWord(l, w) == facts.NoReason:
		p.undefined = append(p.undefined, l.at(w))
	}
	return t
}

// predefined reports whether HAProxy has an ACL of that name by itself.
func predefined(name string) bool {
	switch name {
	case "HTTP", "HTTP_1.0", "HTTP_1.1", "HTTP_2.0", "HTTP_3.0", "HTTP_CONTENT", "HTTP_URL_ABS", "HTTP_URL_SLASH", "HTTP_URL_STAR",
		"LOCALHOST", "RDP_COOKIE", "REQ_CONTENT", "WAIT_END":
		return true
	}
	return strings.HasPrefix(name, "METH_")
}

func (p *proxy) readACLs() {
	if p.conditions != nil {
		return
	}
	p.conditions = map[string][]*test{}
	p.all(func(l *line, _ bool) {
		if args := l.args(); l.arg(0) == "acl" && len(args) > 1 {
			p.conditions[args[0].text] = append(p.conditions[args[0].text], newTest(l, args[1:]))
		}
	})
}

// endings are the matches that a fetch's name can end in: path_beg is path -m beg.
var endings = [...]string{"_beg", "_dir", "_dom", "_end", "_len", "_reg", "_sub", "_str", "_bin", "_cnt"}

func newTest(l *line, words []word) *test {
	t := &test{line: l, match: "str"}
	t.criterion(words[0].text)
	words = words[1:]
	for len(words) > 0 {
		flag := words[0].text
		switch {
		case flag == "-i":
			t.fold = true
		case flag == "-m" && len(words) > 1:
			t.match = words[1].text
			words = words[1:]
		case (flag == "-f" || flag == "-M") && len(words) > 1:
			t.listed = true
			words = words[1:]
		case flag == "-n" || flag == "-u":
		case flag == "--":
			t.values = words[1:]
			return t
		default:
			t.values = words
			switch flag {
			case "eq", "ge", "gt", "le", "lt":
				t.match, t.values = flag, words[1:]
			}
			return t
		}
		words = words[1:]
	}
	return t
}

// criterion takes a criterion apart: path_beg, hdr(host), req.hdr(Host),lower, ssl_fc.
func (t *test) criterion(text string) {
	name, rest := text, ""
	if i := strings.IndexAny(text, "(,"); i >= 0 {
		name, rest = text[:i], text[i:]
	}
	if strings.HasPrefix(rest, "(") {
		inner, after, ok := strings.Cut(rest[1:], ")")
		if ok {
			t.arg, rest = inner, after
		}
	}
	t.through = strings.ToLower(rest)
	t.fetch = name
	for _, ending := range endings {
		if base, ok := strings.CutSuffix(name, ending); ok {
			t.fetch, t.match = base, ending[1:]
			if ending == "_cnt" {
				t.match = "eq"
				t.through += ",count"
			}
		}
	}
	if strings.Contains(t.through, ",lower") || strings.Contains(t.through, ",upper") {
		t.fold = true
	}
}

// unknown reports whether the values of a test are not in the files.
func (t *test) unknown() bool {
	if t.listed || t.line.conditional != facts.NoReason {
		return true
	}
	for _, w := range t.values {
		if w.unknown != facts.NoReason {
			return true
		}
	}
	return false
}

// kind is what a test looks at.
type kind uint8

const (
	other kind = iota
	encryption
	port
	pathOf
	hostOf
	originOf
	addressOf
	credentialOf
	constant
)

// kind says what a test of a rule of p looks at.
func (t *test) kind(p *proxy) kind {
	if t.asked != p {
		t.asked, t.known = p, t.looksAt(p)
	}
	return t.known
}

func (t *test) looksAt(p *proxy) kind {
	switch t.fetch {
	case "ssl_fc", "fc_ssl":
		return encryption
	case "dst_port":
		return port
	case "path", "pathq", "url", "capture.req.uri", "baseq":
		return pathOf
	case "ssl_fc_sni", "req.ssl_sni", "req_ssl_sni":
		return hostOf
	case "hdr", "req.hdr", "req.fhdr", "shdr", "fhdr":
		switch name := strings.ToLower(strings.TrimSpace(strings.Split(t.arg+",", ",")[0])); {
		case name == "host":
			return hostOf
		case name == "origin":
			return originOf
		case carriesCredential(name):
			return credentialOf
		}
	case "src":
		return addressOf
	case "always_true", "always_false", "bool":
		return constant
	case "var":
		return p.variableKind(t.arg)
	}
	if isCredentialFetch(t.fetch) {
		return credentialOf
	}
	return other
}

// isCredentialFetch reports whether a fetch looks at what a caller proves itself with.
func isCredentialFetch(name string) bool {
	switch name {
	case "http_auth", "http_auth_group", "http_auth_bearer", "http_auth_user", "http_auth_pass", "ssl_fc_has_crt":
		return true
	}
	return strings.HasPrefix(name, "ssl_c_")
}

// carriesCredential reports whether a header is one that carries credentials.
func carriesCredential(header string) bool {
	switch header {
	case "authorization", "x-api-key", "api-key", "apikey", "x-auth-token", "x-token", "x-access-token":
		return true
	}
	return false
}

// variableKind says what a variable stands for: what set-var puts into it. One that nothing here sets comes from a program
// that HAProxy asks (Lua, SPOE).
func (p *proxy) variableKind(name string) kind {
	name, _, _ = strings.Cut(name, ",")
	set, found := other, false
	p.all(func(l *line, _ bool) {
		if l.arg(0) != "http-request" && l.arg(0) != "tcp-request" {
			return
		}
		for i, w := range l.words {
			inner, ok := strings.CutPrefix(w.text, "set-var("+name)
			if !ok || !strings.HasPrefix(inner, ")") && !strings.HasPrefix(inner, ",") || i+1 >= len(l.words) {
				continue
			}
			t := &test{line: l}
			t.criterion(l.words[i+1].text)
			if t.fetch != "var" {
				set = t.kind(p)
			}
			found = true
		}
	})
	if !found && (strings.HasPrefix(name, "txn.") || strings.HasPrefix(name, "req.") || strings.HasPrefix(name, "sess.")) {
		return credentialOf
	}
	return set
}

// external reports whether a test looks at a variable that another program has to set.
func (t *test) external(p *proxy) bool {
	if t.fetch != "var" {
		return false
	}
	set := false
	name, _, _ := strings.Cut(t.arg, ",")
	p.all(func(l *line, _ bool) {
		for _, w := range l.words {
			set = set || strings.HasPrefix(w.text, "set-var("+name+")") || strings.HasPrefix(w.text, "set-var("+name+",")
		}
	})
	return !set
}
