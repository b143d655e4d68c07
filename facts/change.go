package facts

// Change is what a rule proposes to do to a file, in the words of facts. It is one of the types below. The format of
// the file turns it into edits, or says that it cannot: then there is no fix.
type Change interface {
	// Place is a span in the file that is to be changed.
	Place() Span
}

// Remove takes out the whole statement that says What: an option with its value, a variable, a key with its value, one
// element of a list, a directive, a field of a literal.
type Remove struct{ What Span }

// Replace writes By in the place of Value, in the way in which the file writes values. By is plain text: the format
// adds quotes and escapes. Value may be a part of a value, such as the scheme of a URL.
type Replace struct {
	Value Span
	By    string
}

// Refer takes a literal credential out of a file that can refer to one, and leaves the reference that whoever reads the
// file replaces by the value.
type Refer struct{ Credential *Credential }

// RequireFloor raises the lowest version that a policy accepts, or drops those below it from a list.
type RequireFloor struct {
	Policy *TLSPolicy
	Floor  TLSVersion
}

// Suffices reports whether the place in a file that states the lowest version decides alone: the highest one does not hold it down.
func (c RequireFloor) Suffices(src *Source) bool {
	lowest, highest := c.Policy.Lowest, c.Policy.Highest
	return lowest.Known() && lowest.State != Default && lowest.Span.Source == src && highest.Known() && highest.Value >= c.Floor
}

// RunAs names the account of a process that has none named, in the file whose finding proposes it.
type RunAs struct {
	Workload *Workload
	Account  string
}

// Place returns what lacks the account.
func (c RunAs) Place() Span { return c.Workload.User.Span }

// MountReadOnly takes from a container the right to write to what it is given of the machine.
type MountReadOnly struct{ Root *Root }

// Place returns the mount, or what it says of writing.
func (c MountReadOnly) Place() Span { return c.Root.Access.Span }

// ForbidEscalation keeps the programs of a container from raising their rights.
type ForbidEscalation struct{ Workload *Workload }

// Place returns what lacks it.
func (c ForbidEscalation) Place() Span { return c.Workload.Container.Escalation.Span }

// BoundHeaderTime limits how long a client may take to send the header of a request.
type BoundHeaderTime struct{ Listener *Listener }

// Place returns what lacks the limit.
func (c BoundHeaderTime) Place() Span { return c.Listener.HeaderTimeout.Span }

// Place returns the statement.
func (c Remove) Place() Span { return c.What }

// Place returns the value.
func (c Replace) Place() Span { return c.Value }

// Place returns the literal.
func (c Refer) Place() Span { return c.Credential.Span }

// Place returns the bytes that set the floor.
func (c RequireFloor) Place() Span { return c.Policy.Lowest.Span }

// TextEdit replaces the bytes of a span. Its text never holds a credential.
type TextEdit struct {
	Span Span
	Text string
}

// Part is a span that facts carry, and the statement that it belongs to: the value of an option, and the option with its
// value. Formats that edit look up what a Remove has to take out. A zero Whole says that it cannot be taken out by
// itself.
type Part struct{ Of, Whole Span }
