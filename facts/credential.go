package facts

// Credential is a secret that an entry carries or refers to. It never holds the value.
type Credential struct {
	Entry   *Entry
	Name    string // variable, header, option or query parameter
	Carrier Carrier
	Span    Span // the literal, or the reference, without what surrounds it
	Literal bool // the value itself is written; else a reference to it

	// Kind completes "… is written into": "a GitHub personal access token". It is empty when the value has no
	// known format and only its name says that it is a credential.
	Kind string
	// Variable is the name that a reference refers to: GITHUB_TOKEN in ${GITHUB_TOKEN}.
	Variable string
	// Form is the reference as written, `${GITHUB_TOKEN}`; empty for a literal.
	Form string
	// PassedOn is true when the host does not expand Form: the program that it starts gets the text as it is.
	PassedOn bool
	// Remedy is this host's own way to refer to a secret, `${env:GITHUB_TOKEN}`; empty when it has none.
	Remedy     string
	Confidence Confidence

	Rotation *Rotation // its entry in the register; nil when it has none; link finds it

	Object  ConfigObject // that holds the literal, when it is one of a cluster
	TakenBy []*ConfigUse // the workloads that take it from there; link finds them
}

// ConfigObject names a Secret or a ConfigMap of a cluster. The zero value is none.
type ConfigObject struct{ Kind, Namespace, Name string }

// ConfigUse is a place where a workload takes from a Secret or a ConfigMap: one key of it, or all (core/v1: EnvVarSource,
// EnvFromSource, SecretVolumeSource, ConfigMapVolumeSource).
type ConfigUse struct {
	Entry  *Entry
	Span   Span // the object's name in it
	Object ConfigObject
	Key    string // empty for all of them
}

// Register returns the name under which the credential stands in the register: that of the variable it refers to, else
// its own.
func (c *Credential) Register() string {
	if c.Variable != "" {
		return c.Variable
	}
	return c.Name
}

// Carrier is where an entry carries a credential.
type Carrier uint8

// The carriers of a credential.
const (
	InEnvironment Carrier = iota // env of a child
	InHeader
	InArgument    // on a command line
	InUserinfo    // https://user:secret@host
	InQuery       // ?token=secret
	InInput       // the default of a prompt
	InOAuthClient // a client secret, or a token that the host has stored
	InField       // any other key of the entry
	InEnvFile     // a file that is loaded into the environment
	InSource      // a literal in the source of a program
	InImage       // written, or copied, into an image that is built
)

func (c Carrier) String() string {
	return [...]string{
		"environment", "header", "argument", "URL user information", "URL query", "input default",
		"OAuth client", "field", "environment file", "source code", "image",
	}[c]
}

// EnvFileUse is a place that takes the variables of a file into something that is no process: a Secret that kustomize makes.
type EnvFileUse struct {
	Entry *Entry
	Path  string // as the file is shown
	Span  Span
}

// EnvFile is a file of variables that a host or a server loads, or that lies beside one that does.
type EnvFile struct {
	Source       *Source
	Credentials  []*Credential // only literals
	ReferencedBy []Span        // the places that name it; link fills it
	Used         []*Credential // references to what it holds in the clear; link fills it
}
