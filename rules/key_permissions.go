package rules

import "github.com/wirevet/wirevet/facts"

// KeyPermissions flags a private key on disk that other accounts may read. What git or an archive holds has no such mode.
var KeyPermissions = &Rule{
	ID:               "key-permissions",
	Title:            "others may read a private key",
	Severity:         Warning,
	Answers:          []Code{TokenRotation},
	CWE:              []int{732},
	SecuritySeverity: "5.5",
	Precision:        VeryHigh,
	Crosswalk:        []string{"OWASP MCP Top 10: MCP01", "OWASP ASVS 5.0: 13.3.1"},
	Surfaces:         certificates,
	Reach:            facts.SameDeployment,
	PrivateKey:       checkKeyMode,
}

func checkKeyMode(c *Context, k *facts.PrivateKey) {
	src := k.Span.Source
	if !src.HasMode || src.Mode&0o044 == 0 || k.Encrypted {
		return
	}
	who := "every account"
	if src.Mode&0o004 == 0 {
		who = "every account of its group"
	}
	c.Report(k.Entry, k.Span, "%s of this machine may read the private key (mode %04o)", who, src.Mode).
		At("readable by others").For("mode").
		Advise("chmod 600 %s", src.Path)
}
