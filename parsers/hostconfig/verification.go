package hostconfig

import (
	"strings"

	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/parsers/tree"
)

// verificationKeys switch certificate verification off when they have the value.
var verificationKeys = map[string]string{
	"rejectunauthorized": "false", "verify": "false", "verifyssl": "false", "sslverify": "false", "verifytls": "false",
	"tlsverify": "false", "strictssl": "false", "checkcertificate": "false", "validatecertificate": "false",
	"insecure": "true", "insecureskipverify": "true", "tlsinsecureskipverify": "true", "skiptlsverify": "true",
	"tlsskipverify": "true", "skipverify": "true", "ignoretlserrors": "true", "ignorecertificateerrors": "true",
	"allowselfsigned": "true", "allowinsecure": "true", "nosslverify": "true",
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
	name := strings.ToLower(strings.NewReplacer("_", "", "-", "").Replace(m.Key))
	off, ok := verificationKeys[name]
	if !ok || !strings.EqualFold(m.Value.Text, off) {
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
