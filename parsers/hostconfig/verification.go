package hostconfig

import (
	"strings"

	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/parsers/tree"
)

// switchesOff reports whether a key, in lower case and without separators, switches certificate verification off when
// it has the value.
func switchesOff(key, value string) bool {
	switch key {
	case "rejectunauthorized", "verify", "verifyssl", "sslverify", "verifytls", "tlsverify", "strictssl",
		"checkcertificate", "validatecertificate":
		return strings.EqualFold(value, "false")
	case "insecure", "insecureskipverify", "tlsinsecureskipverify", "skiptlsverify", "tlsskipverify", "skipverify",
		"ignoretlserrors", "ignorecertificateerrors", "allowselfsigned", "allowinsecure", "nosslverify":
		return strings.EqualFold(value, "true")
	}
	return false
}

// readVerification reads the keys beside an address that say whether the other side is verified.
func (e *entry) readVerification() {
	for _, n := range [...]*tree.Node{
		e.node, e.nested, e.value("requestOptions"), e.value("tls"), e.value("ssl"), e.value("http"), e.value("options"),
	} {
		if n == nil || n.Kind != tree.Object {
			continue
		}
		for _, m := range n.Members {
			if !m.Shadowed {
				e.verificationKey(m)
			}
		}
	}
}

func (e *entry) verificationKey(m tree.Member) {
	if m.Value == nil || m.Value.Kind != tree.Bool && m.Value.Kind != tree.String {
		return
	}
	if !switchesOff(strings.ToLower(strings.ReplaceAll(strings.ReplaceAll(m.Key, "_", ""), "-", "")), m.Value.Text) {
		return
	}
	p := &facts.TLSPolicy{
		Entry: e.fact, Span: facts.Span{Source: e.src, Start: m.KeyStart, End: m.Value.End},
		Setting: m.Key + ": " + m.Value.Text, Subject: e.title(), Verify: facts.Written(facts.VerifyNone, m.Value.Span(e.src)),
	}
	if e.remote != nil {
		p.Target = e.remote.Exposure
	}
	e.out.TLS = append(e.out.TLS, p)
}
