package apache

import (
	"fmt"
	"slices"
	"strings"

	"github.com/wirevet/wirevet/facts"
)

// protocols are the words of SSLProtocol, which httpd takes in any case.
var protocols = map[string]facts.TLSVersion{
	"sslv3": facts.SSL3, "tlsv1": facts.TLS10, "tlsv1.1": facts.TLS11, "tlsv1.2": facts.TLS12, "tlsv1.3": facts.TLS13,
}

// libraryDecides says what else the versions before TLS 1.2 depend on that an alias or a default brings in.
const libraryDecides = "OpenSSL 3.0 refuses TLS 1.0 and 1.1 at its own security level (SSL_CTX_set_security_level(3)), older ones accept them"

// versions reads SSLProtocol and SSLProxyProtocol: words with signs, applied from left to right.
func (e *emitter) versions(p *facts.TLSPolicy, l levels, name string, at facts.Span) {
	v := l.lookup(name)
	d := v.directive
	if d == nil {
		p.Lowest, p.Highest = stated(v, facts.TLSVersion(0), facts.Span{}, at), stated(v, facts.TLSVersion(0), facts.Span{}, at)
		return
	}
	if v.state == facts.Explicit {
		p.Span = d.written()
	}
	if undecided(d) != facts.NoReason {
		p.Lowest, p.Highest = stated(v, facts.TLSVersion(0), d.words(), at), stated(v, facts.TLSVersion(0), d.words(), at)
		return
	}
	set := e.accepted(d)
	for _, version := range []facts.TLSVersion{facts.SSL3, facts.TLS10, facts.TLS11, facts.TLS12, facts.TLS13} {
		word, has := set[version]
		if !has {
			continue
		}
		out := stated(v, version, word.span(), at)
		if version < facts.TLS12 && !p.AnySecurityLevel && strings.EqualFold(strings.TrimLeft(word.text, "+"), "all") {
			why := facts.Why{Reason: facts.OutsideRepository, Text: libraryDecides}
			if out.Why != nil {
				why.Effect = out.Why.Effect
			}
			out.Why = &why
		}
		p.Versions = append(p.Versions, out)
	}
	if len(p.Versions) == 0 {
		p.Lowest = facts.Undecided[facts.TLSVersion](d.words(), facts.SeveralValues)
		p.Highest = p.Lowest
		return
	}
	p.Lowest, p.Highest = p.Versions[0], p.Versions[len(p.Versions)-1]
}

// accepted applies the words of a directive, and returns the versions with the word that brings each in
// (ssl_cmd_protocol_parse). Below the first gap under the highest nothing is accepted (ssl_init_ctx_protocol).
func (e *emitter) accepted(d *statement) map[facts.TLSVersion]arg {
	set := map[facts.TLSVersion]arg{}
	for _, a := range d.args {
		word := strings.ToLower(a.text)
		sign := byte(0)
		if word != "" && (word[0] == '+' || word[0] == '-') {
			sign, word = word[0], word[1:]
		}
		if word == "sslv2" && sign == '-' {
			continue
		}
		named := []facts.TLSVersion{protocols[word]}
		switch {
		case word == "all":
			named = []facts.TLSVersion{facts.TLS10, facts.TLS11, facts.TLS12, facts.TLS13}
			if sign == '-' {
				named = append(named, facts.SSL3)
			}
		case named[0] == 0:
			e.refused(a, "httpd refuses this: expected all, SSLv3, TLSv1, TLSv1.1, TLSv1.2 or TLSv1.3, with + or - before it")
			continue
		}
		if sign == 0 && len(set) > 0 {
			e.refused(a, "httpd forgets the versions before this word, because no + or - stands before it")
		}
		if sign == 0 {
			clear(set)
		}
		for _, version := range named {
			if sign == '-' {
				delete(set, version)
			} else if _, has := set[version]; !has {
				set[version] = a
			}
		}
	}
	if len(set) == 0 {
		e.tree.problem(d, facts.HostRefuses, "httpd refuses to start: no version of TLS is left")
		return set
	}
	e.dropBelowGap(set)
	return set
}

func (e *emitter) dropBelowGap(set map[facts.TLSVersion]arg) {
	gap, above := false, false
	for _, version := range []facts.TLSVersion{facts.TLS13, facts.TLS12, facts.TLS11, facts.TLS10, facts.SSL3} {
		word, has := set[version]
		switch {
		case has && gap:
			e.refused(word, fmt.Sprintf("httpd does not accept %s here: a version between it and the highest is missing", version))
			delete(set, version)
		case has:
			above = true
		case above:
			gap = true
		}
	}
}

func (e *emitter) refused(a arg, message string) {
	e.tree.problems = append(e.tree.problems, &facts.Problem{Span: a.span(), Kind: facts.HostRefuses, Message: message})
}

// neverOffered is what httpd adds to every list of ciphers (ssl_cmd_SSLCipherSuite).
const neverOffered = ":!aNULL:!eNULL:!EXP"

// suites reads a list of ciphers for TLS 1.2 and older. The one for TLS 1.3 is another setting of the same name.
func (e *emitter) suites(p *facts.TLSPolicy, l levels, name string, at facts.Span) {
	v := setting{}
	list := arg{}
	for i := len(l) - 1; i >= 0 && v.directive == nil; i-- {
		for _, d := range slices.Backward(l[i].named(name)) {
			if len(d.args) > 1 && d.arg(0) != "SSL" || len(d.args) == 0 {
				continue
			}
			v, list = setting{directive: d, state: l.stateOf(i)}, d.args[len(d.args)-1]
			break
		}
		if open := l[i].section.open; v.directive == nil && !open.IsZero() {
			v = setting{state: facts.Unresolved, open: open}
			break
		}
	}
	if v.directive == nil {
		p.Ciphers = stated(v, "", facts.Span{}, at)
		return
	}
	p.Ciphers = stated(v, list.text, list.span(), at)
	e.expandCiphers(p, list, v.state, neverOffered)
}

func (e *emitter) expandCiphers(p *facts.TLSPolicy, list arg, state facts.State, more string) {
	if !p.Ciphers.Known() {
		return
	}
	key := list.text + more
	if strings.HasPrefix(list.text, "PROFILE=") {
		key = list.text
	}
	result := e.tree.reader.lists.Expand(key)
	switch {
	case result.System:
		p.Ciphers = facts.Undecided[string](list.span(), facts.OutsideRepository)
	case result.Bad:
		e.refused(list, fmt.Sprintf("httpd refuses this list of ciphers: expected a name behind its first %d bytes (openssl-ciphers(1))", min(result.BadAt, len(list.text))))
	}
	p.AnySecurityLevel = result.Level == 0
	p.Suites = make([]facts.OfferedSuite, 0, len(result.Suites))
	for _, a := range result.Suites {
		p.Suites = append(p.Suites, facts.OfferedSuite{
			Suite: a.Suite, Span: list.part(a.From, a.To), State: state, Named: a.Named, Removed: a.Removed,
		})
	}
}

// part returns where bytes from up to to of a word's text stand. Where escapes or a variable shift them, it is the whole word.
func (a arg) part(from, to int) facts.Span {
	written := a.file.text[a.start:a.end]
	shift := 0
	if written != a.text {
		if len(written) != len(a.text)+2 || written[1:len(written)-1] != a.text {
			return a.span()
		}
		shift = 1
	}
	if to > len(a.text) {
		return a.span()
	}
	return facts.Span{Source: a.file.src, Start: a.start + shift + from, End: a.start + shift + to}
}
