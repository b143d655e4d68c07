package rules

import "github.com/wirevet/wirevet/facts"

// SecretInSource flags a credential that is written into the source of a program.
var SecretInSource = &Rule{
	ID:               "secret-in-source",
	Title:            "a credential is written into source code",
	Severity:         Error,
	Answers:          []Code{TokenRotation},
	CWE:              []int{798},
	SecuritySeverity: "9.1",
	Precision:        VeryHigh,
	Crosswalk:        []string{"OWASP MCP Top 10: MCP01", "OWASP ASVS 5.0: 13.3.1"},
	Surfaces:         goSource,
	Reach:            facts.SameDeployment,
	EvenInactive:     true,
	EvenInSamples:    true,
	Credential:       checkSecretInSource,
}

func checkSecretInSource(c *Context, k *facts.Credential) {
	if !k.Literal || k.Carrier != facts.InSource {
		return
	}
	what := k.Kind
	if what == "" {
		what = "the value of " + k.Name
	}
	f := c.Report(k.Entry, k.Span, "%s has %s in its source", subject(k.Entry), what).
		At("written in clear").For(k.Name).
		Note("whoever can read the repository, or the binary, has it").
		Advise("read it from the environment or from a secret store; revoke the one that was written")
	f.Confidence = k.Confidence
	if k.Kind == "" {
		f.Note("its format is not known; the name says that it is a credential")
	}
}
