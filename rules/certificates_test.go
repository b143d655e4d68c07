package rules_test

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/base64"
	"encoding/pem"
	"math/big"
	"strings"
	"time"
)

// now is when the tests run: 2027-01-15.
var now = time.Unix(1_800_000_000, 0)

const aDay = 24 * time.Hour

// certificateMarks are what the marks for certificates and keys in examples stand for. They are made here: none is in
// the repository.
func certificateMarks() []string {
	ca := newCertificate("ca", func(c *x509.Certificate) { c.IsCA, c.BasicConstraintsValid = true, true }, nil)
	issue := func(name string, change func(*x509.Certificate)) string {
		return newCertificate(name, change, ca).pem
	}
	const host = "tools.example.com"
	weak, _ := rsa.GenerateKey(rand.Reader, 1024)
	small := newCertificateFor("tools.example.com", weak, nil, ca)
	root, _ := rsa.GenerateKey(rand.Reader, 2048)
	old := newCertificateFor("old ca", root, nil, nil)
	key, _ := x509.MarshalPKCS8PrivateKey(ca.key)
	marks := []string{
		"@cert-good@", issue(host, nil),
		"@cert-expired@", issue(host, func(c *x509.Certificate) { c.NotAfter = now.Add(-3 * aDay) }),
		"@cert-expiring@", issue(host, func(c *x509.Certificate) { c.NotBefore, c.NotAfter = now.Add(-80*aDay), now.Add(12*aDay) }),
		"@cert-short@", issue(host, func(c *x509.Certificate) { c.NotBefore, c.NotAfter = now.Add(-2*aDay), now.Add(4*aDay) }),
		"@cert-self-signed@", newCertificate(host, nil, nil).pem,
		"@cert-rsa-1024@", small.pem,
		"@cert-sha1@", newCertificateFor(host, root, func(c *x509.Certificate) { c.SignatureAlgorithm = x509.SHA1WithRSA }, old).pem,
		"@cert-other@", issue("www.example.com", nil),
		"@cert-wildcard@", issue("*.example.com", nil),
		"@cert-cn-only@", issue(host, func(c *x509.Certificate) { c.DNSNames = nil }),
		"@cert-long@", issue(host, func(c *x509.Certificate) { c.NotAfter = c.NotBefore.Add(800 * aDay) }),
		"@key@", block("PRIVATE KEY", key), "@begin-key@", "-----BEGIN " + "PRIVATE KEY-----",
		"@key-encrypted@", block("ENCRYPTED "+"PRIVATE KEY", key),
	}
	for i := range len(marks) / 2 { // as a value of JSON, and as one of base64
		name, text := strings.TrimSuffix(marks[2*i], "@"), marks[2*i+1]+"\n"
		marks = append(marks, name+":json@", strings.ReplaceAll(text, "\n", `\n`), name+":base64@", base64.StdEncoding.EncodeToString([]byte(text)))
	}
	return marks
}

// made is a certificate with its key.
type made struct {
	cert *x509.Certificate
	key  crypto.Signer
	pem  string
}

func newCertificate(name string, change func(*x509.Certificate), by *made) *made {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		panic(err)
	}
	return newCertificateFor(name, key, change, by)
}

// newCertificateFor makes a certificate of ninety days, ten of which have passed, signed by another or by itself.
func newCertificateFor(name string, key crypto.Signer, change func(*x509.Certificate), by *made) *made {
	c := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: name}, DNSNames: []string{name, "tools.home.internal", "tools.corp.internal"},
		NotBefore: now.Add(-10 * aDay), NotAfter: now.Add(80 * aDay),
	}
	if name == "www.example.com" || strings.HasPrefix(name, "*") {
		c.DNSNames = []string{name}
	}
	if change != nil {
		change(c)
	}
	if by == nil {
		by = &made{c, key, ""}
	}
	der, err := x509.CreateCertificate(rand.Reader, c, by.cert, key.Public(), by.key)
	if err != nil {
		panic(err)
	}
	parsed, err := x509.ParseCertificate(der)
	if err != nil {
		panic(err)
	}
	return &made{parsed, key, block("CERTIFICATE", der)}
}

// block returns PEM without its last line break, which the example has.
func block(kind string, der []byte) string {
	return strings.TrimSuffix(string(pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der})), "\n")
}
