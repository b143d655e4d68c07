package facts

// Workload is a process, in a container or not, as the operating system sees it: its account, privileges,
// namespaces and what of the machine it is given.
type Workload struct {
	Entry *Entry
	Span  Span   // what starts it: the words `docker run`, or the entry's command
	Title string // what it is in a sentence: `server "x"`, `the container of server "x"`

	Container *Container // nil outside of a container
	// Deployed is what only a workload of a manifest has; nil for what a host starts.
	Deployed *Deployed

	User Stated[Account]
	// Drops is stated when a program is at hand by which the entrypoint gives up root before it starts the server: gosu.
	Drops   Stated[string]
	CapAdd  []Stated[string] // upper case, without CAP_; "ALL" for all
	CapDrop []Stated[string]
	// Confinement are the protections that are stated as on or off.
	Confinement []Confinement
	// Sandbox is stated when something other than a container stands between the process and the account
	// that runs the host: bwrap, firejail, sandbox-exec, a sandbox of the host itself.
	Sandbox Stated[string]
	Sockets []Socket
}

// Container is what only a workload in a container has.
type Container struct {
	Engine string // docker, podman, nerdctl, kubernetes
	Image  *Image
	// Built is the image as the repository builds it. Link finds it; nil when nothing does, or several do.
	Built *ImageBuild

	Privileged Stated[bool]
	// Escalation is whether programs with the setuid bit may raise the rights of the process (allowPrivilegeEscalation).
	Escalation Stated[bool]
	// RootMapped is stated when root inside is not root of the machine: rootless podman, --userns=auto.
	RootMapped Stated[bool]
	Namespaces []SharedNamespace
	Ports      []Port

	// Volumes are folders of the container that are not in its own layer; nil when they are not known.
	Volumes []Volume
	// LogDriver is what the engine does with the program's output; Default for the engine's own.
	LogDriver Stated[string]
}

// Volume is a folder of a container that is mounted, whatever from.
type Volume struct {
	Target string      // in the container
	Store  RecordStore // InVolume, InPod or InMemory
	Span   Span        // what decides that
}

// Deployed is what a compose file, a manifest or a unit states of a workload that runs on its own.
type Deployed struct {
	Namespace string            // of Kubernetes
	Labels    map[string]string // of its pods, for selectors
	// Service is the name by which the others of a compose project reach it.
	Service string
	// ContainerName is the name of the container of a compose service that runs once; empty when it cannot be told.
	ContainerName string

	Image       *BuildReference // the image is built here, from this; nil otherwise
	Starts      *Launch         // what command and args start; nil when the image decides
	Environment Environment
	// Listens are the container's ports that the file names, by port and by name.
	Listens []ServicePort
	// NonRoot is stated when the runtime refuses to start it as root (runAsNonRoot).
	NonRoot Stated[bool]
	// ReadOnlyRoot is whether the container's own file system can be written to.
	ReadOnlyRoot Stated[bool]
}

// Account is who a process runs as.
type Account struct {
	Name string // as written: "root", "0", "1000:1000", "Administrator"
	Root bool   // has all rights of the system, or of the container
}

// NamespaceKind is a Linux namespace that a container can share.
type NamespaceKind string

// The namespaces, as docker's options name them.
const (
	PIDNamespace     NamespaceKind = "pid"
	IPCNamespace     NamespaceKind = "ipc"
	NetworkNamespace NamespaceKind = "network"
	UTSNamespace     NamespaceKind = "uts"
	UserNamespace    NamespaceKind = "userns"
	CgroupNamespace  NamespaceKind = "cgroupns"
)

// SharedNamespace is a namespace that a container does not have for itself.
type SharedNamespace struct {
	Kind NamespaceKind
	With string // "host", "container:x"
	Span Span
}

// Confinement is one protection of a process that a file switches on or off.
type Confinement struct {
	Name string // seccomp, AppArmor, SELinux labels, no-new-privileges, Deno permissions, the host's sandbox
	On   bool
	Span Span
}

// Socket is a control channel of the machine that a process is given.
type Socket struct {
	Kind SocketKind
	Path string // as written
	Span Span
}

// SocketKind says who listens on a socket.
type SocketKind uint8

// The kinds of socket that matter.
const (
	RuntimeSocket SocketKind = iota // docker, podman, containerd, CRI-O: root on the machine
	AgentSocket                     // ssh-agent, gpg-agent: signs with the person's keys
)

// Port is a container port that is published on the machine.
type Port struct {
	Address   string // host address; empty means every interface
	Host      string // host port as written; empty means a random one
	Container string
	Span      Span
	Exposure  Exposure
}

// Root is a file or folder of the machine that a server process is given.
type Root struct {
	Entry  *Entry
	Path   string // cleaned, with / as separator; ~ and ${HOME} forms become "~"; "" when unresolved
	Raw    Word   // as written
	Span   Span
	By     RootKind
	Target string // where a bind mount is in the container; "" when that is not known
	Access Stated[Access]
	// Whole is true when there is no bound at all: deno --allow-read without paths.
	Whole bool
	// Server is the product the root is given to, when known: "filesystem", "git", an image name.
	Server string
	// Unresolved gives the reason when the path depends on something outside of the files.
	Unresolved Reason
	Confidence Confidence
}

// RootKind says by what means a process is given a root.
type RootKind uint8

// The ways in which a process is given a part of the file system.
const (
	ServerArgument RootKind = iota // an argument that a known file server takes as a root
	GuessedRoot                    // an argument that looks like a root to a program we do not know
	BindMount
	PermissionFlag // deno, node
	SandboxBind    // bwrap --bind
)

func (k RootKind) String() string {
	return [...]string{"argument", "likely argument", "bind mount", "permission", "sandbox bind"}[k]
}

// Access says what may be done below a root.
type Access uint8

// The kinds of access.
const (
	ReadWrite Access = iota
	ReadOnly
)

func (a Access) String() string { return [...]string{"read and write", "read-only"}[a] }

// Confidence says how sure a fact or a finding is.
type Confidence uint8

// The levels of confidence.
const (
	High   Confidence = iota // stated in the file
	Medium                   // follows from a known default or a join
	Low                      // a heuristic: names and shapes
)

func (c Confidence) String() string { return [...]string{"high", "medium", "low"}[c] }
