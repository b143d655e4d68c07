package envoy

import (
	"regexp"
	"slices"
	"strings"

	cluster "github.com/envoyproxy/go-control-plane/envoy/config/cluster/v3"
	core "github.com/envoyproxy/go-control-plane/envoy/config/core/v3"
	tls "github.com/envoyproxy/go-control-plane/envoy/extensions/transport_sockets/tls/v3"
	http "github.com/envoyproxy/go-control-plane/envoy/extensions/upstreams/http/v3"
	matcher "github.com/envoyproxy/go-control-plane/envoy/type/matcher/v3"
	"google.golang.org/protobuf/proto"

	"github.com/wirevet/wirevet/facts"
)

// model is Envoy as its API and source/common/tls describe it, for what is compared.
type model struct {
	version string
	secrets map[string]*tls.Secret
}

// unknown is what a message does not say.
const unknown = "unknown"

// secret returns a static secret; nil for one of a server.
func (m *model) secret(s *tls.SdsSecretConfig) *tls.Secret {
	if s.GetSdsConfig() != nil {
		return nil
	}
	return m.secrets[s.GetName()]
}

// certificates returns those that a side presents, and the files of their chains.
func (m *model) certificates(common *tls.CommonTlsContext) (list []*tls.TlsCertificate, files []string) {
	add := func(c *tls.TlsCertificate) {
		list = append(list, c)
		files = append(files, where(c.GetCertificateChain()))
	}
	for _, c := range common.GetTlsCertificates() {
		add(c)
	}
	for _, s := range common.GetTlsCertificateSdsSecretConfigs() {
		if secret := m.secret(s); secret != nil {
			add(secret.GetTlsCertificate())
		} else {
			files = append(files, unknown)
		}
	}
	return list, files
}

func where(s *core.DataSource) string {
	switch s := s.GetSpecifier().(type) {
	case *core.DataSource_Filename:
		return s.Filename
	case *core.DataSource_EnvironmentVariable:
		return unknown
	}
	return "inline"
}

