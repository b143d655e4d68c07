package rules

import (
	"embed"
	"fmt"
	"strings"

	"github.com/wirevet/wirevet/facts"
)

// Severity says how bad a finding is.
type Severity uint8

// The severities, from light to heavy.
const (
	Note    Severity = iota + 1 // hardening, or a fact that a reviewer must decide
	Warning                     // a hole unless something outside the files closes it
	Error                       // a hole as written
)

func (s Severity) String() string { return [...]string{"", "note", "warning", "error"}[s] }

// ParseSeverity returns the severity of that name.
func ParseSeverity(name string) (Severity, bool) {
	for s := Note; s <= Error; s++ {
		if s.String() == name {
			return s, true
		}
	}
	return 0, false
}

// Scope says how much a rule must see to be right.
type Scope uint8

// The scopes of a rule.
const (
	OneFact     Scope = iota // one noun is enough
	WholeSystem              // the rule compares nouns, or says that something is nowhere
)

func (s Scope) String() string { return [...]string{"one fact", "whole system"}[s] }

// FixKind says what kind of fix a rule can propose.
type FixKind uint8

// The kinds of fix.
const (
	NoFix FixKind = iota
	UnsafeFix
	SafeFix
)

func (k FixKind) String() string { return [...]string{"none", "unsafe", "safe"}[k] }

// Precision says how often a rule is right, in the words of code scanning.
type Precision string

// The precisions of a rule.
const (
	VeryHigh        Precision = "very-high" // written in the file
	HighPrecision   Precision = "high"      // follows from a known default, or from a join
	MediumPrecision Precision = "medium"    // follows from an absence, or from an inferred role
	LowPrecision    Precision = "low"       // follows from a name or a shape only
)

// Rule is one thing that wirevet can find. It has exactly one callback, unless it is policy's own.
type Rule struct {
	ID       string // kebab-case, final; names the bad thing
	Title    string // what is wrong, without a subject: "certificate verification is switched off"
	Severity Severity
	Answers  []Code // the controls, questions and evidence items that a finding belongs to

	CWE              []int
	SecuritySeverity string // as in CVSS, "0.1" to "9.9"; empty for findings that are not about security
	Precision        Precision
	Crosswalk        []string // "OWASP MCP Top 10: MCP07", "OWASP AISVS 1.0: 10.3.1"
	Scope            Scope
	Fix              FixKind
	// Surfaces are the kinds of file in which the rule can find something: "host config".
	Surfaces []string
	// Reach is how far from MCP a thing may be for the rule to judge it; the zero value is MCP itself.
	Reach facts.Relevance
	// Absence is true for a rule that says that something is missing, when another file can supply it: a proxy in front.
	// Such a rule is not offered where only a part of the files is seen.
	Absence bool
	// EvenInactive keeps the severity of findings in an entry that the host does not use: a committed secret
	// leaks whether or not the server is enabled.
	EvenInactive bool
	// EvenInSamples keeps the severity in tests, examples and templates when the finding's confidence is high.
	EvenInSamples bool

	// Policy is true for what policy finds when it settles the findings of all other rules: an acceptance that has ended,
	// a comment that silences nothing. Such a rule has no callback, and nobody can accept or ignore its findings.
	Policy bool

	Launch      func(*Context, *facts.Launch)
	Workload    func(*Context, *facts.Workload)
	Root        func(*Context, *facts.Root)
	Remote      func(*Context, *facts.Remote)
	OAuthURL    func(*Context, *facts.OAuthURL)
	Listener    func(*Context, *facts.Listener)
	Route       func(*Context, *facts.Route)
	Upstream    func(*Context, *facts.Upstream)
	Tunnel      func(*Context, *facts.Tunnel)
	SSH         func(*Context, *facts.SSHConnection)
	TLS         func(*Context, *facts.TLSPolicy)
	Certificate func(*Context, *facts.Certificate)
	PrivateKey  func(*Context, *facts.PrivateKey)
	Credential  func(*Context, *facts.Credential)
	Approval    func(*Context, *facts.Approval)
	HostFile    func(*Context, *facts.HostFile)
	EnvFile     func(*Context, *facts.EnvFile)
	Token       func(*Context, *facts.TokenValidation)
	Comparison  func(*Context, *facts.SecretComparison)
	Forward     func(*Context, *facts.TokenForward)
	SessionID   func(*Context, *facts.SessionID)
	Logged      func(*Context, *facts.LoggedSecret)
	File        func(*Context, *facts.FileCreation)
	Parameter   func(*Context, *facts.ToolParameter)
	System      func(*Context, *facts.System)
}

