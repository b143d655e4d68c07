package facts

import "time"

// Certificate is an X.509 certificate of the files.
type Certificate struct {
	Entry *Entry
	Span  Span // its first line, -----BEGIN CERTIFICATE-----
	DER   DER

	Subject    string // the common name, or what stands in its place
	Issuer     string
	Names      []string // DNS names and IP addresses of the subject alternative name, lower case
	NotBefore  time.Time
	NotAfter   time.Time
	KeyType    string // "RSA", "ECDSA", "Ed25519", "DSA"
	KeyBits    int
	Signature  string // as the certificate has it: "SHA256-RSA"
	SelfSigned bool
	CA         bool
	Object     ConfigObject // the Secret of Kubernetes that holds it

	// Serves are the listeners that present it; link finds them.
	Serves []*Listener
}

// IssuedSecret is a secret of Kubernetes with a certificate that a controller obtains and renews.
type IssuedSecret struct {
	Span      Span // its name
	Name      string
	Namespace string
}

// PrivateKey is a private key of the files. Its bytes are masked.
type PrivateKey struct {
	Entry     *Entry
	Span      Span   // its first line
	Kind      string // "RSA private key", as its first line has it
	Encrypted bool
	// Serves are the listeners that use it; link finds them.
	Serves []*Listener
}
