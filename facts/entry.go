package facts

import "strconv"

// Host is an AI application that starts or calls MCP servers, as the MCP specification uses the word.
type Host struct {
	ID    string // "claude-code"
	Title string // "Claude Code"
}

// UnknownHost stands for a file that has the shape of a host config but belongs to no host that wirevet knows.
var UnknownHost = &Host{ID: "unknown", Title: "an unknown host"}

// Entry is the block of a file that wires one server: a member of a host's server map, a virtual server of a proxy, a
// Go package. Every other noun points to the entry that it was read from, so that a finding can say what it is about.
type Entry struct {
	Host   *Host  // nil outside of host configs
	Server string // the name in the map, or "#2" in a list without names
	// Component names what a file other than a host config defines, as people would say it: `nginx server
	// mcp.example.com:443`, `package cmd/server`. It is empty for a host's entry.
	Component string
	Within    string // where the map stands when the file has several: `projects./home/x`; else empty

	Name  Span // the key or name; the place of a finding about something absent
	Block Span // the whole entry, for directives and related places

	// Inactive is true when the host will not use the entry (`disabled: true`, `enabled: false`, excluded by a
	// setting). What it says of processes and connections then matters less; the secrets in it do not.
	Inactive Stated[bool]

	// Declared is what wirevet.toml says of the server's work; nil when it says nothing. Link finds it.
	Declared *ServerDeclaration

	// Deployment is what the entry is installed together with; nil for a host's entry and for Go source.
	Deployment *Deployment

	// StartedBy are the command lines, of hosts and dev containers, that start this service of a compose project by its name.
	// Link finds them.
	StartedBy []*Launch

	// Builds is true for a stage of a Dockerfile.
	Builds bool

	// Relevance says how near the entry is to MCP. A host's entry is MCP itself; link settles all others.
	Relevance Relevance
}

// Relevance is how near a thing is to MCP, from near to far.
type Relevance uint8

// The degrees of relevance.
const (
	IsMCP          Relevance = iota // a host's entry, an MCP server or client
	OnPath                          // the route, its listener, every hop and client of it
	SameDeployment                  // the same Go module, compose project, chart or manifest folder
	Unrelated                       // read, and judged only when everything is asked for
)

func (r Relevance) String() string {
	return [...]string{"MCP", "on the path", "same deployment", "unrelated"}[r]
}

// Subject names the entry in findings and in acceptances: `host claude-code, server "billing"`.
func (e *Entry) Subject() string {
	if e.Host == nil {
		return e.Component
	}
	s := "host " + e.Host.ID
	if e.Within != "" {
		s += ", " + e.Within
	}
	if e.Server != "" {
		s += ", server " + strconv.Quote(e.Server)
	}
	return s
}

// HostFile is a file that decides what a host starts or calls.
type HostFile struct {
	Source *Source
	Host   *Host
}

// Approval is a setting by which servers start, or tools run, without a person being asked.
type Approval struct {
	Entry   *Entry // the server it is about; for a setting of the whole host, an entry without a server
	Setting string // as the host spells it: `enableAllProjectMcpServers`
	Span    Span   // the key and its value, or the one value in a list
	Grants  Grant
	Breadth Breadth
}

// Grant is what an approval lets happen without a question.
type Grant uint8

// The things that a host can do without asking.
const (
	StartsServers Grant = iota
	RunsTools
)

func (g Grant) String() string { return [...]string{"servers start", "tools run"}[g] }

// Breadth says how much one approval covers.
type Breadth uint8

// The breadths of an approval, from narrow to wide.
const (
	OneTool Breadth = iota
	NamedTools
	OneServer
	EveryServer
)

func (b Breadth) String() string {
	return [...]string{"one tool", "named tools", "one server", "every server"}[b]
}
