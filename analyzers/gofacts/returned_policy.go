package gofacts

import (
	"github.com/wirevet/wirevet/facts"
)

// returnsPolicy tells importers that a function returns something whose TLS policy is stated where it is made.
type returnsPolicy struct{ Function string }

// AFact marks it as a fact.
func (*returnsPolicy) AFact() {}

func (f *returnsPolicy) String() string { return "returns a TLS policy" }

// exportPolicies tells importers which functions return a tls.Config, or a client or transport with one.
func (r *reader) exportPolicies() {
	if len(r.facts.TLS) == 0 {
		return
	}
	for f, fn := range r.exportedFunctions() {
		if f.Signature().Results().Len() == 0 {
			continue
		}
		for _, ret := range returnsOf(fn.Body) {
			if len(ret.Results) == 0 || isNil(ret.Results[0]) {
				continue
			}
			if p := r.policyWithin(r.objectAt(ret.Results[0], ret.Pos(), 0), 0); p != nil {
				if p.Function == "" { // several functions may return the same
					p.Function = f.FullName()
				}
				r.pass.ExportObjectFact(f, &returnsPolicy{p.Function})
				break
			}
		}
	}
}

// policyWithin returns the policy of a tls.Config, or of the one that a client, a transport or a dialer holds.
func (r *reader) policyWithin(o *object, depth int) *facts.TLSPolicy {
	if o == nil || depth > 3 {
		return nil
	}
	if p := r.policies[o]; p != nil {
		return p
	}
	for _, field := range []string{"Transport", "TLSClientConfig", "TLSConfig"} {
		if s := o.last(field); s != nil && s.value != nil {
			if p := r.policyWithin(r.objectOf(s.value), depth+1); p != nil {
				return p
			}
		}
	}
	return nil
}

// readPolicyUses states where the package asks others for such.
func (r *reader) readPolicyUses() {
	for _, c := range r.foreignCalls() {
		var f returnsPolicy
		if !r.pass.ImportObjectFact(c.function, &f) {
			continue
		}
		for _, call := range c.calls {
			r.facts.PolicyUses = append(r.facts.PolicyUses, &facts.PolicyUse{Entry: r.pkg.Entry, Span: r.span(call.Fun), Function: f.Function})
		}
	}
}
