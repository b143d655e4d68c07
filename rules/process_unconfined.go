package rules

import "github.com/wirevet/wirevet/facts"

// ProcessUnconfined notes a server that has everything its account has. It is what nearly every stdio entry is, and never
// more than a note: it exists so that the risk can be seen, and accepted by somebody.
var ProcessUnconfined = &Rule{
	ID:               "process-unconfined",
	Title:            "nothing stands between a server and the account that starts it",
	Severity:         Note,
	Answers:          []Code{WhichAccount, LeastPrivilegeFiles, ReachableByOthers, CredentialFiles, ProcessRecord},
	CWE:              []int{653},
	SecuritySeverity: "2.0",
	Precision:        HighPrecision,
	Crosswalk:        []string{"OWASP MCP Top 10: MCP02", "OWASP AISVS 1.0: 9.3.1, 10.1.3", "OWASP ASVS 5.0: 13.2.2"},
	Surfaces:         hostOrGo,
	Reach:            facts.SameDeployment,
	Launch:           checkUnconfined,
}

func checkUnconfined(c *Context, l *facts.Launch) {
	_, sandboxed := known(c, l.Process.Sandbox)
	_, otherAccount := known(c, l.Process.User)
	if l.Role == facts.HelperRole || l.Role == facts.CommandRole || l.Process.Container != nil || sandboxed || otherAccount || runsElsewhere(l) {
		return
	}
	c.Report(l.Entry, l.Process.Span, "%s runs with all rights of the account that starts the host", l.Process.Title).
		At("no confinement").
		Note("it can read that account's files, its SSH keys and cloud credentials included").
		Advise("run it in a container, or in the host's sandbox where it has one")
}

// runsElsewhere reports whether the program runs on another machine.
func runsElsewhere(l *facts.Launch) bool {
	for _, step := range l.Chain {
		if step.Name == "ssh" {
			return true
		}
	}
	return false
}
