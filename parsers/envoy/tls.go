package envoy

import (
	"slices"
	"strings"

	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/internal/openssl"
)

// versions are the values of TlsParameters.TlsProtocol, by their number. The first leaves the choice to Envoy.
var versionNames = [...]string{"TLS_AUTO", "TLSv1_0", "TLSv1_1", "TLSv1_2", "TLSv1_3"}

var versions = [len(versionNames)]facts.TLSVersion{0, facts.TLS10, facts.TLS11, facts.TLS12, facts.TLS13}

const (
	highestWhy    = "every Envoy accepts TLS 1.3 unless tls_maximum_protocol_version says otherwise (TlsParameters)"
	ownWhy        = "Envoy since 1.22 accepts TLS 1.2 unless tls_minimum_protocol_version says otherwise (TlsParameters)"
	clientWhy     = "Envoy since 1.13 offers its next hops TLS 1.2 alone unless tls_params says otherwise (TlsParameters)"
	quicWhy       = "QUIC has TLS 1.3 alone (RFC 9001 §4.2)"
	complianceWhy = "TLS 1.2 and 1.3 are what the policy allows (SSL_CTX_set_compliance_policy)"
)

// version reads one of the bounds. It is the zero value where nothing is written, and where Envoy is left to choose.
func (e *emitter) version(n node) facts.Stated[facts.TLSVersion] {
	i, ok := enum(n, versionNames[:]...)
	switch {
	case n.unknown() != facts.NoReason:
		return facts.Undecided[facts.TLSVersion](n.span(), n.unknown())
	case !ok:
		e.refuse(n.span(), "expected TLSv1_2, TLSv1_3 or another value of TlsProtocol")
	case i > 0:
		return facts.Written(versions[i], n.span())
	}
	return facts.Stated[facts.TLSVersion]{}
}

// span is the versions from the lowest to the highest that are accepted. Either is unset where nothing is written.
type span struct {
	low, high facts.Stated[facts.TLSVersion]
}

// written returns what tls_params say.
func (e *emitter) written(params node) span {
	s := span{e.version(params.get("tls_minimum_protocol_version")), e.version(params.get("tls_maximum_protocol_version"))}
	for _, policy := range params.get("compliance_policies").items() {
		if i, ok := enum(policy, "FIPS_202205"); ok && i == 0 && policy.unknown() == facts.NoReason {
			s = span{facts.Written(facts.TLS12, policy.span()), facts.Written(facts.TLS13, policy.span())}
			s.low.Why, s.high.Why = &facts.Why{Text: complianceWhy}, &facts.Why{Text: complianceWhy}
		}
	}
	return s
}

// or fills what is unset.
func (s span) or(d span) span {
	if s.low.State == facts.Unset {
		s.low = d.low
	}
	if s.high.State == facts.Unset {
		s.high = d.high
	}
	return s
}

// versions returns each version with what brings it in; none when one of the bounds is not known.
func (s span) versions() []facts.Stated[facts.TLSVersion] {
	var out []facts.Stated[facts.TLSVersion]
	for v := s.low.Value; s.low.Known() && s.high.Known() && v <= s.high.Value; v++ {
		one := s.high
		if v == s.low.Value {
			one = s.low
		}
		one.Value = v
		out = append(out, one)
	}
	return out
}

// clientVersions states which versions are offered to a next hop.
func (e *emitter) clientVersions(p *facts.TLSPolicy, params node) {
	only := facts.ByDefault(facts.TLS12, p.Span, clientWhy)
	e.accept(p, e.written(params).or(span{only, only}))
}

// serverVersions states which versions a server accepts. Where nothing but the highest is written, link knows the lowest one. The
// tls_params of a certificate (since 1.40) hold in the place of the others once it is chosen; dynamic is true when a certificate that is not
// here may be.
func (e *emitter) serverVersions(p *facts.TLSPolicy, params node, certificates []node, dynamic bool) {
	all := e.written(params)
	own := slices.ContainsFunc(certificates, func(c node) bool { return c.get("tls_params").present() })
	if all.low.State == facts.Unset && !own {
		p.Lowest.Span = p.Span
		if all.high.State != facts.Unset {
			p.Ceiling = all.high
		}
		return
	}
	all = all.or(span{facts.ByDefault(facts.TLS12, p.Span, ownWhy), facts.ByDefault(facts.TLS13, p.Span, highestWhy)})
	if !own {
		e.accept(p, all)
		return
	}
	var each []span
	for _, c := range certificates {
		each = append(each, e.written(c.get("tls_params")).or(all))
	}
	if dynamic {
		each = append(each, all)
	}
	e.accept(p, each...)
}

// accept states that what lies in one of the spans is accepted.
func (e *emitter) accept(p *facts.TLSPolicy, each ...span) {
	for _, s := range each {
		if !s.low.Known() || !s.high.Known() {
			p.Lowest, p.Highest, p.Versions = s.low, s.high, nil
			return
		}
		for _, v := range s.versions() {
			if !slices.ContainsFunc(p.Versions, func(have facts.Stated[facts.TLSVersion]) bool { return have.Value == v.Value }) {
				p.Versions = append(p.Versions, v)
			}
		}
	}
	if len(p.Versions) > 0 {
		slices.SortFunc(p.Versions, func(a, b facts.Stated[facts.TLSVersion]) int { return int(a.Value) - int(b.Value) })
		p.Lowest, p.Highest = p.Versions[0], p.Versions[len(p.Versions)-1]
		return
	}
	s := each[0]
	at := s.low.Span
	if s.low.State == facts.Default {
		at = s.high.Span
	}
	e.problem(at, "Envoy makes no connection with these bounds: "+s.low.Value.String()+" is the lowest version, and "+s.high.Value.String()+" the highest; state both")
	p.Lowest, p.Highest = facts.Undecided[facts.TLSVersion](at, facts.SeveralValues), facts.Undecided[facts.TLSVersion](at, facts.SeveralValues)
}

