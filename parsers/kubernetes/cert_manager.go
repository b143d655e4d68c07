package kubernetes

import (
	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/parsers/tree"
)

// issued reads a Certificate of cert-manager: which secret it keeps a certificate in (cert-manager.io/v1, CertificateSpec).
func (o *object) issued() {
	if name := o.stated(o.node.Get("spec"), "secretName"); name.Known() {
		o.out.Issued = append(o.out.Issued, &facts.IssuedSecret{Span: name.Span, Name: name.Value, Namespace: o.namespace})
	}
}

// issuedFor marks the certificates that cert-manager obtains for a resource with these annotations.
func issuedFor(p *facts.TLSPolicy, annotations *tree.Node) {
	for _, m := range members(annotations) {
		switch m.Key {
		case "cert-manager.io/cluster-issuer", "cert-manager.io/issuer", "kubernetes.io/tls-acme":
			for i := range p.Certificates {
				p.Certificates[i].Automatic = true
			}
		}
	}
}
