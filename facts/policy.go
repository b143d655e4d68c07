package facts

import "strconv"

// Declarations are what the wirevet.toml files of a run say. All of it is valid: an entry that is not is a Problem, and
// has no effect.
type Declarations struct {
	Policies           []*Policy
	Endpoints          []*EndpointDeclaration
	ServerDeclarations []*ServerDeclaration
	Rotations          []*Rotation
	Acceptances        []*Acceptance
	Overrides          []*RuleOverride
	Evidence           []*Evidence
}

func (d *Declarations) add(other *Declarations) {
	d.Policies = append(d.Policies, other.Policies...)
	d.Endpoints = append(d.Endpoints, other.Endpoints...)
	d.ServerDeclarations = append(d.ServerDeclarations, other.ServerDeclarations...)
	d.Rotations = append(d.Rotations, other.Rotations...)
	d.Acceptances = append(d.Acceptances, other.Acceptances...)
	d.Overrides = append(d.Overrides, other.Overrides...)
	d.Evidence = append(d.Evidence, other.Evidence...)
}

// Policy is what one wirevet.toml says of all that it governs. Its lists stand beside it in [Declarations].
type Policy struct {
	Source *Source

	Exclude  []string // globs, relative to the folder that the file governs
	Unbound  bool     // [scope] all: what has nothing to do with MCP is judged as well
	Trusts   []TrustedCA
	Audit    AuditDeclaration
	Review   ReviewDeclaration
	Versions []ProductVersion
	// Undecided are the comments that leave a decision to a person: TODO(owner).
	Undecided []Span
}

// TrustedCA is a file of certificates that the policy's [trust] names.
type TrustedCA struct {
	File         Stated[string] // relative to the folder that the policy governs
	Certificates []DER          // each that of a CA
}

// DER is a certificate as X.509 encodes it.
type DER []byte

func (d DER) String() string { return strconv.Itoa(len(d)) + " bytes" }

// AuditDeclaration is what [audit] says of the place where records of tool calls are kept.
type AuditDeclaration struct {
	Store           Stated[string]
	TamperResistant Stated[string] // by what means nobody can change a record
	Retention       Stated[Period]
}

// ReviewDeclaration is what [review] says of the evidence of a review.
type ReviewDeclaration struct {
	EvidenceMaxAge Stated[Period]
	Owner          Stated[string]
}

// ProductVersion is the version of a product that the files do not show.
type ProductVersion struct {
	Product string // "nginx"
	Version Stated[string]
}

// Evidence is a result that a person has attached.
type Evidence struct {
	Span       Span // the name of the file
	Kind       string
	Connection string
	File       string
	SHA256     string
	Recorded   Stated[Date]
}

// RuleOverride changes the severity of a rule, or switches it off.
type RuleOverride struct {
	Span     Span // the rule's id
	Rule     string
	Severity Stated[string] // error, warning or note
	Disabled bool
	Reason   string
}

// Acceptance is a risk that somebody has accepted for some time.
type Acceptance struct {
	Span    Span           // the id of the rule
	Block   Span           // the whole entry
	Rule    string         // its id
	Path    Stated[string] // a glob, relative to the folder that the policy governs
	Subject Stated[string] // as findings name it
	Reason  string
	Owner   string
	Expires Stated[Date] // the last day on which it holds, UTC
}

// PolicyOf returns the policy that governs a place. It is never nil: without a wirevet.toml it says nothing.
func (s *System) PolicyOf(at Span) *Policy {
	for _, p := range s.Policies {
		if Governs(p.Source, at) {
			return p
		}
	}
	return &Policy{}
}

// Version returns the version of a product that the policy states for a place.
func (s *System) Version(at Span, product string) Stated[string] {
	for _, v := range s.PolicyOf(at).Versions {
		if v.Product == product {
			return v.Version
		}
	}
	return Stated[string]{}
}

// Governs reports whether what a wirevet.toml says holds at a place.
func Governs(policy *Source, at Span) bool {
	return at.Source != nil && policy != nil && at.Source.Policy == policy.Path
}
