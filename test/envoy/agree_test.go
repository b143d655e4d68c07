package envoy

import (
	"flag"
	"fmt"
	"slices"
	"strings"
	"testing"

	bootstrap "github.com/envoyproxy/go-control-plane/envoy/config/bootstrap/v3"
	listener "github.com/envoyproxy/go-control-plane/envoy/config/listener/v3"
	quic "github.com/envoyproxy/go-control-plane/envoy/extensions/transport_sockets/quic/v3"
	tls "github.com/envoyproxy/go-control-plane/envoy/extensions/transport_sockets/tls/v3"

	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/internal/link"
	ours "github.com/wirevet/wirevet/parsers/envoy"
	"github.com/wirevet/wirevet/parsers/input"
)

var (
	count = flag.Int("configs", 100, "how many configurations to try")
	only  = flag.Int("only", -1, "try one configuration, and show it")
)

// system is what wirevet makes of a file.
func system(name, text, version string) *facts.System {
	src := facts.NewSource(name, []byte(text))
	src.Policy = "wirevet.toml"
	all := ours.Parse(&input.Unit{Files: []input.File{{Source: src, Data: []byte(text)}}})
	policy := facts.NewSource("wirevet.toml", []byte(version))
	all = append(all, &facts.Facts{Declarations: facts.Declarations{Policies: []*facts.Policy{{
		Source: policy, Versions: []facts.ProductVersion{{Product: "envoy", Version: facts.Written(version, policy.All())}},
	}}}})
	return link.Link(all)
}

func TestFactsAreWhatTheMessagesSay(t *testing.T) {
	sides := 0
	for seed := range *count {
		if *only >= 0 && seed != *only {
			continue
		}
		name, text, version := config(uint64(seed))
		m, err := decode(name, text)
		if err != nil {
			t.Fatalf("configuration %d is none: %v\n%s", seed, err, text)
		}
		s := system(name, text, version)
		want := expected(m.(*bootstrap.Bootstrap), version)
		got := stated(s)
		sides += len(want)
		for key, value := range want {
			if got[key] != value {
				t.Errorf("configuration %d, Envoy %s, %s:\n have %s\n want %s", seed, version, key, got[key], value)
			}
		}
		if len(got) != len(want) {
			t.Errorf("configuration %d: %d sides, want %d", seed, len(got), len(want))
		}
		for _, p := range s.Problems {
			if !strings.Contains(p.Message, "makes no connection") && !strings.Contains(p.Message, "only gRPC reads") {
				t.Errorf("configuration %d: %s", seed, p.Message)
			}
		}
		if *only >= 0 {
			t.Logf("%s\n%v", text, got)
		}
	}
	t.Logf("%d filter chains and clusters", sides)
}

// expected says what each filter chain and each cluster does, by its name.
func expected(b *bootstrap.Bootstrap, version string) map[string]string {
	m := &model{version: version, secrets: map[string]*tls.Secret{}}
	for _, s := range b.GetStaticResources().GetSecrets() {
		m.secrets[s.GetName()] = s
	}
	out := map[string]string{}
	for _, l := range b.GetStaticResources().GetListeners() {
		chains := l.GetFilterChains()
		if last := l.GetDefaultFilterChain(); last != nil {
			chains = append(chains, last)
		}
		address := l.GetAddress().GetSocketAddress()
		for _, c := range chains {
			at := fmt.Sprintf("%s:%d", address.GetAddress(), address.GetPortValue())
			out[c.GetName()] = at + " " + strings.Join(c.GetFilterChainMatch().GetServerNames(), ",") + ": " + m.server(c)
		}
	}
	for _, c := range b.GetStaticResources().GetClusters() {
		address := c.GetLoadAssignment().GetEndpoints()[0].GetLbEndpoints()[0].GetEndpoint().GetAddress().GetSocketAddress()
		to := fmt.Sprintf("%s:%d: ", address.GetAddress(), address.GetPortValue())
		context, ok := unpack(c.GetTransportSocket().GetTypedConfig()).(*tls.UpstreamTlsContext)
		if !ok {
			out[c.GetName()] = to + "plain"
			continue
		}
		_, files := m.certificates(context.GetCommonTlsContext())
		out[c.GetName()] = to + fmt.Sprintf("%v", m.versions(context.GetCommonTlsContext(), false)) + "; takes " + m.verification(context, c) + "; presents " + strings.Join(files, ",") +
			"; trusts " + m.trusts(context.GetCommonTlsContext())
	}
	return out
}

