package apache

import (
	"strings"

	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/internal/openssl"
)

var clientKinds = map[string]facts.ClientAuth{
	"require": facts.RequireAndVerify, "none": facts.NoClientCert, "optional": facts.VerifyIfGiven, "optional_no_ca": facts.RequestClientCert,
}

// clientAuth states what becomes of a client's certificate in the handshake. It is each name's own, also on a shared address.
func (e *emitter) clientAuth(p *facts.TLSPolicy, v *server, at facts.Span) {
	found := v.levels.lookup("sslverifyclient")
	d := found.directive
	if d == nil || len(d.args) == 0 {
		p.ClientAuth = stated(found, facts.NoClientCert, facts.Span{}, at)
		if found.state == facts.Unset {
			p.ClientAuth = facts.ByDefault(facts.NoClientCert, at, "Apache asks clients for no certificate unless SSLVerifyClient says so (mod_ssl)")
		}
		return
	}
	kind, known := clientKinds[strings.ToLower(d.arg(0))]
	if !known && undecided(d) == facts.NoReason {
		e.refused(d.args[0], "httpd refuses this: expected none, optional, require or optional_no_ca")
		return
	}
	p.ClientAuth = stated(found, kind, d.written(), at)
	if kind == facts.NoClientCert {
		return
	}
	p.ClientCAs = e.authorities(v.levels, "sslcacertificatefile", "sslcacertificatepath", at)
	if kind != facts.RequireAndVerify {
		p.ClientAuthChecked = usesClientCertificate(v)
	}
}

// authorities states whom a file or folder of certificates makes trusted.
func (e *emitter) authorities(l levels, file, folder string, at facts.Span) facts.Stated[string] {
	out := l.word(file, at)
	if out.State == facts.Unset {
		out = l.word(folder, at)
	}
	return openssl.Trusted(out)
}

// usesClientCertificate reports whether anything of a server looks at what became of the certificate: a test here, or a
// variable for the program behind.
func usesClientCertificate(v *server) bool {
	for _, s := range v.levels {
		for _, d := range s.section.block {
			if looksAtCertificate(d) {
				return true
			}
		}
	}
	return false
}

func looksAtCertificate(d *statement) bool {
	switch d.name {
	case "sslusername":
		return true
	case "require", "sslrequire", "requestheader", "rewritecond", "rewriterule", "<if", "<elseif", "setenvif", "proxyset", "setenvifexpr":
		for _, a := range d.args {
			if strings.Contains(a.text, "SSL_CLIENT_") || strings.EqualFold(a.text, "ssl-verify-client") {
				return true
			}
		}
	case "ssloptions":
		for _, a := range d.args {
			if strings.EqualFold(strings.TrimPrefix(a.text, "+"), "FakeBasicAuth") {
				return true
			}
		}
	}
	for _, inner := range d.block {
		if looksAtCertificate(inner) {
			return true
		}
	}
	return false
}
