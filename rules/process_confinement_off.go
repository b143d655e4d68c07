package rules

import "github.com/wirevet/wirevet/facts"

// ProcessConfinementOff flags a protection of a process that is switched off by name.
var ProcessConfinementOff = &Rule{
	ID:               "process-confinement-off",
	Title:            "a protection of the process is switched off",
	Severity:         Warning,
	Answers:          []Code{ReachableByOthers, ContainerIsolation, ProcessRecord},
	CWE:              []int{693},
	SecuritySeverity: "6.3",
	Precision:        VeryHigh,
	Crosswalk:        []string{"OWASP MCP Top 10: MCP02", "OWASP AISVS 1.0: 10.1.3", "OWASP ASVS 5.0: 13.2.2", "CIS Docker 1.6.0: 5.2, 5.3, 5.22, 5.26"},
	Surfaces:         hostGoOrManifest,
	Reach:            facts.SameDeployment,
	Fix:              UnsafeFix,
	Workload:         checkConfinement,
}

func checkConfinement(c *Context, w *facts.Workload) {
	for _, p := range w.Confinement {
		if p.On {
			continue
		}
		c.Report(w.Entry, p.Span, "%s runs without %s", w.Title, p.Name).At("switched off here").For(p.Name).
			Note("it is the difference between a hole in the server and a hole in the machine").
			Propose("leave the protection on", false, facts.Remove{What: p.Span}).
			Advise("remove it; the default protects")
	}
	checkNewPrivileges(c, w)
}

// checkNewPrivileges notes a container whose programs may raise their rights. With root it is [ProcessPrivileged].
func checkNewPrivileges(c *Context, w *facts.Workload) {
	raises, ok := known(c, container(w).Escalation)
	user, _ := known(c, w.User)
	if !ok || !raises || user.Root && w.Container.Escalation.State != facts.Default {
		return
	}
	f := c.Report(w.Entry, w.Container.Escalation.Span, "programs of %s may raise their rights", w.Title).
		At("no-new-privileges is off").For("escalation").As(Note, facts.High).
		Propose("forbid it", false, facts.ForbidEscalation{Workload: w})
	if w.Container.Engine == "kubernetes" {
		f.Advise("allowPrivilegeEscalation: false")
	} else {
		f.Advise("security_opt: [\"no-new-privileges:true\"]")
	}
	noteDefault(f, w.Container.Escalation)
}