func (m *model) server(c *listener.FilterChain) string {
	early := "no early data"
	var context *tls.DownstreamTlsContext
	over := false
	switch s := unpack(c.GetTransportSocket().GetTypedConfig()).(type) {
	case *tls.DownstreamTlsContext:
		context = s
	case *quic.QuicDownstreamTransport:
		context, over = s.GetDownstreamTlsContext(), true
		takes := context.GetCommonTlsContext().GetValidationContextType() == nil // the documented default
		if s.GetEnableEarlyData() != nil {
			takes = s.GetEnableEarlyData().GetValue()
		}
		if takes && (s.GetEnableResumption() == nil || s.GetEnableResumption().GetValue()) {
			early = "early data"
		}
	default:
		return "plain"
	}
	common := context.GetCommonTlsContext()
	versions := m.versions(common, true)
	if over {
		versions = []facts.TLSVersion{facts.TLS13}
	}
	_, files := m.certificates(common)
	return fmt.Sprintf("%v", versions) + "; " + m.clientAuth(context) + "; presents " + strings.Join(files, ",") + "; trusts " + m.trusts(common) + "; " + early
}

// trusts says whom a side trusts, as far as its check looks at that.
func (m *model) trusts(common *tls.CommonTlsContext) string {
	v, open := m.context(common)
	switch {
	case v.GetTrustChainVerification() == tls.CertificateValidationContext_ACCEPT_UNTRUSTED:
		return "-"
	case open:
		return unknown
	case v.GetTrustedCa() != nil:
		return where(v.GetTrustedCa())
	}
	return "-"
}

// stated says the same by the facts.
func stated(s *facts.System) map[string]string {
	out := map[string]string{}
	for _, l := range s.Listeners {
		names := make([]string, 0, len(l.Names))
		for _, n := range l.Names {
			names = append(names, n.Value)
		}
		_, name, several := strings.Cut(l.Entry.Component, ", filter chain ")
		if !several {
			name = strings.TrimPrefix(l.Entry.Component, "Envoy listener ") + "c0"
		}
		out[name] = l.Address.Value + ":" + l.Port.Value + " " + strings.Join(names, ",") + ": " + statedServer(l)
	}
	for _, u := range s.Upstreams {
		to := u.Address.Value + ":" + u.Port + ": "
		p := u.Policy
		if p == nil {
			out[u.Name] = to + "plain"
			continue
		}
		var takes string
		switch {
		case !p.Verify.Known():
			takes = unknown
		case p.Verify.Value == facts.VerifyNone:
			takes = "self-made, of another name, expired"
		case p.Verify.Value == facts.VerifyChain:
			takes = map[string]string{
				"the name is not checked": "of another name", "every name passes": "of another name", "expired certificates pass": "expired",
				"the name is not checked, and expired certificates pass": "of another name, expired",
				"every name passes, and expired certificates pass":       "of another name, expired",
			}[p.Weakness]
		}
		out[u.Name] = to + versionsOf(p) + "; takes " + takes + "; presents " + presents(p) + "; trusts " + text(p.Trusts)
	}
	return out
}

func statedServer(l *facts.Listener) string {
	if l.Policy == nil {
		return "plain"
	}
	p := l.Policy
	auth := unknown
	if p.ClientAuth.Known() {
		auth = [...]string{
			facts.NoClientCert: "does not ask", facts.RequestClientCert: "asks", facts.RequireAnyCert: "asks, refuses without",
			facts.VerifyIfGiven: "asks, refuses foreign", facts.RequireAndVerify: "asks, refuses without, refuses foreign",
		}[p.ClientAuth.Value]
	}
	early := "no early data"
	if p.EarlyData.Value {
		early = "early data"
	}
	return versionsOf(p) + "; " + auth + "; presents " + presents(p) + "; trusts " + text(p.ClientCAs) + "; " + early
}

func versionsOf(p *facts.TLSPolicy) string {
	list := []facts.TLSVersion{}
	for _, v := range p.Versions {
		list = append(list, v.Value)
	}
	slices.Sort(list)
	return fmt.Sprintf("%v", slices.Compact(list))
}

func presents(p *facts.TLSPolicy) string {
	var files []string
	for _, c := range p.Certificates {
		files = append(files, text(c.File))
	}
	return strings.Join(files, ",")
}

func text(s facts.Stated[string]) string {
	switch {
	case s.State == facts.Unset:
		return "-"
	case !s.Known():
		return unknown
	case strings.HasSuffix(s.Value, " in the configuration"):
		return "inline"
	}
	return s.Value
}
