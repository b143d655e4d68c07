package rules

import "github.com/wirevet/wirevet/facts"

// LaunchRemoteCode flags code that is fetched from an address at each start and run without a fixed version.
var LaunchRemoteCode = &Rule{
	ID:               "launch-remote-code",
	Title:            "code is downloaded and run without a fixed version",
	Severity:         Error,
	Answers:          []Code{ReachableByOthers},
	CWE:              []int{494},
	SecuritySeverity: "8.1",
	Precision:        VeryHigh,
	Crosswalk:        []string{"OWASP MCP Top 10: MCP04", "OWASP AISVS 1.0: 10.1.1", "OWASP ASVS 5.0: 15.2.4"},
	Surfaces:         hostGoOrManifest,
	Reach:            facts.SameDeployment,
	Launch:           checkRemoteCode,
}

func checkRemoteCode(c *Context, l *facts.Launch) {
	for _, code := range l.RemoteCode {
		c.Report(l.Entry, code.Span, "%s runs %s", l.Process.Title, code.What).
			At("fetched and run").For("remote code").
			Note("whoever controls that address decides what runs here at the next start").
			Advise("install a released version, or name a commit or a digest")
	}
}
