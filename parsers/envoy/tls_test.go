package envoy

import (
	"fmt"
	"strings"
	"testing"

	"github.com/wirevet/wirevet/facts"
)

const (
	downstream = `"@type": type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.DownstreamTlsContext`
	upstream   = `"@type": type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.UpstreamTlsContext`
)

// server returns the policy of a listener whose TLS context has some more lines.
func server(t *testing.T, context string) *facts.TLSPolicy {
	t.Helper()
	out, _ := parse("envoy.yaml", "static_resources:\n  listeners:\n  - address: {socket_address: {address: 0.0.0.0, port_value: 443}}\n    filter_chains:\n"+
		"    - transport_socket:\n        name: tls\n        typed_config:\n          "+downstream+"\n          "+strings.ReplaceAll(context, "\n", "\n          ")+"\n")
	if len(out.Listeners) != 1 || out.Listeners[0].Policy == nil {
		t.Fatalf("no policy: %+v", out)
	}
	return out.Listeners[0].Policy
}

// client returns the policy of a cluster, likewise.
func client(t *testing.T, context string) *facts.TLSPolicy {
	t.Helper()
	out, _ := parse("envoy.yaml", "static_resources:\n  clusters:\n  - name: a\n    transport_socket:\n      name: tls\n      typed_config:\n        "+upstream+
		"\n        "+strings.ReplaceAll(context, "\n", "\n        ")+"\n")
	if len(out.Upstreams) != 1 || out.Upstreams[0].Policy == nil {
		t.Fatalf("no policy: %+v", out)
	}
	return out.Upstreams[0].Policy
}

// Trap 21: nothing is verified without a context; with a CA alone the chain is, and the name is not.
func TestANextHopIsVerifiedByWhatIsNamed(t *testing.T) {
	for context, want := range map[string]string{
		"sni: a": "not verified default ",
		"sni: a\ncommon_tls_context: {validation_context: {trusted_ca: {filename: ca.pem}}}":                                                                               "chain only explicit the name is not checked",
		"sni: a\nauto_sni_san_validation: true\ncommon_tls_context: {validation_context: {trusted_ca: {filename: ca.pem}}}":                                                "verified explicit ",
		"auto_sni_san_validation: true\ncommon_tls_context: {validation_context: {trusted_ca: {filename: ca.pem}}}":                                                        "chain only explicit the name is not checked",
		"common_tls_context: {validation_context: {trusted_ca: {filename: ca.pem}, match_typed_subject_alt_names: [{san_type: DNS, matcher: {exact: a}}]}}":                "verified explicit ",
		"common_tls_context: {validation_context: {trusted_ca: {filename: ca.pem}, match_typed_subject_alt_names: [{san_type: DNS, matcher: {safe_regex: {regex: .*}}}]}}": "chain only explicit every name passes",
		"common_tls_context: {validation_context: {trusted_ca: {filename: ca.pem}, trust_chain_verification: ACCEPT_UNTRUSTED}}":                                           "not verified explicit ",
		"common_tls_context: {validation_context: {trust_chain_verification: 1}}":                                                                                          "not verified explicit ",
		"common_tls_context: {validation_context: {system_root_certs: {}}}":                                                                                                "not verified default ",
		"common_tls_context: {validation_context_sds_secret_config: {name: ca, sds_config: {ads: {}}}}":                                                                    "verified unresolved ",
	} {
		p := client(t, context)
		if got := fmt.Sprintf("%s %s %s", p.Verify.Value, p.Verify.State, p.Weakness); got != want {
			t.Errorf("%s: %s, want %s", context, got, want)
		}
	}
}

// Trap 22: the lowest version of a server depends on the version of Envoy, the highest is 1.3; a client has 1.2 alone.
func TestDefaultVersionsDifferByRole(t *testing.T) {
	if p := server(t, "common_tls_context: {}"); p.Lowest.State != facts.Unset || p.Product != "envoy" {
		t.Errorf("a server states %v", p.Lowest)
	}
	for context, want := range map[string]string{
		"common_tls_context: {}": "TLS 1.2 TLS 1.2",
		"common_tls_context: {tls_params: {tls_maximum_protocol_version: TLSv1_3}}":                                        "TLS 1.2 TLS 1.3",
		"common_tls_context: {tls_params: {tls_minimum_protocol_version: 1, tls_maximum_protocol_version: TLS_AUTO}}":      "TLS 1.0 TLS 1.2",
		"common_tls_context: {tls_params: {tls_minimum_protocol_version: TLSv1_3, tls_maximum_protocol_version: TLSv1_3}}": "TLS 1.3 TLS 1.3",
	} {
		if p := client(t, context); p.Lowest.Value.String()+" "+p.Highest.Value.String() != want {
			t.Errorf("%s: %s to %s", context, p.Lowest.Value, p.Highest.Value)
		}
	}
}

