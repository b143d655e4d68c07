package rules

import "github.com/wirevet/wirevet/facts"

// SecretInImage flags a credential that is written into a Dockerfile, or that it copies into the image, and one that is
// written into what deploys the image. Those within URLs belong to [SecretInURL].
var SecretInImage = &Rule{
	ID:               "secret-in-image",
	Title:            "a credential is written into an image or its deployment",
	Severity:         Error,
	Answers:          []Code{TokenRotation},
	CWE:              []int{798},
	SecuritySeverity: "9.1",
	Precision:        VeryHigh,
	Crosswalk:        []string{"OWASP MCP Top 10: MCP01", "OWASP ASVS 5.0: 13.3.1", "CIS Docker 1.6.0: 4.10"},
	Surfaces:         []string{ManifestSurface},
	Reach:            facts.SameDeployment,
	EvenInactive:     true,
	EvenInSamples:    true,
	Credential:       checkSecretInImage,
}

func checkSecretInImage(c *Context, k *facts.Credential) {
	if !k.Literal || inURL(k) || !isDeployed(k.Entry) {
		return
	}
	what := k.Kind
	if what == "" {
		what = "the value of " + k.Name
	}
	f := c.Report(k.Entry, k.Span, "%s has %s in it", subject(k.Entry), what).At("written in clear").For(k.Name)
	f.Confidence = k.Confidence
	for _, use := range k.TakenBy {
		f.RelatedAt(use.Span, "handed to "+subject(use.Entry))
	}
	if k.Kind == "" {
		f.Note("its format is not known; the name says that it is a credential")
	}
	if k.Entry.Builds {
		f.Note("whoever can pull the image can read it, in a layer that a later instruction does not remove").
			Advise("give it to the build with RUN --mount=type=secret, and to the server when it starts; revoke the one that was written")
		return
	}
	f.Note("whoever can read the repository has it").
		Advise("refer to it: a secret of the engine, or a variable of whoever deploys; revoke the one that was written")
}
