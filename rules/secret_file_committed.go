package rules

import "github.com/wirevet/wirevet/facts"

// SecretFileCommitted flags a file of variables that holds credentials and that git tracks.
var SecretFileCommitted = &Rule{
	ID:               "secret-file-committed",
	Title:            "a file of credentials is committed",
	Severity:         Error,
	Answers:          []Code{TokenRotation},
	CWE:              []int{540},
	SecuritySeverity: "8.8",
	Precision:        VeryHigh,
	Crosswalk:        []string{"OWASP MCP Top 10: MCP01", "OWASP ASVS 5.0: 13.3.1"},
	Surfaces:         []string{"env file"},
	Reach:            facts.SameDeployment,
	EvenInSamples:    true,
	EnvFile:          checkCommittedFile,
}

func checkCommittedFile(c *Context, e *facts.EnvFile) {
	if e.Source.Tracked != facts.TrackedYes || len(e.Credentials) == 0 {
		return
	}
	worst := e.Credentials[0]
	for _, k := range e.Credentials {
		if k.Confidence < worst.Confidence {
			worst = k
		}
	}
	what := worst.Kind
	if what == "" {
		what = "the value of " + worst.Name
	}
	f := c.Report(nil, worst.Span, "git tracks a file of variables with %s in it", what).At("committed value").For(worst.Name)
	f.Confidence = worst.Confidence
	if n := len(e.Credentials); n > 1 {
		f.Note("the file holds %d credentials", n)
	}
	for _, ref := range e.ReferencedBy {
		f.RelatedAt(ref, "loaded here")
	}
	for _, k := range e.Used {
		f.RelatedAt(k.Span, subject(k.Entry)+" takes "+k.Variable+" from it")
	}
	f.Advise("revoke it, then: git rm --cached %s, and add the file to .gitignore; the history keeps what was committed", e.Source.Path)
}
