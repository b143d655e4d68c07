package rules

import "github.com/wirevet/wirevet/facts"

// SecretFilePermissions flags a file with a credential in it that other accounts of the machine may read. A file that git
// tracks is judged by [SecretInConfig] and [SecretFileCommitted]: there the commit is the leak.
var SecretFilePermissions = &Rule{
	ID:               "secret-file-permissions",
	Title:            "other accounts may read a file with a credential in it",
	Severity:         Warning,
	Answers:          []Code{LeastPrivilegeFiles, CredentialFiles, ProcessRecord},
	CWE:              []int{732},
	SecuritySeverity: "5.5",
	Precision:        VeryHigh,
	Crosswalk:        []string{"OWASP MCP Top 10: MCP01", "OWASP ASVS 5.0: 13.3.2"},
	Scope:            WholeSystem,
	Surfaces:         []string{"host config", "env file"},
	System:           checkReadableFiles,
}

func checkReadableFiles(c *Context, s *facts.System) {
	reported := map[*facts.Source]bool{}
	check := func(k *facts.Credential) {
		src := k.Span.Source
		if !k.Literal || reported[src] || !src.HasMode || src.Mode&0o044 == 0 || src.Tracked == facts.TrackedYes {
			return
		}
		reported[src] = true
		who := "every account"
		if src.Mode&0o004 == 0 {
			who = "every account of its group"
		}
		f := c.Report(k.Entry, k.Span, "%s of this machine may read the credential in this file (mode %04o)", who, src.Mode).
			At("readable by others").For("mode").
			Advise("chmod 600 %s", src.Path)
		f.Confidence = k.Confidence
	}
	for _, k := range s.Credentials {
		if k.Entry == nil || k.Entry.Host != nil { // what is deployed is shared by its nature
			check(k)
		}
	}
	for _, file := range s.EnvFiles {
		for _, k := range file.Credentials {
			check(k)
		}
	}
}
