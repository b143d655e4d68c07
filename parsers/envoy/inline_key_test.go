package envoy

import (
	"encoding/base64"
	"encoding/pem"
	"strings"
	"testing"
)

// block returns a PEM block of bytes that are no key.
func block(title string) string {
	return string(pem.EncodeToMemory(&pem.Block{Type: title, Bytes: []byte(strings.Repeat("not a key ", 9))}))
}

func TestKeysInTheConfigurationAreStated(t *testing.T) {
	const frame = `static_resources:
  secrets:
  - name: site
    tls_certificate: {certificate_chain: {filename: a.pem}, private_key: KEY}
  listeners:
  - name: mcp
    address: {socket_address: {address: 0.0.0.0, port_value: 8443}}
    filter_chains: [CHAIN, CHAIN]
`
	const chain = `{transport_socket: {name: envoy.transport_sockets.tls, typed_config: {"@type": type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.DownstreamTlsContext, common_tls_context: {tls_certificate_sds_secret_configs: [{name: site}]}}}}`
	quoted := func(text string) string { return `"` + strings.ReplaceAll(text, "\n", `\n`) + `"` }
	for name, test := range map[string]struct{ key, want string }{
		"text":       {"{inline_string: " + quoted(block("EC PRIVATE KEY")) + "}", "inline_string EC private key"},
		"bytes":      {"{inlineBytes: " + base64.StdEncoding.EncodeToString([]byte(block("PRIVATE KEY"))) + "}", "inlineBytes private key"},
		"encrypted":  {"{inline_string: " + quoted(block("ENCRYPTED PRIVATE KEY")) + "}", "inline_string private key, encrypted"},
		"no key":     {"{inline_string: " + quoted(block("CERTIFICATE")) + "}", ""},
		"no base64":  {"{inline_bytes: \"%\"}", ""},
		"a file":     {"{filename: key.pem}", ""},
		"a variable": {"{environment_variable: KEY}", ""},
	} {
		s, _ := parse("envoy.yaml", strings.ReplaceAll(strings.Replace(frame, "KEY", test.key, 1), "CHAIN", chain))
		var got []string
		for _, k := range s.PrivateKeys {
			one := k.Span.Text() + " " + k.Kind
			if k.Encrypted {
				one += ", encrypted"
			}
			got = append(got, one)
		}
		if strings.Join(got, "; ") != test.want {
			t.Errorf("%s: %q, want %q", name, got, test.want)
		}
	}
}
