package rules

import "github.com/wirevet/wirevet/facts"

// SecretInArgs flags a credential on a command line, which every process of the machine can read. That a literal is
// written at all is the business of [SecretInConfig].
var SecretInArgs = &Rule{
	ID:               "secret-in-args",
	Title:            "a credential is passed on the command line",
	Severity:         Warning,
	Answers:          []Code{TokenRotation},
	CWE:              []int{214},
	SecuritySeverity: "5.5",
	Precision:        VeryHigh,
	Crosswalk:        []string{"OWASP MCP Top 10: MCP01", "OWASP ASVS 5.0: 13.3.1"},
	Surfaces:         hostGoOrManifest,
	Reach:            facts.SameDeployment,
	Credential:       checkSecretInArgs,
}

func checkSecretInArgs(c *Context, k *facts.Credential) {
	if k.Carrier != facts.InArgument {
		return
	}
	name := k.Name
	if name == "" {
		name = k.Kind
	}
	f := c.Report(k.Entry, k.Span, "%s passes a credential on the command line: %s", subject(k.Entry), name).
		At("visible to other processes").For(name).
		Note("every process of the machine can read it in the list of processes").
		Advise("pass it in the environment")
	f.Confidence = k.Confidence
	if !k.Literal && k.PassedOn {
		// The program replaces the reference by itself, so that the list of processes shows the reference.
		f.Severity = Note
		f.Note("the host passes %s on as it is written", k.Form)
	}
}
