package facts

import "slices"

// Facts is everything that was understood of one or several files.
type Facts struct {
	Sources      []*Source
	HostFiles    []*HostFile
	Entries      []*Entry
	Launches     []*Launch
	Workloads    []*Workload
	Builds       []*ImageBuild
	Services     []*Service
	Meshes       []*Mesh
	Admissions   []*Admission
	Roots        []*Root
	Remotes      []*Remote
	OAuthURLs    []*OAuthURL
	Listeners    []*Listener
	Routes       []*Route
	Upstreams    []*Upstream
	Audits       []*AuditTrail
	Tunnels      []*Tunnel
	SSH          []*SSHConnection
	TLS          []*TLSPolicy
	PolicyUses   []*PolicyUse
	Certificates []*Certificate
	PrivateKeys  []*PrivateKey
	Issued       []*IssuedSecret
	Credentials  []*Credential
	Approvals    []*Approval
	EnvFiles     []*EnvFile
	EnvFileUses  []*EnvFileUse
	ConfigUses   []*ConfigUse
	GoModules    []*GoModule
	GoPackages   []*GoPackage
	Directives   []*Directive
	Tokens       []*TokenValidation
	Comparisons  []*SecretComparison
	Forwards     []*TokenForward
	Contexts     []*ContextToken
	SessionIDs   []*SessionID
	Logged       []*LoggedSecret
	Files        []*FileCreation
	Parameters   []*ToolParameter
	Servers      []*MCPServer
	Serving      []*Served
	Records      []*CallRecord
	LogSinks     []*LogSink
	Declarations
	Problems []*Problem

	// InactiveServers are names that a settings file switches off in another file of the same host
	// (`disabledMcpjsonServers`); link applies them.
	InactiveServers []InactiveServer

	// Parts are for the formats that edit; link drops them.
	Parts []Part
}

// InactiveServer is a server's name that a settings file switches off, or leaves out of an allow-list.
type InactiveServer struct {
	Host *Host
	Name string
	Span Span
}

// Add appends all facts of other.
func (f *Facts) Add(other *Facts) {
	f.Sources = append(f.Sources, other.Sources...)
	f.HostFiles = append(f.HostFiles, other.HostFiles...)
	f.Entries = append(f.Entries, other.Entries...)
	f.Launches = append(f.Launches, other.Launches...)
	f.Workloads = append(f.Workloads, other.Workloads...)
	f.Builds = append(f.Builds, other.Builds...)
	f.Services = append(f.Services, other.Services...)
	f.Meshes = append(f.Meshes, other.Meshes...)
	f.Admissions = append(f.Admissions, other.Admissions...)
	f.Roots = append(f.Roots, other.Roots...)
	f.Remotes = append(f.Remotes, other.Remotes...)
	f.OAuthURLs = append(f.OAuthURLs, other.OAuthURLs...)
	f.Listeners = append(f.Listeners, other.Listeners...)
	f.Routes = append(f.Routes, other.Routes...)
	f.Upstreams = append(f.Upstreams, other.Upstreams...)
	f.Audits = append(f.Audits, other.Audits...)
	f.Tunnels = append(f.Tunnels, other.Tunnels...)
	f.SSH = append(f.SSH, other.SSH...)
	f.TLS = append(f.TLS, other.TLS...)
	f.PolicyUses = append(f.PolicyUses, other.PolicyUses...)
	f.Certificates = append(f.Certificates, other.Certificates...)
	f.PrivateKeys = append(f.PrivateKeys, other.PrivateKeys...)
	f.Issued = append(f.Issued, other.Issued...)
	f.Credentials = append(f.Credentials, other.Credentials...)
	f.Approvals = append(f.Approvals, other.Approvals...)
	f.EnvFiles = append(f.EnvFiles, other.EnvFiles...)
	f.EnvFileUses = append(f.EnvFileUses, other.EnvFileUses...)
	f.ConfigUses = append(f.ConfigUses, other.ConfigUses...)
	f.GoModules = append(f.GoModules, other.GoModules...)
	f.GoPackages = append(f.GoPackages, other.GoPackages...)
	f.Directives = append(f.Directives, other.Directives...)
	f.add(&other.Declarations)
	f.Tokens = append(f.Tokens, other.Tokens...)
	f.Comparisons = append(f.Comparisons, other.Comparisons...)
	f.Forwards = append(f.Forwards, other.Forwards...)
	f.Contexts = append(f.Contexts, other.Contexts...)
	f.SessionIDs = append(f.SessionIDs, other.SessionIDs...)
	f.Logged = append(f.Logged, other.Logged...)
	f.Files = append(f.Files, other.Files...)
	f.Parameters = append(f.Parameters, other.Parameters...)
	f.Servers = append(f.Servers, other.Servers...)
	f.Serving = append(f.Serving, other.Serving...)
	f.Records = append(f.Records, other.Records...)
	f.LogSinks = append(f.LogSinks, other.LogSinks...)
	f.Problems = append(f.Problems, other.Problems...)
	f.InactiveServers = append(f.InactiveServers, other.InactiveServers...)
}

