package rules

import "github.com/wirevet/wirevet/facts"

// SecretInConfig flags a credential that is written into a host config. Those within URLs belong to [SecretInURL].
var SecretInConfig = &Rule{
	ID:               "secret-in-config",
	Title:            "a credential is written into a host config",
	Severity:         Error,
	Answers:          []Code{TokenRotation},
	CWE:              []int{260, 312},
	SecuritySeverity: "9.1",
	Precision:        VeryHigh,
	Crosswalk:        []string{"OWASP MCP Top 10: MCP01", "OWASP ASVS 5.0: 13.3.1"},
	Surfaces:         hostConfig,
	EvenInactive:     true,
	EvenInSamples:    true,
	Fix:              UnsafeFix,
	Credential:       checkSecretInConfig,
}

func checkSecretInConfig(c *Context, k *facts.Credential) {
	if !k.Literal || inURL(k) || k.Entry == nil || k.Entry.Host == nil {
		return
	}
	what := k.Kind
	if what == "" {
		what = "the value of " + k.Name
	}
	f := c.Report(k.Entry, k.Span, "%s is written into the config of %s", what, subject(k.Entry)).
		At("written in clear").For(k.Name)
	f.Confidence = k.Confidence
	if k.Span.Source.Owner != facts.ProjectOwned {
		f.Severity = Warning // one person's file, which nobody else reads
	}
	if k.Kind == "" {
		f.Note("its format is not known; the name says that it is a credential")
	}
	if k.Remedy == "" {
		f.Advise("keep it in the environment or in a secret store; revoke the one that was written")
		return
	}
	f.Propose("refer to it instead", false, facts.Refer{Credential: k})
	f.Advise("refer to it: %s; revoke the one that was written", k.Remedy)
}

func inURL(k *facts.Credential) bool {
	return k.Carrier == facts.InUserinfo || k.Carrier == facts.InQuery
}
