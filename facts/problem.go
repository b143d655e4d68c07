package facts

// Problem is something that could not be read, or that the host will refuse. It is never a finding.
type Problem struct {
	Span    Span // Span.Source is nil when the file was not read at all; then Path names it
	Path    string
	Kind    ProblemKind
	Message string // one sentence: what was expected, what to do
}

// ProblemKind says what is wrong with an input.
type ProblemKind string

// The kinds of problem. All but HostRefuses make the run incomplete.
const (
	Syntax      ProblemKind = "syntax"      // a part of the file was not understood
	Unreadable  ProblemKind = "unreadable"  // the file could not be read
	TooLarge    ProblemKind = "too-large"   // a limit was reached
	Unsupported ProblemKind = "unsupported" // not a form that wirevet reads
	HostRefuses ProblemKind = "host"        // all was read, but the host will refuse or ignore it
)

// Incomplete reports whether a part of the input stayed unread.
func (k ProblemKind) Incomplete() bool { return k != HostRefuses }

// File returns the path of the file that the problem is about.
func (p *Problem) File() string {
	if p.Span.Source != nil {
		return p.Span.Source.Path
	}
	return p.Path
}
