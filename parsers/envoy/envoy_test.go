package envoy

import (
	"fmt"
	"strings"
	"testing"

	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/internal/goldenfacts"
	"github.com/wirevet/wirevet/parsers/input"
)

// parse states what one file says.
func parse(name, text string) (*facts.Facts, *facts.Source) {
	src := facts.NewSource(name, []byte(text))
	return Parse(&input.Unit{Files: []input.File{{Source: src, Data: []byte(text)}}})[0], src
}

func TestFilesAreKnownByPathAndLook(t *testing.T) {
	for path, want := range map[string]bool{
		"envoy.yaml": true, "deploy/front-envoy.json": true, "config/Envoy.yml": true, "envoy/edge.yaml": true, "lds.yaml": true, "etc/bootstrap.json": true,
		"envoy.yaml.j2": true, "config/mcp-gateway.yaml": true, "gateway.go": false, "envoy.tmpl.yaml": true, "values.yaml": false, "envoy/main.go": false, "envoy/README.md": false, "docker-compose.envoy.yaml": false,
		"/home/envoy/app/config.yaml": false,
	} {
		if got := CandidatePath(path); got != want {
			t.Errorf("%s: %v", path, got)
		}
	}
	for text, want := range map[string]bool{
		"static_resources: {}": true, `{"staticResources": {}}`: true,
		"resources:\n- \"@type\": type.googleapis.com/envoy.config.cluster.v3.Cluster\n":                  true,
		"apiVersion: networking.istio.io/v1alpha3\nkind: EnvoyFilter\n# static_resources":                 false,
		"admin: {}\nstatic_resources: {}\nx: {transportApiVersion: V3}":                                   true,
		"{\"@type\": \"type.googleapis.com/google.protobuf.Struct\"}":                                     false,
		"services: {envoy: {image: envoyproxy/envoy}}":                                                    false,
		"{\"kind\": \"x\", \"apiVersion\": \"v1\", \"data\": {\"envoy.yaml\": \"static_resources: {}\"}}": false,
	} {
		if got := Sniff([]byte(text)); got != want {
			t.Errorf("%s: %v", text, got)
		}
	}
}

// The path of every file of a tree is asked about.
func TestAskingAboutAPathAllocatesNothing(t *testing.T) {
	for _, path := range []string{"/srv/app/src/deeply/nested/module.go", "/srv/envoy/deploy/values.yaml", "/srv/app/envoy.yaml"} {
		if n := testing.AllocsPerRun(100, func() { CandidatePath(path) }); n > 0 {
			t.Errorf("%s: %v allocations", path, n)
		}
	}
}

func TestFieldsHaveTwoSpellings(t *testing.T) {
	for key, want := range map[string]bool{
		"require_client_certificate": true, "requireClientCertificate": true, "requireClientcertificate": false, "RequireClientCertificate": false,
		"require_client_certificate_": false, "requireClientCertificat": false, "": false,
	} {
		if got := sameField("require_client_certificate", key); got != want {
			t.Errorf("%q: %v", key, got)
		}
	}
}

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

func TestSecretsOfAConfigurationAreHidden(t *testing.T) {
	secret := strings.Repeat("Tq7", 8) + "x9"
	for _, text := range []string{
		"static_resources: {secrets: [{name: a, generic_secret: {secret: {inline_string: SECRET}}}]}",
		"static_resources: {secrets: [{name: a, tls_certificate: {private_key: {inline_bytes: SECRET}}}]}",
		"static_resources: {secrets: [{name: a, tls_certificate: {password: {inline_string: SECRET}}}]}",
		"static_resources: {x: {request_headers_to_add: [{header: {key: Authorization, value: Bearer SECRET}}]}}",
		"static_resources: {x: {users: {inline_string: \"bob:{SHA}SECRET\"}}}",
		"static_resources: {x: {credentials: [{key: SECRET, client: a}]}}",
		"static_resources: {x: {principals: [{header: {name: x-api-key, string_match: {exact: SECRET}}}]}}",
		"static_resources: {x: {session_ticket_keys: {keys: [{inlineString: SECRET}]}}}",
	} {
		for _, name := range []string{"envoy.yaml", "envoy.yaml.tmpl"} {
			whole := strings.ReplaceAll(text, "SECRET", secret)
			_, src := parse(name, whole)
			if shown := src.Text(src.All()); strings.Contains(shown, secret) {
				t.Errorf("it is shown: %s", shown)
			}
		}
	}
}

// The pages of a server are no reason to hide what is not secret.
func TestReferencesAreShown(t *testing.T) {
	text := "static_resources: {x: {private_key: {filename: /etc/tls/key.pem}, request_headers_to_add: [{header: {key: Authorization, value: \"%REQ(X-TOKEN)%\"}}], token_secret: {name: token}}}"
	if _, src := parse("envoy.yaml", text); src.Text(src.All()) != text {
		t.Errorf("hidden: %s", src.Text(src.All()))
	}
}

func TestWhatIsNoConfigurationStatesNothing(t *testing.T) {
	for _, text := range []string{
		"", "static_resources:", "static_resources: [1, 2]", "static_resources: {listeners: {a: b}}", "static_resources: {listeners: [null, 1, {}, []]}",
		"static_resources: {clusters: [{name: {}}, {transport_socket: x}]}", "resources: [{\"@type\": nowhere}, {\"@type\": x.Listener}]",
		"static_resources: {listeners: [{filter_chains: [{filters: [{typed_config: {\"@type\": type.googleapis.com/acme.v1.Unknown}}]}]}]}",
		"\xff\xfe", "a\x00b", "static_resources: {{ .Values }}",
	} {
		out, _ := parse("envoy.yaml", text)
		if len(out.Listeners) > 0 || len(out.Routes) > 0 {
			t.Errorf("%q states %d listeners", text, len(out.Listeners))
		}
	}
}

