package facts

// Launch is a program that a host starts: an stdio server, or a helper that produces headers.
type Launch struct {
	Entry *Entry
	Role  Role

	Command Span   // as written; no place when the command line is one string inside another
	Args    []Span // as written

	// Chain names the launchers from the outside in, as they are known to wirevet: sudo, docker run, npx.
	Chain []Step
	// Program is what finally runs: a package, an image, a script or a binary. It is empty when that is hidden
	// behind a variable.
	Program string
	// Starts is the main package of the repository that Program is built from. Link fills it; nil when none or several fit.
	Starts *GoPackage

	Packages []Package // fetched by a package runner
	Image    *Image    // fetched or started by a container engine
	// Compose is the service of a compose project that it starts, or runs a command in; nil otherwise. What `docker exec` names may be
	// a container that compose has not started.
	Compose *ComposeService

	Cwd         Stated[string]
	Environment Environment
	Process     *Workload // account, privileges and confinement; never nil

	Shells      []Shell
	RemoteCode  []RemoteCode
	DebugPorts  []DebugPort
	CodePaths   []CodePath
	Credentials []*Credential // those on the command line and in the environment
}

// ComposeService is how a command line names a service of a compose project.
type ComposeService struct {
	Span  Span // the name as written
	Name  string
	Files []string // as written; none for those that the folder has
	Dir   string   // --project-directory, as written; empty when that of the files counts
	// Container is true when Name is that of the service's container.
	Container bool

	// Workload is the service. Link finds it; nil when none or several fit.
	Workload *Workload
}

// Role says what a launched program is for.
type Role uint8

// The roles of a launched program.
const (
	ServerRole  Role = iota // an MCP server that speaks over stdio
	BridgeRole              // a stdio program that connects to a remote server, or serves one over the network
	HelperRole              // a command whose output becomes headers or settings
	CommandRole             // any other command that a program runs
)

func (r Role) String() string { return [...]string{"server", "bridge", "helper", "command"}[r] }

// Step is one launcher of a command line.
type Step struct {
	Name string // "docker run", "npx", "sudo"
	Span Span   // the words that name it
}

// Environment is what a child process finds in its environment.
type Environment struct {
	Base      Stated[EnvironmentBase]
	Variables []Variable
	Files     []Stated[string] // env files whose contents are added, as written
	// GoDebug are the settings of a variable GODEBUG; of a value that is not known there is one without a key.
	GoDebug []GoDebug
	// Shared are those of Files that others of the same deployment load too, and that hold credentials. Link finds them.
	Shared []SharedEnvFile
	// Held are credentials that are known to be in the environment of whoever starts the child. Link fills it.
	Held []*Credential
}

// SharedEnvFile is a file of variables that several workloads are given as a whole.
type SharedEnvFile struct {
	Span Span // where this one names it
	File *EnvFile
	With *Entry // another that is given it
	At   Span   // where that one names it
}

// EnvironmentBase is what a child inherits before anything is added.
type EnvironmentBase uint8

// The bases of a child's environment, from wide to narrow.
const (
	EnvironmentAll       EnvironmentBase = iota // everything the parent has
	EnvironmentFiltered                         // all but names and values that look like credentials
	EnvironmentShortList                        // HOME, PATH and a few more
	EnvironmentNone
)

func (b EnvironmentBase) String() string {
	return [...]string{"all", "filtered", "short list", "none"}[b]
}

// Variable is one environment variable that an entry sets or hands on.
type Variable struct {
	Name   string
	Key    Span
	Value  Span // zero when only the name is given
	ByName bool // only the name is given; the value comes from the parent
	Unset  bool // removed from the child's environment
}

// Pin says how exactly a version is fixed.
type Pin uint8

// The ways in which a version is written.
const (
	PinAbsent Pin = iota // nothing: whatever is newest or cached
	PinTag               // a name that moves: @latest, :stable
	PinRange             // ^1, >=2, 1.x
	PinExact             // one version: 1.2.3
	PinDigest            // content: a sha256 digest, a full commit
	PinLocal             // not fetched: a path of this machine
	PinLocked            // fixed by a lock file that lies beside the project
)

func (p Pin) String() string {
	return [...]string{"no version", "a moving tag", "a range", "an exact version", "a digest", "local", "locked"}[p]
}

// Package is code that a package runner fetches and runs.
type Package struct {
	Registry string // npm, pypi, jsr, go, nuget, crates
	Name     string // without version
	Version  string // as written, without the separator; empty when absent
	Pin      Pin
	Span     Span   // the specifier
	Runner   string // npx, uvx …
}

// Image is a container image reference.
type Image struct {
	Name   string // with registry and path, without tag and digest
	Tag    string
	Digest string
	Pin    Pin // PinAbsent (none), PinTag (any tag, "latest" included) or PinDigest
	Span   Span
}

// Shell is a command string that a shell interprets.
type Shell struct {
	Name string // sh, bash, cmd, powershell
	Span Span   // the command string
	// Interpolated are the parts of the string that are replaced before or while the shell reads it: variables,
	// command substitutions, references of the host.
	Interpolated []Span
	// Whole is true when all of the command is a value that is not known.
	Whole      bool
	Documented bool // `cmd /c npx …`: the vendor's own way to start a script on Windows
}

// RemoteCode is code that is fetched from an address and run without a fixed version.
type RemoteCode struct {
	Span Span
	What string // completes "runs …": "what curl downloads from https://…", "the default branch of github:o/r"
}

// DebugPort is a debugger that waits for anyone who connects.
type DebugPort struct {
	Span     Span
	Tool     string // "the Node.js inspector"
	Address  string // host or host:port; empty for the tool's default
	Exposure Exposure
}

// CodePath is a place from which code is loaded, and into which others may write.
type CodePath struct {
	Span     Span
	Path     string
	Variable string // PATH, LD_PRELOAD, NODE_OPTIONS …; empty for the program itself
	Place    Place
}

// Place says why others can put code at a path.
type Place uint8

// The kinds of place that are not under the owner's control alone.
const (
	TemporaryFolder Place = iota // /tmp, /var/tmp, /dev/shm, %TEMP%
	DownloadFolder
	WorldWritable   // by its mode on disk
	WorkingRelative // relative to whatever folder the host happens to run in
)

func (p Place) String() string {
	return [...]string{"a temporary folder", "a download folder", "a folder that everyone may write to", "relative to the working folder"}[p]
}
