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
		"{prefix: \"/${TENANT}\"} {prefix: /mcp}":                                                      "/${TENANT} /mcp",
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

// A policy is about a route that takes the path in another spelling, too.
func TestPathsOfOtherSpellingsTouch(t *testing.T) {
	text := strings.Replace(manager, "ROUTES", "              - {match: {path: /MCP, case_sensitive: false}, route: {cluster: a}}\n", 1) +
		"          http_filters: [{typed_config: {\"@type\": type.googleapis.com/envoy.extensions.filters.http.rbac.v3.RBAC, rules: {policies: " +
		"{p: {permissions: [{url_path: {path: {prefix: /mcp}}}], principals: [{any: true}]}}}}}]\n"
	if out, _ := parse("envoy.yaml", text); len(out.Routes) != 1 || out.Routes[0].Refuses {
		t.Errorf("%+v", out.Routes[0])
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
