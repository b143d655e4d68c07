package oracle

import (
	"crypto/rand"
	"crypto/rsa"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"math/big"
	"os"
	"path/filepath"
	"testing"
	"time"
)

// authority issues certificates.
type authority struct {
	cert *x509.Certificate
	key  *rsa.PrivateKey
}

var serial int64

func template(name string) *x509.Certificate {
	serial++
	return &x509.Certificate{
		SerialNumber: big.NewInt(serial), Subject: pkix.Name{CommonName: name},
		NotBefore: time.Now().Add(-48 * time.Hour), NotAfter: time.Now().Add(48 * time.Hour),
		KeyUsage: x509.KeyUsageDigitalSignature | x509.KeyUsageKeyEncipherment,
	}
}

func newAuthority(t *testing.T, name string) *authority {
	t.Helper()
	key := newKey(t)
	c := template(name)
	c.IsCA, c.BasicConstraintsValid, c.KeyUsage = true, true, x509.KeyUsageCertSign
	return &authority{sign(t, c, c, key, key), key}
}

func newKey(t *testing.T) *rsa.PrivateKey {
	t.Helper()
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	return key
}

func sign(t *testing.T, c, parent *x509.Certificate, key, by *rsa.PrivateKey) *x509.Certificate {
	t.Helper()
	der, err := x509.CreateCertificate(rand.Reader, c, parent, &key.PublicKey, by)
	if err != nil {
		t.Fatal(err)
	}
	parsed, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	return parsed
}

// issue makes a certificate for names; change may spoil it.
func (a *authority) issue(t *testing.T, change func(*x509.Certificate), names ...string) tls.Certificate {
	t.Helper()
	c, key := template(names[0]), newKey(t)
	c.DNSNames = names
	if change != nil {
		change(c)
	}
	return tls.Certificate{Certificate: [][]byte{sign(t, c, a.cert, key, a.key).Raw}, PrivateKey: key}
}

func selfSigned(t *testing.T, names ...string) tls.Certificate {
	t.Helper()
	c, key := template(names[0]), newKey(t)
	c.DNSNames = names
	return tls.Certificate{Certificate: [][]byte{sign(t, c, c, key, key).Raw}, PrivateKey: key}
}

// write puts a certificate and its key into a folder, as name.pem and name.key.
func write(t *testing.T, dir, name string, c tls.Certificate) {
	t.Helper()
	writePEM(t, filepath.Join(dir, name+".pem"), "CERTIFICATE", c.Certificate[0])
	writePEM(t, filepath.Join(dir, name+".key"), "RSA PRIVATE KEY", x509.MarshalPKCS1PrivateKey(c.PrivateKey.(*rsa.PrivateKey)))
}

func writePEM(t *testing.T, file, kind string, der []byte) {
	t.Helper()
	if err := os.WriteFile(file, pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der}), 0o600); err != nil {
		t.Fatal(err)
	}
}
