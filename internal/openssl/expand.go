package openssl

import (
	"strings"
	"sync"

	"github.com/wirevet/wirevet/facts"
)

// Result is what a cipher string accepts.
type Result struct {
	Suites []Accepted // in the order of the table, whatever the string prefers
	// Level is the security level that the string sets, or -1: the library's own holds.
	Level int
	// System is true when the string hands the decision to the distribution (PROFILE=SYSTEM); Suites is then empty.
	System bool
	// Bad is true when the library refuses the string; BadAt is the byte that it stumbles over.
	Bad   bool
	BadAt int
}

// Accepted is a suite that a cipher string accepts.
type Accepted struct {
	Suite *facts.CipherSuite
	// From and To enclose the element of the string that brings the suite in.
	From, To int
	// Named is true when the element is the suite's own name.
	Named bool
	// Removed is true when no build of 1.1.0 or later has the suite unless it was made to (enable-weak-ssl-ciphers).
	Removed bool
}

// Lists keeps what cipher strings accept: many servers have the same one.
type Lists map[string]Result

// Expand is the function of that name.
func (l Lists) Expand(text string) Result {
	result, done := l[text]
	if !done {
		result = Expand(text)
		l[text] = result
	}
	return result
}

// state is what has become of a suite while a list is read.
type state struct {
	active, killed, named bool
	from, to              int
}

// list is a cipher string that is being read.
type list struct {
	level int
	bad   int     // where the library gives up, or -1
	state []state // of each row of the table
}

// Expand evaluates a cipher string for TLS 1.2 and older. Suites of TLS 1.3 are not its business: see [Suites13].
func Expand(text string) Result {
	if strings.HasPrefix(text, "PROFILE=") {
		return Result{System: true, Level: -1}
	}
	l := list{level: -1, bad: -1, state: make([]state, len(suites))}
	rest, at := text, 0
	if name, standsFor := whole(text); name != "" {
		l.read(standsFor, 0, len(name), true)
		rest, at = strings.TrimPrefix(text[len(name):], ":"), len(name)
		if len(name)+len(rest) < len(text) {
			at++
		}
		if name != "DEFAULT" { // a Suite B profile takes the place of the whole string
			rest = ""
		}
	}
	l.read(rest, at, 0, false)
	out := Result{Level: l.level, Bad: l.bad >= 0, BadAt: max(l.bad, 0)}
	for i, s := range l.state {
		if s.active && permitted(&suites[i], l.level) {
			out.Suites = append(out.Suites, Accepted{
				Suite: &described()[i], From: s.from, To: s.to, Named: s.named, Removed: suites[i].built != current,
			})
		}
	}
	return out
}

// whole returns the word at the beginning of a string that stands for a list of its own.
func whole(text string) (name, list string) {
	if strings.HasPrefix(text, "DEFAULT") {
		return "DEFAULT", defaultList
	}
	for _, b := range suiteB {
		if strings.HasPrefix(text, b.prefix) {
			return b.prefix, b.list
		}
	}
	return "", ""
}

// read applies the elements of text, which begins at byte at of the whole string. When it stands for the element that ends
// at to, all that it brings in comes from there.
func (l *list) read(text string, at, to int, standsFor bool) {
	for i := 0; i < len(text); {
		if isSeparator(text[i]) {
			i++
			continue
		}
		begin := i
		operator := byte(0)
		if strings.IndexByte("-+!@", text[i]) >= 0 {
			operator = text[i]
			i++
		}
		var c criteria
		var ok bool
		if operator == '@' {
			i = l.command(text, i, at)
		} else {
			c, i, ok = l.element(text, i, at)
		}
		if l.bad >= 0 && i < 0 {
			return
		}
		from, end := at+begin, at+i
		if standsFor {
			from, end = at, to
		}
		if ok {
			l.apply(operator, c, from, end)
			continue
		}
		for i < len(text) && !isSeparator(text[i]) {
			i++
		}
	}
}

