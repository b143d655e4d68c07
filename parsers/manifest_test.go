package parsers

import (
	"strings"
	"testing"

	"github.com/wirevet/wirevet/facts"
)

// What a ConfigMap holds is read as the file that it is, and every place is one of the manifest.
func TestAFileInAManifestIsReadAtItsPlace(t *testing.T) {
	secret := "gh" + "p_" + "x7Kq2mVbR9TnW4sLd8YhJc3ZfPa6QeUg1oNi"
	text := "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: cfg}\ndata:\n" +
		"  mcp.json: |\n    {\"mcpServers\": {\"tickets\": {\n      \"url\": \"http://tickets.example.com/mcp\",\n" +
		"      \"headers\": {\"Authorization\": \"Bearer " + secret + "\"}}}}\n" +
		"  nginx.conf: \"events {}\\nhttp { server { listen 443 ssl; ssl_protocols TLSv1.1; location /mcp { proxy_pass http://a; } } }\"\n"
	src := facts.NewSource("k8s/cfg.yaml", []byte(text))
	out, _ := readManifest(src, []byte(text), false)
	if len(out.Remotes) != 1 || len(out.Listeners) != 1 || len(out.Credentials) != 1 || len(out.Problems) != 0 {
		t.Fatalf("%d remotes, %d listeners, %d credentials, problems %v", len(out.Remotes), len(out.Listeners), len(out.Credentials), out.Problems)
	}
	remote, policy := out.Remotes[0], out.Listeners[0].Policy
	for _, c := range []struct {
		at   facts.Span
		want string
	}{
		{remote.Span, `"http://tickets.example.com/mcp"`},
		{remote.Entry.Name, `"tickets"`},
		{policy.Lowest.Span, "TLSv1.1"},
		{out.Routes[0].Span, "/mcp"},
	} {
		if c.at.Source != src || c.at.Text() != c.want {
			t.Errorf("%q is at %q", c.want, c.at.Text())
		}
	}
	if shown := src.Text(src.All()); strings.Contains(shown, secret) {
		t.Error("the credential is shown")
	}
	if got := out.Credentials[0].Span; got.Source != src || got.Begin().Line != 8 {
		t.Errorf("the credential is at %v", got.Begin())
	}
}

// An Envoy in a cluster has its bootstrap in a ConfigMap.
func TestTheBootstrapOfAnEnvoyIsReadInAConfigMap(t *testing.T) {
	text := "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: cfg}\ndata:\n  envoy.yaml: |\n    static_resources:\n      listeners:\n" +
		"      - address: {socket_address: {address: 10.0.0.1, port_value: 8443}}\n        filter_chains:\n        - transport_socket:\n" +
		"            typed_config:\n              \"@type\": type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.DownstreamTlsContext\n" +
		"              common_tls_context: {tls_params: {tls_minimum_protocol_version: TLSv1_1}}\n"
	src := facts.NewSource("k8s/cfg.yaml", []byte(text))
	out, _ := readManifest(src, []byte(text), false)
	if len(out.Listeners) != 1 || out.Listeners[0].Policy == nil || len(out.Problems) != 0 {
		t.Fatalf("%d listeners, problems %v", len(out.Listeners), out.Problems)
	}
	if at := out.Listeners[0].Policy.Lowest.Span; at.Source != src || at.Text() != "TLSv1_1" {
		t.Errorf("the version is at %q", at.Text())
	}
}

// The lines of a template are as long as what they stand for, so that what a ConfigMap holds is read as it is written.
func TestATemplateInAConfigMapKeepsItsLines(t *testing.T) {
	text := "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: cfg}\ndata:\n  nginx.conf: |\n    events {}\n    http {\n" +
		"      {{- if .Values.tls }}\n      server {\n        listen 443 ssl;\n        ssl_protocols TLSv1.1;\n" +
		"        location /mcp { proxy_pass http://{{ .Values.next }}; }\n      }\n      {{- end }}\n    }\n      {{- end }}\n"
	src := facts.NewSource("chart/templates/cfg.yaml", []byte(text))
	out, _ := readManifest(src, []byte(text), false)
	if len(out.Listeners) != 1 || len(out.Routes) != 1 || len(out.Problems) != 0 {
		t.Fatalf("%d listeners, %d routes, problems %v", len(out.Listeners), len(out.Routes), out.Problems)
	}
	if listens, path := out.Listeners[0].Span.Text(), out.Routes[0].Span.Text(); listens != "listen 443 ssl" || path != "/mcp" {
		t.Errorf("it listens at %q, for %q", listens, path)
	}
}
