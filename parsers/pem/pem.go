// Package pem answers what certificates and private keys a file holds: names, dates, strength. It knows neither who uses
// them nor whether that is enough, and shows nothing of a key.
package pem

import (
	"bytes"
	"crypto/dsa" //nolint:staticcheck // certificates with such keys are read in order to be reported
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/rsa"
	"crypto/x509"
	"encoding/asn1"
	"encoding/pem"
	"path"
	"strings"

	"github.com/wirevet/wirevet/facts"
)

// KnownPath reports whether the name is that of a file with certificates or keys.
func KnownPath(file string) bool {
	switch strings.ToLower(path.Ext(file)) {
	case ".pem", ".crt", ".cer", ".cert", ".key":
		return true
	}
	return false
}

var begin = []byte("-----BEGIN ")

// maxBlocks is how many certificates of one file are read: a bundle of public roots has some hundred and fifty.
const maxBlocks = 1000

// Parse states the certificates and keys of a file. What is neither is passed over.
func Parse(src *facts.Source, data []byte) *facts.Facts {
	out := &facts.Facts{Sources: []*facts.Source{src}}
	entry := &facts.Entry{Component: "file " + path.Base(src.Path), Name: facts.Span{Source: src}, Block: src.All(), Relevance: facts.Unrelated}
	problem := func(at facts.Span, kind facts.ProblemKind, message string) {
		out.Problems = append(out.Problems, &facts.Problem{Span: at, Kind: kind, Message: message})
	}
	for at, blocks := 0, 0; ; blocks++ {
		n := bytes.Index(data[at:], begin)
		if n < 0 {
			break
		}
		start := at + n
		first := facts.Span{Source: src, Start: start, End: lineEnd(data, start)}
		if blocks == maxBlocks {
			problem(first, facts.TooLarge, "more certificates than wirevet reads of one file: the rest is passed over")
			break
		}
		at = first.End
		title := string(bytes.TrimSuffix(bytes.TrimPrefix(data[start:first.End], begin), []byte("-----")))
		block, rest := pem.Decode(data[start:])
		if block == nil || bytes.Contains(data[first.End:len(data)-len(rest)], begin) { // Decode goes on to the next block when one is broken
			if strings.HasSuffix(title, "PRIVATE KEY") {
				src.Mask(first.End, bodyEnd(data, first.End), 0)
			}
			problem(first, facts.Syntax, "expected base64 and a line -----END …-----; the block is passed over")
			continue
		}
		at = len(data) - len(rest)
		switch {
		case title == "CERTIFICATE" || title == "TRUSTED CERTIFICATE" || title == "X509 CERTIFICATE":
			c, err := x509.ParseCertificate(block.Bytes)
			if err != nil {
				kind := facts.Unsupported
				if _, broken := asn1.Unmarshal(block.Bytes, new(asn1.RawValue)); broken != nil {
					kind = facts.Syntax
				}
				problem(first, kind, "the certificate is not read: "+strings.TrimPrefix(err.Error(), "x509: "))
				continue
			}
			out.Certificates = append(out.Certificates, certificate(c, entry, first))
		case strings.HasSuffix(title, "PRIVATE KEY"):
			src.Mask(first.End, at, 0)
			key := privateKey(block)
			key.Entry, key.Span = entry, first
			out.PrivateKeys = append(out.PrivateKeys, key)
		}
	}
	if len(out.Certificates)+len(out.PrivateKeys) > 0 {
		entry.Name = firstSpan(out)
		out.Entries = append(out.Entries, entry)
	}
	return out
}

// privateKey says what key a block is, by its first lines.
func privateKey(block *pem.Block) *facts.PrivateKey {
	return &facts.PrivateKey{
		Kind:      strings.Replace(strings.TrimPrefix(block.Type, "ENCRYPTED "), "PRIVATE KEY", "private key", 1),
		Encrypted: strings.HasPrefix(block.Type, "ENCRYPTED ") || strings.Contains(block.Headers["Proc-Type"], "ENCRYPTED"),
	}
}

func firstSpan(f *facts.Facts) facts.Span {
	if len(f.Certificates) > 0 {
		return f.Certificates[0].Span
	}
	return f.PrivateKeys[0].Span
}

func certificate(c *x509.Certificate, entry *facts.Entry, at facts.Span) *facts.Certificate {
	out := &facts.Certificate{
		Entry: entry, Span: at, DER: c.Raw, Subject: named(c.Subject.CommonName, c.Subject.String()), Issuer: named(c.Issuer.CommonName, c.Issuer.String()),
		NotBefore: c.NotBefore, NotAfter: c.NotAfter, Signature: c.SignatureAlgorithm.String(),
		SelfSigned: bytes.Equal(c.RawSubject, c.RawIssuer), CA: c.IsCA,
	}
	for _, name := range c.DNSNames {
		out.Names = append(out.Names, strings.ToLower(name))
	}
	for _, ip := range c.IPAddresses {
		out.Names = append(out.Names, ip.String())
	}
	switch key := c.PublicKey.(type) {
	case *rsa.PublicKey:
		out.KeyType, out.KeyBits = "RSA", key.N.BitLen()
	case *ecdsa.PublicKey:
		out.KeyType, out.KeyBits = "ECDSA", key.Params().BitSize
	case ed25519.PublicKey:
		out.KeyType, out.KeyBits = "Ed25519", 256
	case *dsa.PublicKey:
		out.KeyType, out.KeyBits = "DSA", key.P.BitLen()
	}
	return out
}

func named(common, whole string) string {
	if common != "" {
		return common
	}
	return whole
}

func lineEnd(data []byte, at int) int {
	if n := bytes.IndexAny(data[at:], "\r\n"); n >= 0 {
		return at + n
	}
	return len(data)
}

// bodyEnd returns where a broken block ends: with the next line of dashes, or the file.
func bodyEnd(data []byte, at int) int {
	if n := bytes.Index(data[at:], []byte("-----")); n >= 0 {
		return at + n
	}
	return len(data)
}