// element reads a name, or several that are joined by +. It reports false for one that selects nothing; the position is
// negative when the library refuses the whole string.
func (l *list) element(text string, i, at int) (c criteria, next int, ok bool) {
	for {
		begin := i
		for i < len(text) && isNameByte(text[i]) {
			i++
		}
		if i == begin {
			l.bad = at + i
			return c, -1, false
		}
		joined := i < len(text) && text[i] == '+'
		found, known := lookup(text[begin:i])
		if joined {
			i++
		}
		if !known || !c.and(found) {
			return c, i, false
		}
		if !joined {
			return c, i, true
		}
	}
}

func lookup(name string) (criteria, bool) {
	if s := byName()[name]; s != nil {
		return criteria{suite: s, kx: s.kx, auth: s.auth, enc: s.enc, mac: s.mac, class: s.class}, true
	}
	c, ok := aliases[name]
	return c, ok
}

// byName finds suites by their name in cipher strings, and by the registered one, which is accepted since 3.2 (CHANGES.md).
var byName = sync.OnceValue(func() map[string]*suite {
	m := make(map[string]*suite, 2*len(suites))
	for i := range suites {
		if s := &suites[i]; s.lowest != facts.TLS13 {
			m[s.name], m[s.iana] = s, s
		}
	}
	return m
})

// command reads what follows an @.
func (l *list) command(text string, i, at int) int {
	begin := i
	for i < len(text) && isNameByte(text[i]) {
		i++
	}
	name := text[begin:i]
	level, isLevel := strings.CutPrefix(name, "SECLEVEL=")
	switch {
	case name == "STRENGTH": // an order, not a choice
	case isLevel && len(level) == 1 && level[0] >= '0' && level[0] <= '5':
		l.level = int(level[0] - '0')
	default:
		if l.bad < 0 {
			l.bad = at + begin
		}
		if name == "" {
			return -1
		}
	}
	return i
}

func (l *list) apply(operator byte, c criteria, from, to int) {
	if operator == '+' {
		return // an order, not a choice
	}
	for i := range suites {
		s := &l.state[i]
		if s.killed || suites[i].lowest == facts.TLS13 || !c.match(&suites[i]) {
			continue
		}
		switch operator {
		case '-':
			s.active = false
		case '!':
			s.active, s.killed = false, true
		default:
			if !s.active {
				*s = state{active: true, named: c.suite != nil, from: from, to: to}
			}
		}
	}
}

// permitted reports whether a security level lets a suite through (ssl_security_default_callback in ssl/ssl_cert.c).
func permitted(s *suite, level int) bool {
	least := [...]int{0, 80, 112, 128, 192, 256}
	if level <= 0 {
		return true
	}
	switch {
	case s.bits < least[level], s.auth&aNULL != 0, s.mac == mMD5:
		return false
	case level >= 2 && s.enc == eRC4, level >= 4 && s.mac == mSHA1:
		return false
	case level >= 3:
		return s.kx&(kDHE|kECDHE|kDHEPSK|kECDHEPSK) != 0
	}
	return true
}

func isSeparator(c byte) bool { return c == ':' || c == ' ' || c == ';' || c == ',' }

func isNameByte(c byte) bool {
	return c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '-' || c == '.' || c == '=' || c == '_'
}

// Suites13 returns the TLS 1.3 suites of a list of registered names, separated by colons, as `Ciphersuites` and
// SSL_CTX_set_ciphersuites take it. Names that the library does not know are passed over.
func Suites13(text string) []Accepted {
	var out []Accepted
	at := 0
	for name := range strings.SplitSeq(text, ":") {
		for i := range suites {
			if suites[i].lowest == facts.TLS13 && suites[i].name == strings.TrimSpace(name) {
				out = append(out, Accepted{Suite: &described()[i], From: at, To: at + len(name), Named: true})
			}
		}
		at += len(name) + 1
	}
	return out
}