// Keep removes what a program's source states at places that are not wanted: the nouns that an analyzer of source makes,
// by their own spans.
func (f *Facts) Keep(wanted func(Span) bool) {
	f.Launches = keep(f.Launches, wanted, func(x *Launch) Span { return x.Command })
	f.Workloads = keep(f.Workloads, wanted, func(x *Workload) Span { return x.Span })
	f.Roots = keep(f.Roots, wanted, func(x *Root) Span { return x.Span })
	f.Remotes = keep(f.Remotes, wanted, func(x *Remote) Span { return x.Span })
	f.OAuthURLs = keep(f.OAuthURLs, wanted, func(x *OAuthURL) Span { return x.Span })
	f.Listeners = keep(f.Listeners, wanted, func(x *Listener) Span { return x.Span })
	f.Routes = keep(f.Routes, wanted, func(x *Route) Span { return x.Span })
	f.Upstreams = keep(f.Upstreams, wanted, func(x *Upstream) Span { return x.Span })
	f.Audits = keep(f.Audits, wanted, func(x *AuditTrail) Span { return x.Span })
	f.TLS = keep(f.TLS, wanted, func(x *TLSPolicy) Span { return x.Span })
	f.PolicyUses = keep(f.PolicyUses, wanted, func(x *PolicyUse) Span { return x.Span })
	f.Credentials = keep(f.Credentials, wanted, func(x *Credential) Span { return x.Span })
	f.Tokens = keep(f.Tokens, wanted, func(x *TokenValidation) Span { return x.Span })
	f.Comparisons = keep(f.Comparisons, wanted, func(x *SecretComparison) Span { return x.Span })
	f.Forwards = keep(f.Forwards, wanted, func(x *TokenForward) Span { return x.Span })
	f.Contexts = keep(f.Contexts, wanted, func(x *ContextToken) Span { return x.Span })
	f.SessionIDs = keep(f.SessionIDs, wanted, func(x *SessionID) Span { return x.Span })
	f.Logged = keep(f.Logged, wanted, func(x *LoggedSecret) Span { return x.Span })
	f.Files = keep(f.Files, wanted, func(x *FileCreation) Span { return x.Span })
	f.Parameters = keep(f.Parameters, wanted, func(x *ToolParameter) Span { return x.Span })
	f.Servers = keep(f.Servers, wanted, func(x *MCPServer) Span { return x.Span })
	f.Serving = keep(f.Serving, wanted, func(x *Served) Span { return x.Span })
	f.Records = keep(f.Records, wanted, func(x *CallRecord) Span { return x.Span })
	f.LogSinks = keep(f.LogSinks, wanted, func(x *LogSink) Span { return x.Span })
	f.Problems = keep(f.Problems, wanted, func(x *Problem) Span { return x.Span })
}

func keep[T any](list []*T, wanted func(Span) bool, place func(*T) Span) []*T {
	return slices.DeleteFunc(list, func(x *T) bool { return !wanted(place(x)) })
}

// System is the facts of all files, with the links between them.
type System struct {
	Facts
	ProgramTrails []*ProgramTrail
	// SameServer groups entries of different hosts or files that wire the same server: the same package, image
	// or address. Each group has at least two entries.
	SameServer []ServerGroup
	// Ambiguous are names that could lead to several things, and were therefore joined to none.
	Ambiguous []Ambiguity
}

// Ambiguity is a name that several things have.
type Ambiguity struct {
	Span Span   // where it is used
	What string // completes "could be": "2 images that are built here"
}

// ServerGroup is one server that several entries wire.
type ServerGroup struct {
	Key   string // what they share: npm:@scope/name, oci:image, https host and path
	Wired []Wiring
}

// Wiring is one entry's way to a server. Exactly one of Launch and Remote is set.
type Wiring struct {
	Entry  *Entry
	Launch *Launch
	Remote *Remote
}
