package gofacts

import (
	"go/ast"

	"github.com/wirevet/wirevet/facts"
)

// readTLSConfigs states a policy for each tls.Config.
func (r *reader) readTLSConfigs() {
	for _, kind := range []string{"crypto/tls.Config", "github.com/refraction-networking/utls.Config"} {
		for _, o := range r.objectsOf(kind) {
			r.policyOf(o)
		}
	}
	r.readSwitchedCalls()
	r.readEarlyData()
}

// policyOf returns the policy that a tls.Config states; it is made once.
func (r *reader) policyOf(o *object) *facts.TLSPolicy {
	if p, ok := r.policies[o]; ok {
		return p
	}
	if r.policies == nil {
		r.policies = map[*object]*facts.TLSPolicy{}
	}
	p := &facts.TLSPolicy{
		Entry: r.pkg.Entry, Span: r.span(o.made), Setting: "tls.Config", Role: r.roleOf(o),
	}
	p.Subject = r.subjectOf(o.made, p.Role)
	r.policies[o] = p
	if p.Span.IsZero() {
		return p
	}
	r.readVerification(o, p)
	r.readVersions(o, p)
	r.readSuites(o, p)
	if p.Role != facts.TLSClient {
		r.readClientAuth(o, p)
	}
	r.facts.TLS = append(r.facts.TLS, p)
	return p
}

// subjectOf names who makes or takes the connections.
func (r *reader) subjectOf(n ast.Node, role facts.TLSRole) string {
	what := map[facts.TLSRole]string{
		facts.TLSClient: "the TLS client", facts.TLSServer: "the TLS server", facts.TLSEitherRole: "the TLS configuration",
	}[role]
	if fn := r.functionAround(n); fn != nil {
		return what + " in " + fn.Name.Name
	}
	return what + " of " + r.pkg.Entry.Component
}

// readEarlyData states which QUIC endpoints take 0-RTT data; crypto/tls itself has it for no other.
func (r *reader) readEarlyData() {
	for _, o := range r.objectsOf("github.com/quic-go/quic-go.Config") {
		accepted, found := r.boolSetting(o, "Allow0RTT")
		if !found {
			continue
		}
		r.facts.TLS = append(r.facts.TLS, &facts.TLSPolicy{
			Entry: r.pkg.Entry, Span: r.span(o.made), Setting: "Allow0RTT", Subject: "the QUIC endpoint of " + r.pkg.Entry.Component,
			Role: facts.TLSEitherRole, EarlyData: accepted,
		})
	}
}