// The first route that matches takes a request: what it leaves nothing to is none.
func TestWhatEarlierRoutesTakeIsGone(t *testing.T) {
	for routes, want := range map[string]string{
		"{prefix: /mcp} {path: /mcp/a} {prefix: /mcp} {prefix: /mc}":                                   "/mcp /mc",
		"{path: /mcp} {path: /mcp} {prefix: /mcp}":                                                     "/mcp /mcp",
		"{path_separated_prefix: /mcp} {path: /mcp} {prefix: /mcp/} {prefix: /mcp} {path: /mcpx}":      "/mcp /mcp",
		"{safe_regex: {regex: /a.b}} {path: /a.b} {safe_regex: {regex: /a.b}}":                         "/a.b /a.b",
		"{prefix: /MCP, case_sensitive: false} {prefix: /mcp/x} {prefix: /Mcp, case_sensitive: false}": "/mcp",
		"{prefix: /mcp} {prefix: /mcp/x, case_sensitive: false}":                                       "/mcp /mcp/x",
		"{prefix: /mcp, headers: [{name: a, present_match: true}]} {path: /mcp}":                       "/mcp /mcp",
		"{prefix: /, runtime_fraction: {default_value: {numerator: 50}}} {prefix: /} {prefix: /mcp}":   "/ /",
		"{prefix: /${TENANT}} {prefix: /mcp}":                                                          "/${TENANT} /mcp",
		"{prefix: /} {safe_regex: {regex: .*}}":                                                        "/",
	} {
		var list strings.Builder
		for _, match := range strings.SplitAfter(routes, "} {") {
			match = strings.TrimSuffix(match, " {")
			if !strings.HasPrefix(match, "{") {
				match = "{" + match
			}
			list.WriteString("              - {match: " + match + ", route: {cluster: a}}\n")
		}
		out, _ := parse("envoy.yaml", strings.Replace(manager, "ROUTES", list.String(), 1))
		var got []string
		for _, r := range out.Routes {
			got = append(got, r.Path)
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%s: %v, want %s", routes, got, want)
		}
	}
}

// manager is a listener whose routes take the place of a word.
const manager = `static_resources:
  listeners:
  - address: {socket_address: {address: 0.0.0.0, port_value: 80}}
    filter_chains:
    - filters:
      - typed_config:
          "@type": type.googleapis.com/envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager
          route_config:
            virtual_hosts:
            - name: v
              domains: ["*"]
              routes:
ROUTES`

// Of a large file, each route finds its cluster at once.
func TestLargeConfigurationsAreRead(t *testing.T) {
	var b strings.Builder
	for i := range 4000 {
		fmt.Fprintf(&b, "              - {match: {prefix: /a%d/}, route: {cluster: c%d}}\n", i, i)
	}
	text := strings.Replace(manager, "ROUTES", b.String(), 1) + "  clusters:\n"
	b.Reset()
	for i := range 4000 {
		fmt.Fprintf(&b, "  - {name: c%d, load_assignment: {endpoints: [{lb_endpoints: [{endpoint: {address: {pipe: {path: /s%d}}}}]}]}}\n", i, i)
	}
	out, _ := parse("envoy.yaml", text+b.String())
	if len(out.Routes) != 4000 || out.Routes[3999].Upstream.Address.Value != "/s3999" {
		t.Errorf("%d routes", len(out.Routes))
	}
	b.Reset()
	b.WriteString("static_resources:\n  listeners:\n")
	for i := range 1000 {
		fmt.Fprintf(&b, "  - name: l%d\n    address: {socket_address: {address: 0.0.0.0, port_value: %d}}\n    filter_chains: [{filters: []}]\n", i, i)
	}
	if out, _ := parse("envoy.yaml", b.String()); len(out.Listeners) != 1000 {
		t.Errorf("%d listeners", len(out.Listeners))
	}
}

func FuzzParse(f *testing.F) {
	for _, file := range goldenfacts.Texts(f) {
		f.Add(file.Data, strings.HasSuffix(file.Name, ".json"))
	}
	f.Add([]byte("static_resources: {listeners: [{address: {socket_address: {address: é}}, filter_chains: [{transport_socket: {typed_config: {\"@type\": DownstreamTlsContext}}}]}]}"), false)
	f.Fuzz(func(t *testing.T, data []byte, json bool) {
		name := "envoy.yaml"
		if json {
			name = "envoy.json"
		}
		src := facts.NewSource(name, data)
		for _, out := range Parse(&input.Unit{Files: []input.File{{Source: src, Data: data}}}) {
			goldenfacts.Sound(t, out, data, src)
		}
	})
}

func BenchmarkTypicalSite(b *testing.B) {
	var text []byte
	for _, file := range goldenfacts.Texts(b) {
		if file.Name == "envoy.yaml" {
			text = file.Data // that of the first archive
			break
		}
	}
	b.ReportAllocs()
	for b.Loop() {
		parse("envoy.yaml", string(text))
	}
}