func TestRequiringACertificateHasNoEffectWithoutACA(t *testing.T) {
	for context, want := range map[string]string{
		"require_client_certificate: true":                                                                                                "not asked for explicit true",
		"require_client_certificate: true\ncommon_tls_context: {validation_context: {}}":                                                  "not asked for explicit true",
		"require_client_certificate: true\ncommon_tls_context: {validation_context: {trusted_ca: {filename: ca.pem}}}":                    "required and verified explicit false",
		"common_tls_context: {validation_context: {trusted_ca: {filename: ca.pem}}}":                                                      "verified when given default false",
		"common_tls_context: {validation_context: {trusted_ca: {filename: ca.pem}, match_subject_alt_names: [{exact: a}]}}":               "required and verified default false",
		"require_client_certificate: true\ncommon_tls_context: {validation_context: {trust_chain_verification: ACCEPT_UNTRUSTED}}":        "asked for explicit false",
		"require_client_certificate: true\ncommon_tls_context: {validation_context_sds_secret_config: {name: ca, sds_config: {ads: {}}}}": "not asked for unresolved false",
		"require_client_certificate: ${MTLS}\ncommon_tls_context: {validation_context: {trusted_ca: {filename: ca.pem}}}":                 "not asked for unresolved false",
	} {
		p := server(t, context)
		if got := fmt.Sprintf("%s %s %v", p.ClientAuth.Value, p.ClientAuth.State, p.ClientAuthVoid); got != want {
			t.Errorf("%s: %s, want %s", context, got, want)
		}
	}
}

// Early data is taken over QUIC unless there is a validation context, whatever it says.
func TestEarlyDataDependsOnTheValidationContext(t *testing.T) {
	for context, want := range map[string]bool{
		"downstream_tls_context: {common_tls_context: {}}":                                                true,
		"downstream_tls_context: {require_client_certificate: true, common_tls_context: {}}":              true,
		"downstream_tls_context: {common_tls_context: {validation_context: {}}}":                          false,
		"downstream_tls_context: {common_tls_context: {validation_context: {}}}\nenable_early_data: true": true,
		"enable_resumption: false\nenable_early_data: true":                                               false,
		"enable_early_data: false": false,
	} {
		out, _ := parse("envoy.yaml", "static_resources:\n  listeners:\n  - address: {socket_address: {address: 0.0.0.0, port_value: 443}}\n    filter_chains:\n"+
			"    - transport_socket:\n        typed_config:\n          \"@type\": type.googleapis.com/envoy.extensions.transport_sockets.quic.v3.QuicDownstreamTransport\n          "+
			strings.ReplaceAll(context, "\n", "\n          ")+"\n")
		if p := out.Listeners[0].Policy; p == nil || p.EarlyData.Value != want || p.Lowest.Value != facts.TLS13 {
			t.Errorf("%s: %+v", context, p)
		}
	}
}

// A certificate's own bounds hold in the place of the others, and not beside them.
func TestACertificateMayHaveItsOwnVersions(t *testing.T) {
	for common, want := range map[string]string{
		"tls_certificates: [{certificate_chain: {filename: a}, tls_params: {tls_minimum_protocol_version: TLSv1_0}}]":                      "TLS 1.0 TLS 1.1 TLS 1.2 TLS 1.3",
		"tls_certificates: [{tls_params: {tls_minimum_protocol_version: TLSv1_3}}]\n  tls_params: {tls_minimum_protocol_version: TLSv1_1}": "TLS 1.3",
		"tls_certificates: [{}, {tls_params: {tls_maximum_protocol_version: TLSv1_1, tls_minimum_protocol_version: TLSv1_1}}]":             "TLS 1.1 TLS 1.2 TLS 1.3",
	} {
		p := server(t, "common_tls_context:\n  "+common)
		var got []string
		for _, v := range p.Versions {
			got = append(got, v.Value.String())
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%s: %v", common, got)
		}
	}
}

