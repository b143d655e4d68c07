package facts

import "strings"

// EndpointDeclaration is what a person says of connections that the files alone do not decide.
type EndpointDeclaration struct {
	Span  Span // the match
	Block Span // the whole entry
	// Match names the connections: a URL with "*", `listener:FOLDER#NAME`, `route:FILE#/path` or `host:HOST/SERVER`.
	Match string

	Exposure           Stated[Exposure]
	Sensitivity        Stated[Sensitivity]
	MutualTLS          Stated[bool] // required, or not
	Justification      Stated[string]
	TerminatedBy       Stated[string] // what outside of the repository ends TLS
	AuthenticatedBy    Stated[string] // what outside of the repository asks who calls
	AuditedBy          Stated[string] // what outside of the repository records the calls
	ClientCertificates Stated[string] // who issues them, and how they are renewed
	Owner              Stated[string]

	// Uses are the remotes, listeners, routes and tunnels that the declaration governs, in the order of their files;
	// link fills it.
	Uses []DeclaredUse
}

// DeclaredUse is one connection that a declaration governs. Exactly one of the nouns is set.
type DeclaredUse struct {
	Span     Span
	Entry    *Entry
	Remote   *Remote
	Listener *Listener
	Route    *Route
	Tunnel   *Tunnel
	Service  *Service
	// Stated is the class that the files alone show: a literal address, a load balancer. It is unknown where only a name
	// or a wildcard stands.
	Stated Exposure
}

// Sensitivity is how much harm misuse of an endpoint does.
type Sensitivity uint8

// The sensitivities of an endpoint.
const (
	SensitivityUnknown Sensitivity = iota
	LowSensitivity
	HighSensitivity
)

func (s Sensitivity) String() string { return [...]string{"unknown", "low", "high"}[s] }

// ServerDeclaration is what a person says of a server's work.
type ServerDeclaration struct {
	Span  Span   // the match
	Block Span   // the whole entry
	Match string // a glob for the server's name
	Needs []Need
	User  Stated[string]
	Owner Stated[string]

	Uses int // how many entries it governs; link counts them
}

// NeedKind is what a server has to be able to do.
type NeedKind string

// The needs of a server.
const (
	NeedRead       NeedKind = "read"
	NeedWrite      NeedKind = "write"
	NeedNetwork    NeedKind = "net"
	NeedVariable   NeedKind = "env"
	NeedCredential NeedKind = "credential"
)

// Need is one thing that a server's work takes.
type Need struct {
	Kind   NeedKind
	Target string // a cleaned path as [Root] has it, HOST:PORT, or a name
	Span   Span
}

// NeedFor returns the need that covers a root, the most permissive first: a declared credential, writing, reading.
func (d *ServerDeclaration) NeedFor(path string) (Need, bool) {
	if d == nil || path == "" {
		return Need{}, false
	}
	for _, kind := range [...]NeedKind{NeedCredential, NeedWrite, NeedRead} {
		for _, n := range d.Needs {
			if n.Kind == kind && pathWithin(n.Target, path) {
				return n, true
			}
		}
	}
	return Need{}, false
}

// NeedsFiles reports whether the declaration names files at all.
func (d *ServerDeclaration) NeedsFiles() bool {
	if d != nil {
		for _, n := range d.Needs {
			if n.Kind == NeedRead || n.Kind == NeedWrite || n.Kind == NeedCredential {
				return true
			}
		}
	}
	return false
}

// pathWithin reports whether a cleaned path is the folder, or lies in it. A path without a root lies in the workspace, as
// one that begins with "./" does.
func pathWithin(folder, path string) bool {
	folder, path = strings.TrimPrefix(folder, "./"), strings.TrimPrefix(path, "./")
	switch {
	case folder == path || folder == "/" && strings.HasPrefix(path, "/"):
		return true
	case folder == ".":
		return !strings.HasPrefix(path, "/") && !strings.HasPrefix(path, "~") && !strings.HasPrefix(path, "..") && !strings.Contains(path, ":")
	}
	return strings.HasPrefix(path, folder+"/")
}

// Rotation is an entry of the register of credentials.
type Rotation struct {
	Span       Span // the name
	Block      Span // the whole entry
	Name       string
	Owner      string
	Rotated    Stated[Date]
	Every      Stated[Period]
	ShortLived bool // expires by itself: OAuth, federation, an instance's role
	Store      Stated[string]

	Uses         []*Credential // link fills it
	Certificates int           // how many references to certificates it is for; link counts them
}
