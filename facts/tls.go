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
)

func (p Purpose) String() string {
	return [...]string{"session", "download", "model provider", "editor"}[p]
}

// TLSPolicy is what one place in a file says about TLS connections: an environment variable of a child, an
// option of a bridge, a key beside a URL.
type TLSPolicy struct {
	Entry   *Entry
	Span    Span   // the whole statement: variable and value, option and value
	Setting string // as written: NODE_TLS_REJECT_UNAUTHORIZED, --no-verify-ssl
	Subject string // who makes the connection, in a sentence: `server "x"`, "curl"
	Purpose Purpose

	Verify  Stated[Verification]
	Lowest  Stated[TLSVersion]
	Targets []*Remote // what the connection is known to go to; link fills it
	// Target is the exposure of the one address that the statement is about; unknown when it holds for all.
	Target Exposure
	Note   string // what a reader must know of the setting: "only Python 2.7 reads it"
}
