package traefik

import (
	"strings"

	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/internal/openssl"
	"github.com/wirevet/wirevet/parsers/pem"
)

// isContent reports whether a value is what would be in a file: Traefik takes it for that where there is no file of the name
// (types.FileOrContent of Traefik 3).
func isContent(w facts.Word) bool {
	return strings.Contains(w.Text, "-----BEGIN ") && unknown(w) == facts.NoReason
}

// inline states the certificates and keys that stand in a value, once for all policies that use it.
func (c *config) inline(p *facts.TLSPolicy, w facts.Word) *facts.Facts {
	if !isContent(w) {
		return &facts.Facts{}
	}
	found := c.inlined[w.Content()]
	if found == nil {
		found = pem.Inline(p.Subject, w)
		if c.inlined == nil {
			c.inlined = map[facts.Span]*facts.Facts{}
		}
		c.inlined[w.Content()] = found
		c.out.Add(found)
	}
	p.Inline = append(p.Inline, found.Entries...)
	return found
}

// certificateRef states a pair of a certificate and its key.
func (c *config) certificateRef(p *facts.TLSPolicy, n *node) facts.CertificateRef {
	file, key := n.get("certFile"), n.get("keyFile")
	ref := facts.CertificateRef{File: stated(file.value), Automatic: strings.HasPrefix(file.text(), "/etc/letsencrypt/live/")}
	if isContent(file.value) {
		ref.File = facts.Written("a certificate in the configuration", file.at)
	}
	if all := c.inline(p, file.value).Certificates; len(all) > 0 {
		ref.Certificate = all[0] // the others are its issuers
	}
	if key == nil {
		return ref
	}
	ref.Key = stated(key.value)
	if isContent(key.value) {
		ref.Key = facts.Written("a key in the configuration", key.at)
	}
	if all := c.inline(p, key.value).PrivateKeys; len(all) > 0 {
		ref.PrivateKey = all[0]
	}
	return ref
}

// trusted states whom a list of CAs trusts.
func (c *config) trusted(p *facts.TLSPolicy, cas []facts.Word) facts.Stated[string] {
	for _, ca := range cas {
		c.inline(p, ca)
	}
	if isContent(cas[0]) {
		return facts.Written("a certificate in the configuration", cas[0].Content())
	}
	return openssl.Trusted(stated(cas[0]))
}
