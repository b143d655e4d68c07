package rules

import "github.com/wirevet/wirevet/facts"

// SecretInURL flags a credential in a URL, where proxies and servers write it into their logs. The MCP specification
// (2026-07-28, basic/authorization) forbids tokens in the query.
var SecretInURL = &Rule{
	ID:               "secret-in-url",
	Title:            "a credential stands in a URL",
	Severity:         Error,
	Answers:          []Code{TokenRotation},
	CWE:              []int{598},
	SecuritySeverity: "7.5",
	Precision:        VeryHigh,
	Crosswalk:        []string{"OWASP MCP Top 10: MCP01", "OWASP ASVS 5.0: 14.2.1", "MCP specification 2026-07-28: basic/authorization"},
	Surfaces:         hostGoOrManifest,
	Reach:            facts.SameDeployment,
	EvenInactive:     true,
	EvenInSamples:    true,
	Credential:       checkSecretInURL,
}

func checkSecretInURL(c *Context, k *facts.Credential) {
	if !inURL(k) {
		return
	}
	where := "its query, " + k.Name
	if k.Carrier == facts.InUserinfo {
		where = "its user information"
	}
	f := c.Report(k.Entry, k.Span, "%s is called with a credential in the URL: %s", subject(k.Entry), where).
		At("ends up in logs").For(k.Name).
		Note("proxies and servers write URLs into their logs")
	if !k.Literal {
		f.As(Warning, facts.High)
	}
	f.Advise("send it in a header, by reference")
}
