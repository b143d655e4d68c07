package facts

// Facts is everything that was understood of one or several files.
type Facts struct {
	Sources     []*Source
	HostFiles   []*HostFile
	Entries     []*Entry
	Launches    []*Launch
	Workloads   []*Workload
	Roots       []*Root
	Remotes     []*Remote
	OAuthURLs   []*OAuthURL
	Listeners   []*Listener
	Routes      []*Route
	Upstreams   []*Upstream
	Audits      []*AuditTrail
	Tunnels     []*Tunnel
	SSH         []*SSHConnection
	TLS         []*TLSPolicy
	Credentials []*Credential
	Approvals   []*Approval
	EnvFiles    []*EnvFile
	GoModules   []*GoModule
	GoPackages  []*GoPackage
	Directives  []*Directive
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
	f.Credentials = append(f.Credentials, other.Credentials...)
	f.Approvals = append(f.Approvals, other.Approvals...)
	f.EnvFiles = append(f.EnvFiles, other.EnvFiles...)
	f.GoModules = append(f.GoModules, other.GoModules...)
	f.GoPackages = append(f.GoPackages, other.GoPackages...)
	f.Directives = append(f.Directives, other.Directives...)
	f.add(&other.Declarations)
	f.Problems = append(f.Problems, other.Problems...)
	f.InactiveServers = append(f.InactiveServers, other.InactiveServers...)
}

// System is the facts of all files, with the links between them.
type System struct {
	Facts
	// SameServer groups entries of different hosts or files that wire the same server: the same package, image
	// or address. Each group has at least two entries.
	SameServer []ServerGroup
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
