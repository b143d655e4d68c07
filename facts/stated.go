package facts

// Stated is a value that rules judge, together with where, and how surely, the files state it.
type Stated[T any] struct {
	Value T
	State State // beside Value, which mostly is as small
	Span  Span  // the exact bytes of the value; for a default, the thing that lacks it
	Why   *Why  // more about State; nil for Unset, and for Explicit unless an alias stands for the value
}

// State says how surely a value is known.
type State uint8

// The ways in which a value can be known.
const (
	Unset      State = iota // nothing is stated, and no default is known
	Explicit                // written in the file
	Inherited               // written in an outer scope
	Default                 // follows from the product's documented behaviour
	Unresolved              // stated, but not decidable from the files: neither good nor bad
)

func (s State) String() string {
	return [...]string{"unset", "explicit", "inherited", "default", "unresolved"}[s]
}

// Known reports whether the value can be judged.
func (s Stated[T]) Known() bool {
	return s.State == Explicit || s.State == Inherited || s.State == Default
}

// Why says what stands behind a value that is not simply written in place.
type Why struct {
	Reason Reason // why an Unresolved value cannot be decided; for a Default or an alias, what else it depends on
	Effect Span   // where an Inherited value takes effect
	Text   string // a Default: which product and version does so, and where that was read
}

// Reason says why a value cannot be decided from the files.
type Reason uint8

// The reasons for an Unresolved value.
const (
	NoReason           Reason = iota
	UnrenderedTemplate        // a template that is not rendered
	UnknownVariable           // a variable whose value is not in the files
	OutsideRepository         // decided outside of the repository
	SeveralValues             // several values apply
)

func (r Reason) String() string {
	return [...]string{"", "template", "variable", "outside the repository", "several values"}[r]
}

// Written returns a value that the file states at span.
func Written[T any](value T, span Span) Stated[T] {
	return Stated[T]{Value: value, Span: span, State: Explicit}
}

// ByDefault returns a value that nothing states; span is the thing that lacks it, source says which product does so.
func ByDefault[T any](value T, span Span, source string) Stated[T] {
	return Stated[T]{Value: value, Span: span, State: Default, Why: &Why{Text: source}}
}

// Undecided returns a value that the file states at span but that cannot be known from the files.
func Undecided[T any](span Span, reason Reason) Stated[T] {
	return Stated[T]{Span: span, State: Unresolved, Why: &Why{Reason: reason}}
}