// versions returns what is accepted, oldest first: SSL_CTX_set_min_proto_version and SSL_CTX_set_max_proto_version for the context,
// and for each certificate with its own parameters.
func (m *model) versions(common *tls.CommonTlsContext, server bool) []facts.TLSVersion {
	low, high := facts.TLS12, facts.TLS13
	if server && strings.HasPrefix(m.version, "1.21") {
		low = facts.TLS10
	}
	if !server {
		high = facts.TLS12
	}
	low, high = bounds(common.GetTlsParams(), low, high)
	for _, policy := range common.GetTlsParams().GetCompliancePolicies() {
		if policy == tls.TlsParameters_FIPS_202205 {
			low, high = facts.TLS12, facts.TLS13
		}
	}
	if !server {
		return between(low, high)
	}
	// The parameters of a certificate hold once it is chosen. Of one that a server sends, nothing is known.
	var out []facts.TLSVersion
	certificates, files := m.certificates(common)
	if len(files) > len(certificates) {
		out = between(low, high)
	}
	for _, c := range certificates {
		out = append(out, between(bounds(c.GetTlsParams(), low, high))...)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

func bounds(p *tls.TlsParameters, low, high facts.TLSVersion) (facts.TLSVersion, facts.TLSVersion) {
	if v := p.GetTlsMinimumProtocolVersion(); v != tls.TlsParameters_TLS_AUTO {
		low = facts.TLS10 + facts.TLSVersion(v) - 1
	}
	if v := p.GetTlsMaximumProtocolVersion(); v != tls.TlsParameters_TLS_AUTO {
		high = facts.TLS10 + facts.TLSVersion(v) - 1
	}
	return low, high
}

func between(low, high facts.TLSVersion) (out []facts.TLSVersion) {
	for v := low; v <= high; v++ {
		out = append(out, v)
	}
	return out
}

// context returns how the other side is checked; open where a server says so.
func (m *model) context(common *tls.CommonTlsContext) (c *tls.CertificateValidationContext, open bool) {
	switch kind := common.GetValidationContextType().(type) {
	case *tls.CommonTlsContext_ValidationContext:
		return kind.ValidationContext, false
	case *tls.CommonTlsContext_ValidationContextSdsSecretConfig:
		if secret := m.secret(kind.ValidationContextSdsSecretConfig); secret != nil {
			return secret.GetValidationContext(), false
		}
		return nil, true
	case *tls.CommonTlsContext_CombinedValidationContext:
		c = proto.Clone(kind.CombinedValidationContext.GetDefaultValidationContext()).(*tls.CertificateValidationContext)
		secret := m.secret(kind.CombinedValidationContext.GetValidationContextSdsSecretConfig())
		if secret == nil {
			return c, true
		}
		proto.Merge(c, secret.GetValidationContext())
		return c, false
	}
	return nil, false
}

// peer is a certificate that the other side presents, and what is right about it.
type peer struct {
	trusted, named, expiry bool
	pinned                 bool
}

// mode is DefaultCertValidator::initializeSslContexts and addClientValidationContext.
func mode(c *tls.CertificateValidationContext, requires bool) (asks, must bool) {
	accept := c.GetTrustChainVerification() == tls.CertificateValidationContext_ACCEPT_UNTRUSTED
	ca := hasCA(c)
	asks = accept || ca
	if len(sans(c)) > 0 || len(c.GetVerifyCertificateHash()) > 0 || len(c.GetVerifyCertificateSpki()) > 0 {
		asks, must = true, !accept
	}
	if ca && requires {
		must = true
	}
	return asks, must
}

func hasCA(c *tls.CertificateValidationContext) bool {
	return c.GetTrustedCa() != nil // system_root_certs is marked as not implemented
}

// sans returns the matchers of names: the typed ones, else those of the deprecated field.
func sans(c *tls.CertificateValidationContext) (out []*matcher.StringMatcher) {
	for _, s := range c.GetMatchTypedSubjectAltNames() {
		out = append(out, s.GetMatcher())
	}
	if out == nil {
		out = c.GetMatchSubjectAltNames() //nolint:staticcheck // still read
	}
	return out
}

// passes is doVerifyCertChain and verifyCertificate: whether a certificate is good enough. sni is compared with the name where it is not
// empty.
func passes(c *tls.CertificateValidationContext, p peer, sni bool) bool {
	if c.GetTrustChainVerification() == tls.CertificateValidationContext_ACCEPT_UNTRUSTED {
		return true
	}
	validated := false
	if hasCA(c) {
		if !p.trusted || !p.expiry && !c.GetAllowExpiredCertificate() {
			return false
		}
		validated = true
	}
	name := "tools.corp.example"
	if !p.named {
		name = "mallory.f4b1.test"
	}
	switch list := sans(c); {
	case sni:
		if !p.named {
			return false
		}
		validated = true
	case len(list) > 0:
		if !slices.ContainsFunc(list, func(m *matcher.StringMatcher) bool { return matches(m, name) }) {
			return false
		}
		validated = true
	}
	if len(c.GetVerifyCertificateHash()) > 0 || len(c.GetVerifyCertificateSpki()) > 0 {
		return p.pinned
	}
	return validated
}

func matches(m *matcher.StringMatcher, text string) bool {
	lower := func(s string) string {
		if m.GetIgnoreCase() {
			return strings.ToLower(s)
		}
		return s
	}
	text = lower(text)
	switch m := m.GetMatchPattern().(type) {
	case *matcher.StringMatcher_Exact:
		return text == lower(m.Exact)
	case *matcher.StringMatcher_Prefix:
		return strings.HasPrefix(text, lower(m.Prefix))
	case *matcher.StringMatcher_Suffix:
		return strings.HasSuffix(text, lower(m.Suffix))
	case *matcher.StringMatcher_Contains:
		return strings.Contains(text, lower(m.Contains))
	case *matcher.StringMatcher_SafeRegex:
		return regexp.MustCompile("^(?:" + m.SafeRegex.GetRegex() + ")$").MatchString(text)
	}
	return false
}

// clientAuth says what becomes of clients: without a certificate, with one that they have made themselves.
func (m *model) clientAuth(c *tls.DownstreamTlsContext) string {
	v, open := m.context(c.GetCommonTlsContext())
	if open && v.GetTrustChainVerification() != tls.CertificateValidationContext_ACCEPT_UNTRUSTED {
		return unknown
	}
	asks, must := mode(v, c.GetRequireClientCertificate().GetValue())
	out := "asks"
	if !asks {
		return "does not ask"
	}
	if must {
		out += ", refuses without"
	}
	if !passes(v, peer{expiry: true}, false) {
		out += ", refuses foreign"
	}
	return out
}

// verification says which certificates of a next hop are taken: self-made, of another name, expired.
func (m *model) verification(c *tls.UpstreamTlsContext, cl *cluster.Cluster) string {
	v, open := m.context(c.GetCommonTlsContext())
	if open && v.GetTrustChainVerification() != tls.CertificateValidationContext_ACCEPT_UNTRUSTED {
		return unknown
	}
	asks, _ := mode(v, false)
	options := upstreamOptions(cl)
	sends := c.GetSni() != "" || c.GetAutoHostSni() || options.GetAutoSni()
	compares := c.GetAutoSniSanValidation() && sends || options.GetAutoSanValidation()
	var taken []string
	for _, p := range []struct {
		name string
		peer
	}{
		{"self-made", peer{named: true, expiry: true}},
		{"of another name", peer{trusted: true, expiry: true}},
		{"expired", peer{trusted: true, named: true}},
	} {
		if !asks || passes(v, p.peer, compares) {
			taken = append(taken, p.name)
		}
	}
	return strings.Join(taken, ", ")
}

func upstreamOptions(c *cluster.Cluster) *core.UpstreamHttpProtocolOptions {
	for _, packed := range c.GetTypedExtensionProtocolOptions() {
		if o, ok := unpack(packed).(*http.HttpProtocolOptions); ok {
			return o.GetUpstreamHttpProtocolOptions()
		}
	}
	return nil
}
