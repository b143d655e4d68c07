package facts

// AuditTrail is what is recorded of the calls that one listener, route or server answers.
type AuditTrail struct {
	Entry *Entry
	Span  Span // what sets it up: the middleware, the log directive; for None, what lacks it
	Level AuditLevel

	Fields AuditFields
	Sink   Stated[string] // where the records go, as people say it: "stdout", "/var/log/mcp.jsonl", "syslog"
	Off    Stated[bool]   // a switch that drops the record
	// NeedsToolHeader is true when the tool's name comes from the header Mcp-Name, which clients of revisions
	// before 2026-07-28 do not send.
	NeedsToolHeader bool
	// Serves is what the trail is about: HTTP, or stdio.
	Serves Transport
}

// ProgramTrail is the trail of a program all of whose code was read: what is not recorded there, the program does not record. Link
// makes it.
type ProgramTrail struct {
	AuditTrail
	Mutable Stated[bool] // the writer, or whoever has its rights, can change what was recorded
	// ClaimedIdentity is the place where the caller's name is taken from what the caller says of itself
	// (clientInfo) and not from a verified credential.
	ClaimedIdentity Span
	Retention       Stated[string]
	Listeners       []*Listener // those of the program
	// Front are the routes of proxies that lead to the program. Proxy is the trail of the one that records most, when the program
	// itself records less: then Level and Fields are what it records, and Made is where the program makes its server.
	Front []*Route
	Proxy *AuditTrail
	Made  Span
	// Path and Stream are those of the sink; Kept is what the containers that run the program make of it.
	Path   string
	Stream bool
	Kept   []KeptRecord
	// Truncates is true when what was recorded is lost at the next start.
	Truncates bool
}

// MCPServer is a place where a program makes an MCP server, or answers tool calls by hand.
type MCPServer struct {
	Entry *Entry
	Span  Span
	SDK   string // "the official Go SDK"; empty for one that is written by hand
}

// Served is a place where a program serves MCP over a transport.
type Served struct {
	Entry     *Entry
	Span      Span
	Transport Transport
}

// CallRecord is a place where a program records the calls that it answers. Link makes one trail of those of a program.
type CallRecord struct {
	Entry  *Entry
	Span   Span // what puts it in place: the middleware, the hook, the handlers
	Level  AuditLevel
	Fields AuditFields
	// ClaimedIdentity is the place where the caller's name is taken from clientInfo.
	ClaimedIdentity Span
	// Traced is true when the record is on spans of a trace, and not in the program's log.
	Traced bool
}

// LogSink is where a program's log goes.
type LogSink struct {
	Entry     *Entry
	Span      Span
	Name      string // as people say it: "standard error", "the file calls.log"
	Off       bool   // nowhere
	Mutable   Stated[bool]
	Truncates bool
	Retention Stated[string] // how long it is kept
	Path      string         // of a file, when it is absolute and written out
	Stream    bool           // standard output or error, which whoever runs the program keeps
}

// KeptRecord says what becomes of a record in one container that runs the program.
type KeptRecord struct {
	Workload *Workload
	Span     Span // what decides it; what lacks a volume otherwise
	Store    RecordStore
	Driver   string // of the engine's log
}

// RecordStore is where a record is in the end, as far as the files show.
type RecordStore uint8

// The stores of a record.
const (
	InVolume    RecordStore = iota // a folder that outlives the container
	InContainer                    // its own file system, which goes with it
	InPod                          // a folder that goes with the pod
	InMemory                       // tmpfs
	EngineLog                      // the log of the container engine or the kubelet, on the same machine
	RemoteLog                      // sent elsewhere by a log driver or an agent
	NoStore                        // the log driver none
)

// AuditLevel is how much of a call a trail sees.
type AuditLevel uint8

// The levels of a trail.
const (
	NoAudit   AuditLevel = iota
	HTTPLevel            // method, path, status
	ToolLevel            // the tool that was called
)

func (l AuditLevel) String() string { return [...]string{"none", "HTTP", "tool"}[l] }

// AuditFields are the parts of a call that a record holds.
type AuditFields uint8

// The four parts that an audit record needs (OWASP MCP Top 10, MCP08).
const (
	ClientField     AuditFields = 1 << iota // who called
	ToolField                               // which tool
	ParametersField                         // with what; a digest or a redacted form counts
	ResultField                             // with which outcome; a size and an error flag count
)

// Has reports whether f has all parts of g.
func (f AuditFields) Has(g AuditFields) bool { return f&g == g }

func (f AuditFields) String() string {
	out := ""
	for i, name := range [...]string{"client", "tool", "parameters", "result"} {
		if f&(1<<i) != 0 {
			if out != "" {
				out += ", "
			}
			out += name
		}
	}
	return out
}
