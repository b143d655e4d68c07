package pem

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/base64"
	"encoding/pem"
	"math/big"
	"net"
	"strings"
	"testing"
	"time"

	"github.com/wirevet/wirevet/facts"
)

// block makes a PEM block. Keys and certificates are made when the test runs; none is in the repository.
func block(kind string, der []byte) string {
	return string(pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der}))
}

func pair(t testing.TB) (cert, key string) {
	t.Helper()
	k, err := ecdsa.GenerateKey(elliptic.P384(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	c := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "Tools"}, DNSNames: []string{"Tools.example.com"}, IPAddresses: []net.IP{net.IPv4(10, 0, 0, 1)},
		NotBefore: time.Unix(1000, 0), NotAfter: time.Unix(2000, 0),
	}
	der, err := x509.CreateCertificate(rand.Reader, c, c, &k.PublicKey, k)
	if err != nil {
		t.Fatal(err)
	}
	private, err := x509.MarshalPKCS8PrivateKey(k)
	if err != nil {
		t.Fatal(err)
	}
	return block("CERTIFICATE", der), block("PRIVATE"+" KEY", private)
}

func parseText(text string) *facts.Facts {
	return Parse(facts.NewSource("x.pem", []byte(text)), []byte(text))
}

func TestABundleIsReadWithItsPlaces(t *testing.T) {
	cert, key := pair(t)
	text := "\ufeffBag Attributes\r\n" + strings.ReplaceAll(cert, "\n", "\r\n") + "noise\n" + key + cert
	f := parseText(text)
	if len(f.Certificates) != 2 || len(f.PrivateKeys) != 1 || len(f.Problems) != 0 {
		t.Fatalf("%d certificates, %d keys, %v", len(f.Certificates), len(f.PrivateKeys), f.Problems)
	}
	c := f.Certificates[0]
	if c.Span.Text() != "-----BEGIN CERTIFICATE-----" || c.Span.Begin().Line != 2 {
		t.Errorf("at %v: %q", c.Span.Begin(), c.Span.Text())
	}
	if c.Subject != "Tools" || strings.Join(c.Names, " ") != "tools.example.com 10.0.0.1" || c.KeyType != "ECDSA" || c.KeyBits != 384 ||
		!c.SelfSigned || c.Signature != "ECDSA-SHA384" || c.NotAfter.Unix() != 2000 {
		t.Errorf("%+v", c)
	}
	if k := f.PrivateKeys[0]; k.Encrypted || !strings.HasPrefix(k.Span.Text(), "-----BEGIN PRIVATE") {
		t.Errorf("%+v", k)
	}
}

func TestKeysAreMaskedAlsoWhereTheyAreBroken(t *testing.T) {
	_, key := pair(t)
	lines := strings.Split(key, "\n")
	secret := lines[1]
	for _, text := range []string{key, strings.Join(lines[:3], "\n"), strings.Replace(key, "-----END", "----END", 1)} {
		f := parseText(text)
		if shown := f.Sources[0].All().Text(); strings.Contains(shown, secret) {
			t.Errorf("shown:\n%s", shown)
		}
	}
}

func TestEncryptedKeys(t *testing.T) {
	_, key := pair(t)
	body := strings.Join(strings.Split(key, "\n")[1:4], "\n")
	for text, encrypted := range map[string]bool{
		key: false,
		strings.ReplaceAll(key, "PRIVATE KEY", "ENCRYPTED "+"PRIVATE KEY"):                                                                        true,
		"-----BEGIN RSA " + "PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-256-CBC,00\n\n" + body + "\n-----END RSA PRIVATE KEY-----\n": true,
	} {
		f := parseText(text)
		if len(f.PrivateKeys) != 1 || f.PrivateKeys[0].Encrypted != encrypted {
			t.Errorf("%.40s: %d keys, %v", text, len(f.PrivateKeys), f.Problems)
		}
	}
}

func TestWhatIsNoCertificateIsAProblemOrPassedOver(t *testing.T) {
	cert, _ := pair(t)
	f := parseText("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n" + cert)
	if len(f.Problems) != 1 || len(f.Certificates) != 1 {
		t.Errorf("%d problems, %d certificates", len(f.Problems), len(f.Certificates))
	}
	f = parseText("-----BEGIN CERTIFICATE-----\nnever ends\n" + cert)
	if len(f.Problems) != 1 || len(f.Certificates) != 1 {
		t.Errorf("%d problems, %d certificates", len(f.Problems), len(f.Certificates))
	}
	for _, text := range []string{"", "ssh-ed25519 AAAA", "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n", "\x30\x82\x01\x00"} {
		if f := parseText(text); len(f.Problems)+len(f.Entries) != 0 {
			t.Errorf("%q: %v", text, f.Problems)
		}
	}
}

func FuzzParse(f *testing.F) {
	cert, key := pair(f)
	f.Add(cert + key)
	f.Add(cert[:80])
	f.Add("-----BEGIN ")
	f.Fuzz(func(t *testing.T, text string) {
		out := parseText(text)
		for _, c := range out.Certificates {
			if c.Span.End > len(text) || !strings.HasPrefix(text[c.Span.Start:], "-----BEGIN") {
				t.Errorf("%v", c.Span)
			}
		}
		_ = out.Sources[0].All().Text()
		encoded := base64.StdEncoding.EncodeToString([]byte(text))
		inner := InlineBase64("x", facts.Word{Text: encoded, Source: facts.NewSource("x", []byte(encoded)), End: len(encoded)})
		if len(inner.Certificates) != len(out.Certificates) || len(inner.PrivateKeys) != len(out.PrivateKeys) {
			t.Errorf("%d certificates and %d keys in base64", len(inner.Certificates), len(inner.PrivateKeys))
		}
		for _, c := range inner.Certificates {
			if c.Span.End > len(encoded) {
				t.Errorf("%v", c.Span)
			}
		}
		InlineBase64("x", facts.Word{Text: text, Source: out.Sources[0], End: len(text)})
	})
}
