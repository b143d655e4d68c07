package facts

// Deployment is a set of things that are installed together: a compose project, the manifests of a folder, a chart. Names of
// services mean something only inside of one. Each file states its own; two are the same when they are equal.
type Deployment struct {
	Kind string // "compose project", "manifests", "chart", "kustomization", DevContainer
	Name string // the project's name, or the folder as shown
	Dir  string // the folder, as shown
}

// DevContainer is the kind of deployment that a devcontainer.json is: a container in which people, and the servers that their
// hosts start, work on the folder Dir.
const DevContainer = "dev container"

// Service is a name, inside of a deployment, by which workloads are reached.
type Service struct {
	Entry     *Entry
	Span      Span   // the name as written
	Namespace string // of Kubernetes; empty for compose, and where the files do not say
	Names     []string

	Selector map[string]string // labels; empty for compose
	Ports    []ServicePort
	// Exposure is from how far the service can be reached: of its type and annotations.
	Exposure Stated[Exposure]
	// Limits are the ranges of addresses that alone may connect, as written.
	Limits []Stated[string]
	// Workloads are those that answer. Link fills it for Kubernetes; the parser of compose knows.
	Workloads []*Workload

	Declared *EndpointDeclaration // what wirevet.toml says of it; nil when it says nothing. Link finds it.
}

// ServicePort is one port of a service.
type ServicePort struct {
	Name   string
	Port   string // what callers use
	Target string // the container's port, or its name
	Span   Span
}

// Mesh is what a service mesh states of the connections between workloads.
type Mesh struct {
	Entry     *Entry
	Span      Span              // the mode as written
	Namespace string            // empty for the whole mesh
	Selector  map[string]string // labels of the workloads; empty for the whole namespace
	Port      string            // one port only; empty for all
	// Strict is true when plain connections are refused (PeerAuthentication STRICT).
	Strict Stated[bool]
}

// Admission is a policy that says who may connect to workloads: a NetworkPolicy, an AuthorizationPolicy.
type Admission struct {
	Entry     *Entry
	Span      Span
	Namespace string
	Selector  map[string]string
	// Authenticates is true when it admits only callers whose identity is proven.
	Authenticates Stated[bool]
	Limits        []Stated[string] // ranges of addresses that alone may connect, as written
}
