package caddy

import (
	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/parsers/pem"
	"github.com/wirevet/wirevet/parsers/tree"
)

// inline states a certificate and its key that stand in the configuration itself (CertKeyPEMPair of Caddy 2).
func (d *document) inline(n *tree.Node) facts.CertificateRef {
	ref := facts.CertificateRef{}
	if chain := n.Get("certificate"); chain != nil && d.word(chain).reason() == facts.NoReason {
		at, found := d.span(chain), pem.Inline("Caddy", chain.Word(d.src))
		if len(found.Certificates) > 0 {
			ref.Certificate = found.Certificates[0] // the others are its issuers
			at = ref.Certificate.Span
		}
		ref.File = facts.Written("a certificate in the configuration", at)
		d.facts.Add(found)
	}
	if key := n.Get("key"); key != nil && d.word(key).reason() == facts.NoReason {
		at, found := d.span(key), pem.Inline("Caddy", key.Word(d.src))
		if len(found.PrivateKeys) > 0 {
			ref.PrivateKey = found.PrivateKeys[0]
			at = ref.PrivateKey.Span
		}
		ref.Key = facts.Written("a key in the configuration", at)
		d.facts.Add(found)
	}
	return ref
}
