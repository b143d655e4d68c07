package facts

// Listener is an address on which a program accepts connections.
type Listener struct {
	Entry   *Entry
	Product string // "supergateway", "mcpo", "nginx", "net/http"; what a message calls it
	Span    Span   // what states it, or the product's name where a default does

	Address  Stated[string] // bind address: "0.0.0.0", "127.0.0.1"
	Port     Stated[string]
	Names    []Stated[string] // the host names that it answers to; empty for every one
	Exposure Exposure
	// NamesExposure is how far the widest of Names is known; unknown without a name.
	NamesExposure Exposure
	Declared      *EndpointDeclaration // what wirevet.toml says of it; nil when it says nothing. Link finds it.
	Contains      bool                 // inside a container, so that only published ports reach it
	// Proxy is true for what stands in front of other programs: to be reached is its work.
	Proxy bool

	TLS            Stated[bool]
	Policy         *TLSPolicy     // what it says about TLS; nil when it says nothing
	Authentication Stated[bool]   // some check of who connects, for all of it; a route may have its own
	Origins        Stated[string] // allowed origins; "*" for every one
	ToolLog        Stated[bool]   // tool calls are recorded
	// HeaderTimeout is whether the time that a client may take to send a request's header is bounded.
	HeaderTimeout Stated[bool]
	// Inner is the program's own listener, when this one is a port by which its container is reached. Link makes such listeners.
	Inner *Listener
	// Encrypted is a listener of the same configuration that serves the same names over TLS, when this one does not.
	Encrypted *Listener
	// OnlyRedirects is true when it serves nothing but redirects to TLS, ACME challenges, health or metrics.
	OnlyRedirects bool

	Routes []*Route
	// Programs are the main packages whose programs listen there, when the listener stands in Go source. Link finds them.
	Programs []*GoPackage

	// Gateway names the resource that it is a listener of, to which routes of other files attach; zero for all others.
	Gateway GatewayRef
}

// GatewayRef names a listener of a gateway (Gateway API, Istio).
type GatewayRef struct {
	API       string // "gateway.networking.k8s.io", "networking.istio.io"
	Namespace string // empty where the files do not say
	Name      string
	Section   string // the listener's name or port; empty for all of them
}

// Route is a path that a listener serves.
type Route struct {
	Entry    *Entry
	Declared *EndpointDeclaration // as of the listener
	Listener *Listener
	Span     Span   // the words that name the path, or the handler
	Path     string // "/mcp"; a prefix unless Pattern says otherwise; "/" for everything
	Pattern  bool   // Path is a regular expression
	// Names are the host names that it is for, where the listener has others too; empty for all of them.
	Names []Stated[string]
	// MCP is true when the files show that MCP is spoken here: an SDK's handler, or a name (see the rules of
	// relevance). Link decides it for a proxy's route.
	MCP       bool
	Transport Stated[Transport]
	// Parents are the gateways that it is attached to. Link finds their listeners, and makes a route of each.
	Parents  []GatewayRef
	Upstream *Upstream // the next hop; nil when the listener's own program answers
	Redirect bool      // answers with a redirect to TLS only
	Refuses  bool      // answers with an error only, or not at all
	Streams  bool      // has settings for answers that last: no buffering, long timeouts
	// Takes is the route with TLS that carries MCP and whose requests this one, which is for everything and has none, takes as well. Link
	// finds it.
	Takes *Route
	// Instead are the places of other routes whose requests this one answers before they are asked, all or some of them: "/mcp",
	// "mcp.example.com/mcp".
	Instead []string

	Authentication Stated[AuthenticationKind]
	OriginCheck    Stated[bool] // refuses a foreign Origin
	HostCheck      Stated[bool] // refuses a foreign Host
	Origins        Stated[string]
	// AnyOriginWithCredentials is true when a page of any origin may call with the browser's cookies.
	AnyOriginWithCredentials Stated[bool]
	HSTS                     Stated[bool]
	EarlyData                Stated[bool]
	BodyLimit                Stated[bool]
	Audit                    *AuditTrail
	// Limits are ranges of addresses that alone may connect, as written.
	Limits []Stated[string]
}

// AuthenticationKind is how a hop tells who calls.
type AuthenticationKind uint8

// The kinds of authentication.
const (
	NoAuthentication       AuthenticationKind = iota
	OpaqueAuthentication                      // some code or middleware that the files do not show
	ClientCertificate                         // mutual TLS, required and verified
	PasswordAuthentication                    // Basic, Digest
	TokenAuthentication                       // a bearer token or key that is checked
	ExternalAuthorization                     // a subrequest, a policy service, an identity proxy
)

func (k AuthenticationKind) String() string {
	return [...]string{
		"none", "not visible", "client certificate", "password", "token", "external authorization",
	}[k]
}

// Upstream is the next hop of a route: a proxy's backend, or the target of a program's own client.
type Upstream struct {
	Entry   *Entry
	Span    Span // the address as written
	Product string
	Name    string // of the group of servers that the address stands for; empty for one address

	Scheme   Stated[string] // lower case
	Address  Stated[string] // host, lower case, without port and brackets
	Port     string
	Exposure Exposure
	Policy   *TLSPolicy // how the connection is made; nil when it is not encrypted

	// Workloads are those that answer at the address, and Serves their programs' own listeners. Link finds them; none when
	// the name is ambiguous or the program is not in these files.
	Workloads []*Workload
	Serves    []*Listener
	Mesh      *Mesh // refuses plain connections to all of Workloads, and so encrypts this one; Link finds it
}
