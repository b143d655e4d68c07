package facts

// TLSVersion is a protocol version, ordered by age.
type TLSVersion uint8

// The protocol versions.
const (
	SSL2 TLSVersion = iota + 1
	SSL3
	TLS10
	TLS11
	TLS12
	TLS13
)

func (v TLSVersion) String() string {
	return [...]string{"?", "SSL 2", "SSL 3", "TLS 1.0", "TLS 1.1", "TLS 1.2", "TLS 1.3"}[v]
}

// Verification is how a TLS client checks the other side.
type Verification uint8

// The ways to check a certificate.
const (
	VerifyFull   Verification = iota // chain and name
	VerifyChain                      // chain, but not the name
	VerifyNone                       // nothing
	VerifyLegacy                     // a switch that asks for no check, but which current versions ignore
)

func (v Verification) String() string {
	return [...]string{"verified", "chain only", "not verified", "asked not to verify"}[v]
}

// Purpose is what a TLS connection is for.
type Purpose uint8

// The purposes of a connection.
const (
	Session       Purpose = iota // MCP messages, or whatever the server process itself connects to
	Download                     // fetching the server's code
	ModelProvider                // the model's API, not an MCP server
	Editor                       // the host's own requests
	Build                        // fetching what an image is built from
)

func (p Purpose) String() string {
	return [...]string{"session", "download", "model provider", "editor", "build"}[p]
}

// TLSRole is which side of a handshake a policy is for.
type TLSRole uint8

// The roles of a policy.
const (
	TLSClient TLSRole = iota
	TLSServer
	TLSEitherRole // the files do not show which
)

func (r TLSRole) String() string { return [...]string{"client", "server", "client or server"}[r] }

// ClientAuth is what a TLS server does about its clients' certificates.
type ClientAuth uint8

// The ways to treat a client's certificate, from weak to strong.
const (
	NoClientCert      ClientAuth = iota
	RequestClientCert            // asked for, neither required nor verified
	RequireAnyCert               // required, by whomever issued
	VerifyIfGiven                // verified when there is one
	RequireAndVerify             // required and verified
)

func (a ClientAuth) String() string {
	return [...]string{"not asked for", "asked for", "required, not verified", "verified when given", "required and verified"}[a]
}

// CipherSuite is a suite as its definition describes it.
type CipherSuite struct {
	Name          string // as IANA registers it: TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256
	KeyExchange   string // "ECDHE", "DHE", "RSA", "DH", "ECDH", "PSK"; "any" for TLS 1.3
	Authenticates string // "RSA", "ECDSA", "DSS", "none" for anonymous; "any" for TLS 1.3
	Cipher        string // "AES", "CHACHA20", "3DES", "RC4", "NULL", …
	Mode          string // "GCM", "CCM", "CBC", "stream"; "POLY1305"
	Bits          int    // of strength, 0 for NULL
	MAC           string // "SHA", "SHA256", "MD5", "AEAD"
	Export        bool
	Lowest        TLSVersion // the version that first has it
}

// OfferedSuite is a cipher suite that a policy accepts.
type OfferedSuite struct {
	Suite *CipherSuite
	Span  Span // what names it, or the alias that brings it in; zero for the product's default list
	State State
	Named bool // its own name is written, and not only an alias that has it
	// Removed is true when current builds of the library do not have it, so that only an older one would accept it.
	Removed bool
	// Until completes "it is accepted" where that depends on how the program is built: "only when it is built with …".
	Until string
}

// Switch is something that decides at run time whether a check is made.
type Switch struct {
	Kind     SwitchKind
	Name     string // "-insecure", "MCP_SKIP_VERIFY", "Config.SkipVerify"
	Declared Span   // where the flag, variable or field is declared; zero when that is not in the files
	// On is what the switch says when nobody sets it.
	On      Stated[bool]
	Guarded bool // refused outside of this machine, or only in a development build
	Logged  bool // its use is logged as a warning in the same function
}

// SwitchKind is where a switch is set.
type SwitchKind uint8

// The kinds of switch.
const (
	FlagSwitch SwitchKind = iota
	VariableSwitch
	FieldSwitch  // a field of a configuration struct
	OptionSwitch // an option function or a parameter
)

func (k SwitchKind) String() string {
	return [...]string{"flag", "environment variable", "configuration field", "option"}[k]
}

