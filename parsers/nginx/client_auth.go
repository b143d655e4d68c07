package nginx

import (
	"strings"

	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/internal/openssl"
)

// clientAuth states what becomes of a client's certificate. Unlike the versions, this is each server's own also where
// another one owns the address: nginx compares the result of the handshake with the settings of the name.
func (e *emitter) clientAuth(p *facts.TLSPolicy, v *server, at facts.Span) {
	found := v.scope.lookup("ssl_verify_client")
	d := found.last()
	if d == nil || len(d.args) == 0 {
		p.ClientAuth = stated(found, facts.NoClientCert, facts.Span{}, at)
		if found.state == facts.Unset {
			p.ClientAuth = facts.ByDefault(facts.NoClientCert, at, "nginx asks clients for no certificate unless ssl_verify_client is on (ngx_http_ssl_module)")
		}
		return
	}
	kinds := map[string]facts.ClientAuth{
		"on": facts.RequireAndVerify, "off": facts.NoClientCert, "optional": facts.VerifyIfGiven, "optional_no_ca": facts.RequestClientCert,
	}
	kind, known := kinds[d.arg(0)]
	if !known && undecided(d) == facts.NoReason {
		e.tree.problems = append(e.tree.problems, &facts.Problem{
			Span: d.at(d.args[0]), Kind: facts.HostRefuses, Message: "nginx refuses this: expected on, off, optional or optional_no_ca",
		})
		return
	}
	p.ClientAuth = stated(found, kind, d.written(), at)
	if kind == facts.NoClientCert {
		return
	}
	p.ClientCAs = v.scope.word("ssl_client_certificate", at)
	p.ClientCAs = openssl.Trusted(p.ClientCAs)
	if kind != facts.RequireAndVerify {
		p.ClientAuthChecked = e.usesClientVerify(v)
	}
}

// usesClientVerify reports whether anything of the server, or a map that it may use, looks at what became of the
// certificate: a test here, or a header for the program behind.
func (e *emitter) usesClientVerify(v *server) bool {
	for _, m := range e.maps {
		if mentions(m, clientVerify) {
			return true
		}
	}
	for s := v.scope; s != nil; s = s.parent {
		for _, d := range s.own {
			// A sibling server's use is no use of this one.
			if (s == v.scope || !d.blocked) && mentions(d, clientVerify) {
				return true
			}
		}
	}
	return false
}

const clientVerify = "ssl_client_verify"

// mentions reports whether a variable occurs in a directive or its block.
func mentions(d *statement, variable string) bool {
	for _, a := range d.args {
		if uses(a.text, variable) {
			return true
		}
	}
	for _, inner := range d.block {
		if mentions(inner, variable) || uses(inner.name.text, variable) {
			return true
		}
	}
	return false
}

// uses reports whether a text has $variable or ${variable} in it.
func uses(text, variable string) bool {
	for rest := text; ; {
		i := strings.IndexByte(rest, '$')
		if i < 0 {
			return false
		}
		if variableName(rest[i:]) == variable {
			return true
		}
		rest = rest[i+1:]
	}
}

// certificates returns the certificates of a server, each with its key.
func certificates(s *scope, at facts.Span) []facts.CertificateRef {
	v, keys := s.lookup("ssl_certificate"), s.lookup("ssl_certificate_key")
	var out []facts.CertificateRef
	for i, d := range v.directives {
		if len(d.args) == 0 {
			continue
		}
		ref := facts.CertificateRef{File: one(v, d, at)}
		if i < len(keys.directives) && len(keys.directives[i].args) > 0 {
			ref.Key = one(keys, keys.directives[i], at)
		}
		// certbot keeps what it renews there (eff-certbot.readthedocs.io, "Where are my certificates?"), and
		// ngx_http_acme_module hands it over in a variable.
		ref.Automatic = strings.HasPrefix(d.args[0].text, "/etc/letsencrypt/live/") || strings.HasPrefix(d.args[0].text, "$acme_certificate")
		out = append(out, ref)
	}
	return out
}

// one states the first word of one directive among several.
func one(v setting, d *statement, at facts.Span) facts.Stated[string] {
	v.directives = []*statement{d}
	return stated(v, d.args[0].text, d.at(d.args[0]), at)
}
