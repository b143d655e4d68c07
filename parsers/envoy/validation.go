package envoy

import (
	"regexp"
	"strings"

	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/internal/openssl"
)

// validation is how a side checks the other's certificate, by a CertificateValidationContext.
type validation struct {
	policy *facts.TLSPolicy
	at     facts.Span   // the field that holds it; zero where there is none
	open   facts.Reason // it, or a part of it, comes from elsewhere
	ca     facts.Stated[string]
	names  []node // matchers for subject alternative names
	pins   node   // hashes of certificates or keys
	accept node   // trust_chain_verification: ACCEPT_UNTRUSTED
	stale  node   // allow_expired_certificate: true
	custom node
}

// validationOf reads the context of a side: inline, a static secret, or a default that a secret is merged into.
func (e *emitter) validationOf(p *facts.TLSPolicy, common node) validation {
	if inline := common.get("validation_context"); inline.present() {
		v := validation{policy: p, at: inline.at}
		e.context(&v, inline)
		e.sound(&v)
		return v
	}
	if combined := common.get("combined_validation_context"); combined.present() {
		v := validation{policy: p, at: combined.at}
		e.context(&v, combined.get("default_validation_context"))
		e.merge(&v, combined.get("validation_context_sds_secret_config"))
		return v
	}
	if sds := common.get("validation_context_sds_secret_config"); sds.present() {
		v := validation{policy: p, at: sds.at}
		e.merge(&v, sds)
		return v
	}
	for _, field := range [...]string{"validation_context_certificate_provider", "validation_context_certificate_provider_instance"} {
		if provider := common.get(field); provider.present() {
			return validation{at: provider.at, open: facts.OutsideRepository}
		}
	}
	return validation{}
}

// validates reports whether there is a context, whatever is in it.
func validates(common node) bool {
	for _, field := range [...]string{"validation_context", "combined_validation_context", "validation_context_sds_secret_config"} {
		if common.get(field).present() {
			return true
		}
	}
	return false
}

// merge adds what a secret says.
func (e *emitter) merge(v *validation, sds node) {
	secret, reason := e.secret(sds)
	if context := secret.get("validation_context"); context.present() && reason == facts.NoReason {
		e.context(v, context)
		return
	}
	v.open = max(reason, facts.OutsideRepository)
}

// context reads a CertificateValidationContext.
func (e *emitter) context(v *validation, n node) {
	if ca := n.get("trusted_ca"); ca.present() {
		v.ca = openssl.Trusted(source(ca, "a certificate"))
		e.inline(v.policy, ca)
		if v.ca.State == facts.Unset {
			v.ca = facts.Undecided[string](ca.at, facts.OutsideRepository)
		}
	} else if roots := n.get("system_root_certs"); roots.present() {
		// The API has it for gRPC, and says that Envoy does not implement it; DefaultCertValidator knows trusted_ca alone.
		e.problem(roots.at, "Envoy ignores this, which only gRPC reads; name the file of the system's roots as trusted_ca")
	}
	if provider := n.get("ca_certificate_provider_instance"); provider.present() {
		v.ca = facts.Undecided[string](provider.at, facts.OutsideRepository)
	}
	// Where both are there, Envoy passes the deprecated one over.
	for _, field := range [...]string{"match_typed_subject_alt_names", "match_subject_alt_names", "verify_subject_alt_name"} {
		if list := n.get(field).items(); len(list) > 0 {
			v.names = append(v.names, list...)
			break
		}
	}
	for _, field := range [...]string{"verify_certificate_hash", "verify_certificate_spki"} {
		if list := n.get(field); len(list.items()) > 0 {
			v.pins = list
		}
	}
	verification := n.get("trust_chain_verification")
	i, ok := enum(verification, "VERIFY_TRUST_CHAIN", "ACCEPT_UNTRUSTED")
	switch {
	case verification.unknown() != facts.NoReason:
		v.open = verification.unknown()
	case !ok:
		e.refuse(verification.span(), "expected VERIFY_TRUST_CHAIN or ACCEPT_UNTRUSTED")
	case i == 1:
		v.accept = verification
	}
	if stale := n.get("allow_expired_certificate"); stale.isTrue() {
		v.stale = stale
	}
	if custom := n.get("custom_validator_config"); custom.present() {
		v.custom = custom
	}
}

// sound states what Envoy refuses of a context that is all there (CertificateValidationContextConfigImpl::initialize).
func (e *emitter) sound(v *validation) {
	if v.ca.State != facts.Unset || v.custom.present() {
		return
	}
	if len(v.names) > 0 {
		e.refuse(v.names[0].span(), "expected trusted_ca beside names: anybody can write a name into a certificate")
	}
	if v.stale.present() {
		e.refuse(v.stale.span(), "expected trusted_ca beside allow_expired_certificate")
	}
}

// weakness says in what way a check of a chain is partial; "" means in none. named is true when the name is compared by other means.
func (v *validation) weakness(named bool) (string, facts.Span) {
	if v.pins.present() {
		return "", facts.Span{} // one certificate or key passes
	}
	what, at := "", facts.Span{}
	switch {
	case named:
	case len(v.names) == 0:
		what, at = "the name is not checked", v.ca.Span
	default:
		for _, n := range v.names {
			if where, any := matchesAny(n, foreignNames[:]); any {
				what, at = "every name passes", where
			}
		}
	}
	switch {
	case !v.stale.present():
		return what, at
	case what == "":
		return "expired certificates pass", v.stale.span()
	}
	return what + ", and expired certificates pass", at
}

// foreignNames and foreignOrigins are what nobody means to let in: a matcher that takes all of them takes everything.
var (
	foreignNames   = [...]string{"f4b1.example", "x", "spiffe://f4b1.example/x"}
	foreignOrigins = [...]string{"https://f4b1.example", "https://x.y0.test"}
)

// matchesAny reports whether a StringMatcher, or what has one, takes every one of the texts, and what of it does so.
func matchesAny(n node, texts []string) (facts.Span, bool) {
	for _, field := range [...]string{"matcher", "string_match"} {
		if m := n.get(field); m.present() {
			n = m
		}
	}
	takes := func(m node, one func(string) bool) (facts.Span, bool) {
		if m.unknown() != facts.NoReason {
			return facts.Span{}, false
		}
		for _, text := range texts {
			if !one(text) {
				return facts.Span{}, false
			}
		}
		return m.span(), true
	}
	if m := n.get("prefix"); m.n != nil {
		return takes(m, func(s string) bool { return strings.HasPrefix(s, m.text()) })
	}
	if m := n.get("suffix"); m.n != nil {
		return takes(m, func(s string) bool { return strings.HasSuffix(s, m.text()) })
	}
	if m := n.get("contains"); m.n != nil {
		return takes(m, func(s string) bool { return strings.Contains(s, m.text()) })
	}
	if m := n.get("safe_regex", "regex"); m.n != nil {
		// Envoy's regular expressions are those of RE2, whose syntax is Go's, and match the whole text.
		if r, err := regexp.Compile(`\A(?:` + m.text() + `)\z`); err == nil {
			return takes(m, r.MatchString)
		}
	}
	return facts.Span{}, false
}
