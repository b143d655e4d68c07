package envoy

import (
	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/parsers/pem"
	"github.com/wirevet/wirevet/parsers/tree"
)

// inline states the certificates and keys that stand in a DataSource itself, once for all policies that use the secret it is of: such a
// key is as open to whoever reads the repository as a file of it.
func (e *emitter) inline(p *facts.TLSPolicy, source node) *facts.Facts {
	text, encoded := source.get("inline_string"), source.get("inline_bytes")
	value := text
	if !text.present() {
		value = encoded
	}
	if value.n == nil || value.n.Kind != tree.String || value.unknown() != facts.NoReason {
		return &facts.Facts{}
	}
	found := e.inlined[value.n]
	if found == nil {
		if text.present() {
			found = pem.Inline(p.Subject, value.n.Word(value.src))
		} else {
			found = pem.InlineBase64(p.Subject, value.n.Word(value.src))
		}
		for _, k := range found.PrivateKeys {
			k.Span = value.at // the value is hidden, all of it
		}
		e.inlined[value.n] = found
		e.out.Add(found)
	}
	p.Inline = append(p.Inline, found.Entries...)
	return found
}
