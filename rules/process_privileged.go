package rules

import "github.com/wirevet/wirevet/facts"

// ProcessPrivileged flags a container that has every right of the machine.
var ProcessPrivileged = &Rule{
	ID:               "process-privileged",
	Title:            "a container is privileged",
	Severity:         Error,
	Answers:          []Code{ReachableByOthers, ContainerIsolation, ProcessRecord},
	CWE:              []int{250},
	SecuritySeverity: "8.8",
	Precision:        VeryHigh,
	Crosswalk:        []string{"OWASP MCP Top 10: MCP02", "OWASP AISVS 1.0: 10.1.3", "OWASP ASVS 5.0: 13.2.2", "CIS Docker 1.6.0: 5.5"},
	Surfaces:         hostOrManifest,
	Reach:            facts.SameDeployment,
	Fix:              UnsafeFix,
	Workload:         checkPrivileged,
}

func checkPrivileged(c *Context, w *facts.Workload) {
	privileged, ok := known(c, container(w).Privileged)
	if !ok || !privileged {
		checkEscalation(c, w)
		return
	}
	f := c.Report(w.Entry, w.Container.Privileged.Span, "%s is privileged", w.Title).At("every right of the machine").
		Note("root inside can mount the machine's disks and load kernel modules").
		Advise("remove it; add the one capability or device that the server needs")
	if w.Container.Privileged.State == facts.Default { // by something that has another purpose as well
		f.Confidence = facts.Medium
		noteDefault(f, w.Container.Privileged)
		return
	}
	f.Propose("run it without privileges", false, facts.Remove{What: w.Container.Privileged.Span})
}

// checkEscalation flags a container that runs as root, and for which somebody has written that it may get more rights.
func checkEscalation(c *Context, w *facts.Workload) {
	user, _ := known(c, w.User)
	raises, ok := known(c, container(w).Escalation)
	if !ok || !raises || !user.Root || w.Container.Escalation.State == facts.Default {
		return
	}
	c.Report(w.Entry, w.Container.Escalation.Span, "%s runs as root, and its programs may raise their rights", w.Title).
		At("more rights than it starts with").For("escalation").As(Warning, facts.High).
		Note("a program that is started inside can have rights that the server was not given").
		Propose("forbid it", false, facts.Replace{Value: w.Container.Escalation.Span, By: "false"}).
		Advise("allowPrivilegeEscalation: false")
}
