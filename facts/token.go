package facts

import "time"

// TokenValidation is a place where a program or a proxy decides whether a signed token (a JWT, an ID token) is good.
type TokenValidation struct {
	Entry   *Entry
	Span    Span   // the call or the block that decides
	Library string // "golang-jwt v5", "go-oidc"; what a message calls it

	Signature Stated[bool] // the signature is verified
	Unsigned  Stated[bool] // tokens that say they have no signature (algorithm "none") are accepted
	Claims    Stated[bool] // what the token says of itself is looked at
	Expiry    Stated[ExpiryCheck]
	Audience  Stated[bool] // a token that was issued for somebody else is refused
	// Leeway is how long a token is accepted after its end.
	Leeway Stated[time.Duration]
}

// ExpiryCheck is what a validation does about a token's end.
type ExpiryCheck uint8

// The ways to treat a token's end, from weak to strong.
const (
	ExpiryIgnored  ExpiryCheck = iota // an expired token is accepted
	ExpiryOptional                    // an expired token is refused, one without an end is not
	ExpiryRequired                    // a token without an end is refused as well
)

func (e ExpiryCheck) String() string {
	return [...]string{"not checked", "checked when there is one", "required"}[e]
}

// SecretComparison is a place where a credential that a caller presents is compared with the one that is expected.
type SecretComparison struct {
	Entry     *Entry
	Span      Span   // the whole comparison
	Operator  string // "==", "bytes.Equal"
	Presented string // what the caller sends: "the header Authorization"
	// ConstantTime is true when the comparison takes as long for a wrong value as for the right one.
	ConstantTime bool
}

// TokenForward is a place where the token that a caller presents is sent on to another service.
type TokenForward struct {
	Entry *Entry
	Span  Span // what is put into the outgoing request
	From  Span // where it was taken from the incoming one
	// Confidence is lower when the token takes a way that the files show only in part.
	Confidence Confidence
	// Key names what the token is kept under in between, in the context of a request, when From is not in the same
	// package. Link finds From by it; where it does not, nothing is known of the token.
	Key string
}

// ContextToken is a place where the token that a caller presents is put into the context of a request.
type ContextToken struct {
	Entry *Entry
	Span  Span // where it is taken from the request
	Key   string
}

// SessionID is a place where the identifier of a session, or of another state that a caller refers to, is made.
type SessionID struct {
	Entry *Entry
	Span  Span // what the identifier is made of
	From  Stated[Randomness]
	By    string // in a sentence: "a counter", "the clock", "math/rand"
}

// Randomness says whether somebody else can guess a value.
type Randomness uint8

// The degrees of randomness.
const (
	Random      Randomness = iota // from a cryptographic generator
	Predictable                   // from counters, clocks, constants, generators that are not made for secrets
)

func (r Randomness) String() string { return [...]string{"random", "predictable"}[r] }
