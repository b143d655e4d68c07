package facts

// Exposure is how far an address reaches, from narrow to wide.
type Exposure uint8

// The exposure classes.
const (
	ExposureUnknown Exposure = iota // a variable, or a wildcard listener with nothing said about what is in front
	Loopback                        // this machine: 127.0.0.0/8, ::1, localhost, unix sockets, named pipes
	LocalContainer                  // containers of this machine or cluster: bare names, host.docker.internal
	Private                         // RFC 1918 and the like, .local, .internal
	Public                          // any other address or registrable name
)

func (e Exposure) String() string {
	return [...]string{"unknown", "loopback", "local-container", "private", "public"}[e]
}

// Transport is how MCP messages travel.
type Transport uint8

// The transports of the MCP specification, and WebSocket, which some hosts speak.
const (
	TransportUnknown Transport = iota
	Stdio
	StreamableHTTP
	SSE // HTTP+SSE, deprecated since 2025-03-26
	WebSocket
)

func (t Transport) String() string {
	return [...]string{"unknown", "stdio", "Streamable HTTP", "HTTP+SSE", "WebSocket"}[t]
}

// Remote is a URL that a host, or a bridge that it starts, connects to.
type Remote struct {
	Entry *Entry
	Span  Span // the URL as written

	// URL is without user information, query and fragment, which may hold credentials.
	URL       Stated[string]
	Scheme    Stated[string] // lower case
	Address   Stated[string] // host as written, lower case, without port and brackets
	Port      string         // as written; empty for the scheme's own
	Path      string
	Exposure  Exposure
	Transport Stated[Transport]

	Via         string // the bridge that connects: "mcp-remote"; empty when the host does
	Credentials []*Credential
	AllowsClear Span // a switch that lets the bridge use http (`--allow-http`); zero when absent

	Declared *EndpointDeclaration // what wirevet.toml says of it; nil when it says nothing. Link finds it.
}

// OAuthURL is an endpoint of an authorization server, or a redirect, that an entry names.
type OAuthURL struct {
	Entry    *Entry
	Key      string // as the host spells it: authorizationUrl, token_url, issuer
	Redirect bool
	Span     Span
	URL      Stated[string]
	Scheme   Stated[string]
	Exposure Exposure
}

// Tunnel is a program that publishes a local endpoint to the internet.
type Tunnel struct {
	Entry   *Entry
	Product string // ngrok, cloudflared, tailscale funnel
	Span    Span

	Declared *EndpointDeclaration
}

// SSHConnection is an ssh client that carries the stdio of a remote server.
type SSHConnection struct {
	Entry       *Entry
	Span        Span // the destination
	Destination string
	// HostKey says what happens with a host key that is not known.
	HostKey Stated[HostKeyCheck]
	// KnownHosts is stated when the file of known hosts is replaced; "/dev/null" forgets every key.
	KnownHosts Stated[string]
	Agent      Stated[bool] // agent forwarding
}

// HostKeyCheck is ssh's StrictHostKeyChecking.
type HostKeyCheck uint8

// The values of StrictHostKeyChecking (ssh_config(5)).
const (
	AskUnknownKey HostKeyCheck = iota // "ask": the default; without a terminal an unknown key is refused
	RefuseUnknownKey
	AcceptNewKey // accept-new
	AcceptAnyKey // no, off
)

func (h HostKeyCheck) String() string {
	return [...]string{"ask", "yes", "accept-new", "no"}[h]
}
