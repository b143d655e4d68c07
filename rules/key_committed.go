package rules

import (
	"strings"

	"github.com/wirevet/wirevet/facts"
)

// KeyCommitted flags a private key that lies in the tree in the clear, where git takes it up.
var KeyCommitted = &Rule{
	ID:               "key-committed",
	Title:            "a private key lies in the repository",
	Severity:         Error,
	Answers:          []Code{TokenRotation},
	CWE:              []int{321},
	SecuritySeverity: "9.1",
	Precision:        VeryHigh,
	Crosswalk:        []string{"OWASP MCP Top 10: MCP01", "OWASP ASVS 5.0: 13.3.1"},
	Surfaces:         certificates,
	Reach:            facts.SameDeployment,
	PrivateKey:       checkCommittedKey,
}

func checkCommittedKey(c *Context, k *facts.PrivateKey) {
	src := k.Span.Source
	if k.Encrypted || src.Owner != facts.ProjectOwned {
		return
	}
	f := c.Report(k.Entry, k.Span, "%s lies in the repository: %s", article(k.Kind), src.Path).
		At("private key").For(k.Kind).
		Note("whoever can read the repository, now or later, can pose as its owner").
		Advise("make a new key, have the certificate issued again, and keep the key out: a secret store, a mounted file; history keeps the old one")
	if src.Tracked == facts.TrackedNo {
		f.Note("git does not track it yet, and does not ignore it either")
	}
	if len(k.Serves) > 0 {
		f.RelatedAt(k.Serves[0].Span, "uses it")
	}
}

func article(kind string) string {
	if kind == "" {
		return "a private key"
	}
	if strings.ContainsAny(kind[:1], "AEIOR") { // an EC, an RSA, an OPENSSH private key
		return "an " + kind
	}
	return "a " + kind
}
