package envoy

import (
	"encoding/base64"
	"encoding/pem"

	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/parsers/tree"

	wirepem "github.com/wirevet/wirevet/parsers/pem"
)

// inlineKeys states the private keys that stand in the configuration itself, in a DataSource of a TlsCertificate: such a key is as
// open to whoever reads the repository as a file of it.
func (e *emitter) inlineKeys(entry *facts.Entry, certificates []node) {
	for _, c := range certificates {
		key := c.get("private_key")
		if text := key.get("inline_string"); text.isText() {
			e.inlineKey(entry, text, []byte(text.n.Text))
		}
		if text := key.get("inline_bytes"); text.isText() {
			if data, err := base64.StdEncoding.DecodeString(text.n.Text); err == nil {
				e.inlineKey(entry, text, data)
			}
		}
	}
}

func (v node) isText() bool { return v.n != nil && v.n.Kind == tree.String }

// inlineKey states one key, once for all that use the secret it stands in.
func (e *emitter) inlineKey(entry *facts.Entry, at node, data []byte) {
	for block, rest := pem.Decode(data); block != nil; block, rest = pem.Decode(rest) {
		if key := wirepem.PrivateKey(block); key != nil && !e.keys[at.n] {
			e.keys[at.n] = true
			key.Entry, key.Span = entry, at.at
			e.out.PrivateKeys = append(e.out.PrivateKeys, key)
		}
	}
}