func TestCertificatesStandInTheirOrder(t *testing.T) {
	out, _ := parse("envoy.yaml", "static_resources:\n  secrets: [{name: here, tls_certificate: {certificate_chain: {filename: a.crt}}}]\n  listeners:\n"+
		"  - address: {socket_address: {address: 0.0.0.0, port_value: 443}}\n    filter_chains:\n    - transport_socket:\n        typed_config:\n          "+downstream+
		"\n          common_tls_context: {tls_certificate_sds_secret_configs: [{name: here}, {name: far, sds_config: {ads: {}}}]}\n")
	if c := out.Listeners[0].Policy.Certificates; len(c) != 2 || c[0].File.Value != "a.crt" || c[1].File.State != facts.Unresolved {
		t.Errorf("%+v", c)
	}
}

func TestAnExpiredCertificateAndAWrongNameAreTwoFaults(t *testing.T) {
	const context = "common_tls_context: {validation_context: {trusted_ca: {filename: ca.pem}, allow_expired_certificate: true, PINS}}"
	if p := client(t, strings.Replace(context, ", PINS", "", 1)); p.Weakness != "the name is not checked, and expired certificates pass" {
		t.Error(p.Weakness)
	}
	if p := client(t, strings.Replace(context, "PINS", "verify_certificate_spki: [a]", 1)); p.Weakness != "" || p.Verify.Value != facts.VerifyFull {
		t.Errorf("%v: %s", p.Verify.Value, p.Weakness)
	}
}

// What a TCP proxy hands on may be TLS from end to end; it is none where the proxy begins it.
func TestATCPProxyMayPassTLSOn(t *testing.T) {
	const text = "static_resources:\n  listeners:\n  - address: {socket_address: {address: 0.0.0.0, port_value: 443}}\n    filter_chains:\n" +
		"    - {MATCH filters: [{typed_config: {\"@type\": type.googleapis.com/envoy.extensions.filters.network.tcp_proxy.v3.TcpProxy, cluster: CLUSTER}}]}\n" +
		"  clusters:\n  - {name: plain}\n  - {name: tls, transport_socket: {typed_config: {" + upstream + "}}}\n"
	for _, c := range []struct {
		match, cluster string
		want           facts.State
	}{
		{"", "plain", facts.Unresolved}, {"", "tls", facts.Default}, {"", "elsewhere", facts.Unresolved},
		{"filter_chain_match: {transport_protocol: raw_buffer},", "plain", facts.Default},
		{"filter_chain_match: {server_names: [a.example]},", "plain", facts.Unresolved},
	} {
		out, _ := parse("envoy.yaml", strings.NewReplacer("MATCH", c.match, "CLUSTER", c.cluster).Replace(text))
		if l := out.Listeners[0]; l.TLS.State != c.want || l.TLS.Value {
			t.Errorf("%s to %s: %v", c.match, c.cluster, l.TLS.State)
		}
	}
}

// A file of any name may hold the CA of a company: only those of the system are public by their place.
func TestPublicRootsAreKnownByTheirPlace(t *testing.T) {
	for file, want := range map[string]string{
		"/etc/ssl/certs/ca-certificates.crt": "system", "certs/cacert.pem": "certs/cacert.pem", "/etc/envoy/ca-bundle.crt": "/etc/envoy/ca-bundle.crt",
	} {
		if p := client(t, "common_tls_context: {validation_context: {trusted_ca: {filename: "+file+"}}}"); p.Trusts.Value != want {
			t.Errorf("%s: %s", file, p.Trusts.Value)
		}
	}
}

func TestSuitesStandWhereTheirNamesDo(t *testing.T) {
	p := server(t, "common_tls_context: {tls_params: {cipher_suites: [\"[ECDHE-RSA-AES128-GCM-SHA256|ECDHE-RSA-CHACHA20-POLY1305]\", AES128-SHA]}}")
	var got []string
	for _, s := range p.Suites {
		got = append(got, s.Span.Text())
	}
	if want := "AES128-SHA ECDHE-RSA-AES128-GCM-SHA256 ECDHE-RSA-CHACHA20-POLY1305"; strings.Join(got, " ") != want {
		t.Errorf("%v, want %s", got, want)
	}
}