// Shadowed is a TLS setting that has no effect, because another one governs the handshake.
type Shadowed struct {
	Span    Span // the setting without effect
	By      Span // the governing setting, or the server that owns the address
	Setting string
	Differs bool
	// Versions says in which versions of the product it has no effect; empty for all: "before 1.29.2".
	Versions string
}

// CertificateRef is a certificate that a policy presents or trusts, as the file names it.
type CertificateRef struct {
	File Stated[string] // a path or the name of a secret, as written
	Key  Stated[string] // its private key; unset for a CA
	// Automatic is true when the product obtains and renews it (ACME), or when the files show that something else does. Link
	// looks for that.
	Automatic bool
	Rotation  *Rotation // the entry of wirevet.toml that says how often it is replaced; link finds it

	// Certificate and PrivateKey are what stands in the configuration itself, in the place of a path.
	Certificate *Certificate
	PrivateKey  *PrivateKey
}

// PolicyUse is a place where a package of a program calls the function of another that returns a policy.
type PolicyUse struct {
	Entry    *Entry
	Span     Span
	Function string
}

// TLSPolicy is what one place in a file says about TLS connections: an environment variable of a child, an
// option of a bridge, a key beside a URL, the TLS directives of a virtual server, a tls.Config.
type TLSPolicy struct {
	Entry   *Entry
	Span    Span   // the whole statement: variable and value, option and value
	Setting string // as written: NODE_TLS_REJECT_UNAUTHORIZED, --no-verify-ssl, InsecureSkipVerify
	Subject string // who makes the connection, in a sentence: `server "x"`, "curl", "the listener on :443"
	Purpose Purpose
	Role    TLSRole
	// Product is whose defaults hold for what is not stated: "nginx". It is empty when the parser has filled them in.
	Product string
	Version Stated[string] // of the product, where its files say so

	// Function names the function by which a package of a program hands the policy to others, and Uses are the places where they
	// ask for it; link finds those.
	Function string
	Uses     []Span

	Verify Stated[Verification]
	// Weakness says in what way a Verify of VerifyChain is partial: "the name is not checked".
	Weakness string
	// WeakVersions says in which versions of the product it is; empty for all: "before 3.3".
	WeakVersions string
	// NameByVersion is true when the version of the product decides whether it looks at the name by itself. Link settles it.
	NameByVersion bool
	Switch        *Switch // what decides Verify at run time; nil when nothing does

	Versions []Stated[TLSVersion] // those that are accepted, each with the bytes that name it
	Lowest   Stated[TLSVersion]
	Highest  Stated[TLSVersion]
	// Floor and Ceiling bound Versions, also those by default, where the product has such limits apart from its list; link
	// applies them.
	Floor   Stated[TLSVersion]
	Ceiling Stated[TLSVersion]
	// Ciphers is the list that Suites was expanded from, as written, where the product takes such a list.
	Ciphers Stated[string]
	Suites  []OfferedSuite // for TLS 1.2 and older; empty when not known
	// AnySecurityLevel is true when the list takes the library's own security level away (@SECLEVEL=0), with which current
	// ones refuse TLS 1.0 and 1.1.
	AnySecurityLevel bool
	DHBits           Stated[int] // size of finite-field parameters
	// Groups are the key exchange groups that are named, best first, as written: "X25519", "prime256v1". Empty when none is.
	Groups []Stated[string]
	// EarlyData is whether 0-RTT data is accepted (RFC 8446 §2.3).
	EarlyData Stated[bool]

	ClientAuth Stated[ClientAuth]
	ClientCAs  Stated[string] // whom it trusts to issue client certificates; "system" for the public roots
	// ClientAuthChecked is true when something behind the handshake looks at what became of the certificate.
	ClientAuthChecked bool
	// ClientAuthVoid is true when the place of ClientAuth asks for a certificate in words that have no effect.
	ClientAuthVoid bool

	Certificates []CertificateRef
	// Inline are the entries of the values that hold certificates or keys themselves: those that it presents, and whom it trusts.
	Inline   []*Entry
	Trusts   Stated[string] // the CA file or pool of a client; "system" for the public roots
	Shadowed []Shadowed
	// GovernedBy is the policy of the server that owns the address, when that is another one. In some versions of the
	// product it decides in this one's place; link settles which.
	GovernedBy *TLSPolicy

	Targets []*Remote // what the connection is known to go to; link fills it
	// Target is the exposure of the one address that the statement is about; unknown when it holds for all.
	Target Exposure
	Note   string // what a reader must know of the setting: "only Python 2.7 reads it"
}
