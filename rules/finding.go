package rules

import (
	"fmt"

	"github.com/wirevet/wirevet/facts"
)

// Finding is one thing that a rule found.
type Finding struct {
	Rule       *Rule
	Severity   Severity
	Confidence facts.Confidence
	Span       facts.Span // the exact bytes that are wrong
	Entry      *facts.Entry
	Message    string // one sentence, no period: which server, what is there
	Label      string // three to five words at the bytes
	Related    []Related
	Notes      []string // what follows from it, where a default comes from
	Help       string   // what to type
	Fix        *Fix     // what would repair it; nil when that is for a person to decide

	// State is what policy makes of the finding.
	State State
	// Acceptance says who has settled the finding, and why. It is nil for an open one.
	Acceptance *Acceptance
	// Value is the normalised value that is wrong, for the fingerprint. It never holds a credential.
	Value string
	// Fingerprint is stable under moves of lines; the engine sets it.
	Fingerprint string
}

// Fix is a change that a rule proposes.
type Fix struct {
	Title string // what it does, as a command: "remove the switch"
	// Safe is true when no other party that follows the rule itself can notice the change, and nothing outside of the
	// edited lines has to change with it.
	Safe   bool
	Change facts.Change
}

// Related is another place that belongs to a finding.
type Related struct {
	Span  facts.Span
	Label string
}

// State says what policy has decided about a finding.
type State uint8

// The states of a finding.
const (
	Open     State = iota
	Accepted       // by an entry of wirevet.toml, until its last day
	Ignored        // by a comment in the file
	Baseline       // known before
)

func (s State) String() string { return [...]string{"open", "accepted", "ignored", "baseline"}[s] }

// Acceptance is a person's decision to live with a finding.
type Acceptance struct {
	Span    facts.Span // the entry of wirevet.toml, or the comment
	Reason  string
	Owner   string // empty for a comment
	Expires string // the last day, "2027-01-31"; empty for a comment, which does not end
}

// Subject names the server that the finding is about.
func (f *Finding) Subject() string {
	if f.Entry == nil {
		return ""
	}
	return f.Entry.Subject()
}

// At sets the words that stand at the underlined bytes.
func (f *Finding) At(label string) *Finding {
	f.Label = label
	return f
}

// RelatedAt adds a place that helps to understand the finding.
func (f *Finding) RelatedAt(span facts.Span, label string) *Finding {
	if !span.IsZero() {
		f.Related = append(f.Related, Related{span, label})
	}
	return f
}

// usedAt shows where other packages of a program ask for the policy that a finding is about.
func (f *Finding) usedAt(p *facts.TLSPolicy) *Finding {
	for _, at := range p.Uses[:min(len(p.Uses), 3)] {
		f.RelatedAt(at, "used here")
	}
	return f
}

// Note adds a consequence, or the source of a default.
func (f *Finding) Note(format string, args ...any) *Finding {
	f.Notes = append(f.Notes, sentence(format, args))
	return f
}

// Advise says what to type instead.
func (f *Finding) Advise(format string, args ...any) *Finding {
	f.Help = sentence(format, args)
	return f
}

// sentence formats, and keeps a text without arguments as it is: there are tens of thousands of findings in a large tree.
func sentence(format string, args []any) string {
	if len(args) == 0 {
		return format
	}
	return fmt.Sprintf(format, args...)
}

// Propose says what would repair the finding. The format of the file decides whether it can be done.
func (f *Finding) Propose(title string, safe bool, change facts.Change) *Finding {
	f.Fix = &Fix{title, safe, change}
	return f
}

// As sets severity and confidence where they differ from the rule's own.
func (f *Finding) As(severity Severity, confidence facts.Confidence) *Finding {
	f.Severity, f.Confidence = severity, confidence
	return f
}

// For sets the normalised value that is wrong, which the fingerprint includes. It must not hold a credential.
func (f *Finding) For(value string) *Finding {
	f.Value = value
	return f
}
