package envoy

import (
	"crypto/ed25519"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/base64"
	"encoding/pem"
	"math/big"
	"strings"
	"testing"
	"time"

	"github.com/wirevet/wirevet/facts"
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
		"a template": {"{inline_string: \"{{ .Values.key }}\"}", ""},
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

// certificate makes a certificate that is issued by itself.
func certificate(t *testing.T, name string) string {
	t.Helper()
	public, private, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	c := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: name}, NotBefore: time.Unix(1000, 0), NotAfter: time.Unix(2000, 0)}
	der, err := x509.CreateCertificate(rand.Reader, c, c, public, private)
	if err != nil {
		t.Fatal(err)
	}
	return string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}))
}

// TestCertificatesInTheConfigurationAreStated holds each way of writing one against its first line in the file.
func TestCertificatesInTheConfigurationAreStated(t *testing.T) {
	const frame = `static_resources:
  listeners:
  - name: mcp
    address: {socket_address: {address: 0.0.0.0, port_value: 8443}}
    filter_chains:
    - transport_socket:
        name: envoy.transport_sockets.tls
        typed_config:
          "@type": type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.DownstreamTlsContext
          common_tls_context:
            tls_certificates:
            - certificate_chain: SOURCE
            validation_context: {trusted_ca: {filename: ca.pem}}
`
	const first, encoded = "-----BEGIN CERTIFICATE-----", "LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0tLS0t"
	leaf, issuer := certificate(t, "leaf"), certificate(t, "issuer")
	chain := leaf + issuer
	in := func(block string) string {
		return "\n                inline_string: " + block + "\n                  " + strings.ReplaceAll(chain, "\n", "\n                  ")
	}
	bytes := base64.StdEncoding.EncodeToString([]byte(chain))
	for name, test := range map[string]struct{ source, want, problem string }{
		"block":            {in("|"), first, ""},
		"stripped block":   {in("|-"), first, ""},
		"indented block":   {in("|2"), first, ""},
		"quoted":           {`{inline_string: "` + strings.ReplaceAll(chain, "\n", `\n`) + `"}`, first, ""},
		"camel case":       {`{"inlineString": "` + strings.ReplaceAll(chain, "\n", `\n`) + `"}`, first, ""},
		"bytes":            {"{inline_bytes: " + bytes + "}", encoded, ""},
		"bytes for URLs":   {"{inline_bytes: " + base64.RawURLEncoding.EncodeToString([]byte(chain)) + "}", encoded, ""},
		"bytes in a block": {"\n                inline_bytes: |\n                  " + bytes[:60] + "\n                  " + bytes[60:], encoded, ""},
		"cut off":          {`{inline_string: "` + strings.ReplaceAll(leaf[:90], "\n", `\n`) + `"}`, "", first},
		"left out":         {`{inline_string: "` + first + `\nMIIB\n-----END CERTIFICATE-----"}`, "", first},
		"template":         {`{inline_string: "` + first + `\n{{ .Values.chain }}"}`, "", ""},
		"a file":           {"{filename: a.pem}", "", ""},
	} {
		s, _ := parse("envoy.yaml", strings.Replace(frame, "SOURCE", test.source, 1))
		got := ""
		if ref := s.TLS[0].Certificates[0]; ref.Certificate != nil {
			got = ref.Certificate.Span.Text()
			if len(s.Certificates) != 2 || s.Certificates[0] != ref.Certificate || ref.Certificate.Subject != "leaf" || s.Certificates[1].Subject != "issuer" {
				t.Errorf("%s: %d certificates, the first is that of %s", name, len(s.Certificates), ref.Certificate.Subject)
			}
			if s.Certificates[1].Span.Start <= ref.Certificate.Span.Start || len(s.TLS[0].Inline) != 1 {
				t.Errorf("%s: the issuer stands at %v", name, s.Certificates[1].Span.Begin())
			}
		}
		if got != test.want {
			t.Errorf("%s: %q, want %q", name, got, test.want)
		}
		problem := ""
		for _, p := range s.Problems {
			if p.Kind == facts.HostRefuses {
				problem += p.Span.Text()
			} else {
				t.Errorf("%s: %s", name, p.Message)
			}
		}
		if problem != test.problem {
			t.Errorf("%s: a problem at %q, want %q", name, problem, test.problem)
		}
	}
}