//go:embed docs/*.md
var pages embed.FS

// Page returns the rule's page as Markdown.
func (r *Rule) Page() string {
	page, err := pages.ReadFile("docs/" + r.ID + ".md")
	if err != nil {
		return ""
	}
	return shownCredentials.Replace(string(page))
}

// PageURL is where the page can be read on the web.
func (r *Rule) PageURL() string {
	return "https://github.com/wirevet/wirevet/blob/main/rules/docs/" + r.ID + ".md"
}

// shownCredentials turns the marks that stand for credentials in the pages into what readers recognise. The pages hold no
// text that a scanner would take for a credential; the tests put real formats in place of the marks.
var shownCredentials = strings.NewReplacer("@ghp@", "ghp_…", "@sk-ant@", "sk-ant-…", "@aws@", "AKIA…", "@slack@", "xoxb-…", "@random32@", "q8Zr4Lw1…",
	"@cert-good@", shownCertificate+"tools.example.com, 90 days", "@cert-expired@", shownCertificate+"tools.example.com, expired",
	"@cert-expiring@", shownCertificate+"tools.example.com, expires in 12 days", "@cert-short@", shownCertificate+"tools.example.com, 6 days, 4 of them left",
	"@cert-self-signed@", shownCertificate+"tools.example.com, issued by itself", "@cert-rsa-1024@", shownCertificate+"tools.example.com, RSA 1024",
	"@cert-sha1@", shownCertificate+"tools.example.com, SHA1-RSA", "@cert-other@", shownCertificate+"www.example.com",
	"@cert-wildcard@", shownCertificate+"*.example.com", "@cert-cn-only@", shownCertificate+"tools.example.com, in the common name only",
	"@cert-long@", shownCertificate+"tools.example.com, 800 days",
	"@key@", "a private key", "@key-encrypted@", "a private key, encrypted", "@begin-key@", "the first line")

// shownCertificate stands before what a certificate of an example is.
const shownCertificate = "-----BEGIN CERTIFICATE-----  … "

// callbacks returns how many callbacks the rule has.
func (r *Rule) callbacks() int {
	n := 0
	for _, has := range []bool{
		r.Launch != nil, r.Workload != nil, r.Root != nil, r.Remote != nil, r.OAuthURL != nil, r.Listener != nil,
		r.Route != nil, r.Upstream != nil,
		r.Tunnel != nil, r.SSH != nil, r.TLS != nil, r.Certificate != nil, r.PrivateKey != nil, r.Credential != nil, r.Approval != nil, r.HostFile != nil,
		r.EnvFile != nil, r.Token != nil, r.Comparison != nil, r.Forward != nil, r.SessionID != nil, r.Logged != nil,
		r.File != nil, r.Parameter != nil, r.System != nil,
	} {
		if has {
			n++
		}
	}
	return n
}

// Validate returns what is wrong with the rule's declaration, or nil.
func (r *Rule) Validate() error {
	switch {
	case r.ID == "" || strings.ToLower(r.ID) != r.ID:
		return fmt.Errorf("rule %q: the id must be in lower case", r.ID)
	case r.Title == "" || r.Severity == 0 || r.Precision == "" || len(r.Surfaces) == 0:
		return fmt.Errorf("rule %s: title, severity, precision and surfaces are required", r.ID)
	case r.Policy && r.callbacks() != 0:
		return fmt.Errorf("rule %s: is policy's own, and has %d callbacks", r.ID, r.callbacks())
	case !r.Policy && r.callbacks() != 1:
		return fmt.Errorf("rule %s: has %d callbacks, want exactly one", r.ID, r.callbacks())
	case !r.Policy && (r.System != nil) != (r.Scope == WholeSystem):
		return fmt.Errorf("rule %s: the scope is %s, which does not fit its callback", r.ID, r.Scope)
	case r.Page() == "":
		return fmt.Errorf("rule %s: docs/%s.md is missing", r.ID, r.ID)
	}
	return nil
}