// quic states the versions of QUIC, on which tls_params have no effect.
func quic(p *facts.TLSPolicy) {
	p.Lowest, p.Highest = facts.ByDefault(facts.TLS13, p.Span, quicWhy), facts.ByDefault(facts.TLS13, p.Span, quicWhy)
	p.Versions = []facts.Stated[facts.TLSVersion]{p.Lowest}
}

// grouping are the brackets and bars by which BoringSSL joins suites that it prefers equally.
var grouping = strings.NewReplacer("[", ":", "]", ":", "|", ":")

// suites states the suites for TLS 1.2 and older, and the groups.
func suites(p *facts.TLSPolicy, params node) {
	for _, g := range params.get("ecdh_curves").items() {
		p.Groups = append(p.Groups, g.stated())
	}
	list := params.get("cipher_suites").items()
	if len(list) == 0 {
		return
	}
	var text strings.Builder
	ends := make([]int, 0, len(list))
	at := list[0].span()
	for i, w := range list {
		if reason := w.unknown(); reason != facts.NoReason {
			p.Ciphers = facts.Undecided[string](w.span(), reason)
			return
		}
		if i > 0 {
			text.WriteByte(':')
		}
		text.WriteString(w.text())
		ends = append(ends, text.Len())
	}
	if last := list[len(list)-1].span(); last.Source == at.Source && last.End > at.End {
		at.End = last.End
	}
	p.Ciphers = facts.Written(text.String(), at)
	result := openssl.Expand(grouping.Replace(text.String()))
	for _, a := range result.Suites {
		i := 0
		for i < len(ends)-1 && a.From > ends[i] {
			i++
		}
		from := 0
		if i > 0 {
			from = ends[i-1] + 1
		}
		word := list[i].n.Word(list[i].src)
		span := word.Content()
		if a.From >= from && a.To <= from+len(word.Text) && a.From < a.To {
			span = word.Sub(a.From-from, a.To-from).Content()
		}
		p.Suites = append(p.Suites, facts.OfferedSuite{Suite: a.Suite, Span: span, State: facts.Explicit, Named: a.Named, Removed: a.Removed})
	}
}

// source states what a DataSource is: a file, or bytes that are here or in the environment.
func source(n node, what string) facts.Stated[string] {
	if file := n.get("filename"); file.present() {
		return file.stated()
	}
	if v := n.get("environment_variable"); v.present() {
		return facts.Undecided[string](v.span(), facts.UnknownVariable)
	}
	for _, field := range [...]string{"inline_string", "inline_bytes"} {
		if v := n.get(field); v.present() {
			return facts.Written(what+" in the configuration", v.at)
		}
	}
	return facts.Stated[string]{}
}

// certificates states what a side presents: what stands here, in a static secret, or in a file of secrets.
func (e *emitter) certificates(p *facts.TLSPolicy, common node) (found []node) {
	found = common.get("tls_certificates").items()
	for _, c := range found {
		p.Certificates = append(p.Certificates, e.certificateRef(p, c))
	}
	if len(found) > 0 {
		return found
	}
	for _, sds := range common.get("tls_certificate_sds_secret_configs").items() {
		secret, reason := e.secret(sds)
		c := secret.get("tls_certificate")
		if !c.present() {
			p.Certificates = append(p.Certificates, facts.CertificateRef{File: facts.Undecided[string](sds.at, max(reason, facts.OutsideRepository))})
			continue
		}
		found, p.Certificates = append(found, c), append(p.Certificates, e.certificateRef(p, c))
	}
	return found
}

// certificateRef states a TlsCertificate.
func (e *emitter) certificateRef(p *facts.TLSPolicy, c node) facts.CertificateRef {
	chain, key := c.get("certificate_chain"), c.get("private_key")
	ref := facts.CertificateRef{File: source(chain, "a certificate"), Key: source(key, "a key")}
	if bundle := c.get("pkcs12"); bundle.present() {
		ref.File = source(bundle, "a certificate")
	}
	ref.Automatic = ref.File.Known() && strings.HasPrefix(ref.File.Value, "/etc/letsencrypt/live/")
	if all := e.inline(p, chain).Certificates; len(all) > 0 {
		ref.Certificate = all[0] // the others are its issuers
	}
	if all := e.inline(p, key).PrivateKeys; len(all) > 0 {
		ref.PrivateKey = all[0]
	}
	return ref
}

// secret returns the secret that an SdsSecretConfig names: a static one, or one of a file beside this one.
func (e *emitter) secret(sds node) (node, facts.Reason) {
	config, name := sds.get("sds_config"), sds.get("name").text()
	switch {
	case !config.present():
		return e.find(secretKind, name)
	case onDisk(config):
		return e.findOnDisk(config, secretKind, name)
	}
	return node{}, facts.OutsideRepository
}

// keyLog states that the keys of sessions are written to a file.
func (e *emitter) keyLog(entry *facts.Entry, common node) {
	if log := common.get("key_log", "path"); log.present() {
		e.out.Logged = append(e.out.Logged, &facts.LoggedSecret{
			Entry: entry, Span: log.span(), What: "the keys of its TLS sessions", Logger: "Envoy", Confidence: facts.High,
		})
	}
}
