package rules

import "github.com/wirevet/wirevet/facts"

// ProcessNamespaceShared flags a container that shares a namespace with the machine or with another container
// (namespaces(7)).
var ProcessNamespaceShared = &Rule{
	ID:               "process-namespace-shared",
	Title:            "a container shares a namespace",
	Severity:         Warning,
	Answers:          []Code{ReachableByOthers, ContainerIsolation, ProcessRecord},
	CWE:              []int{653},
	SecuritySeverity: "6.5",
	Precision:        VeryHigh,
	Crosswalk:        []string{"OWASP MCP Top 10: MCP02", "OWASP AISVS 1.0: 10.1.3", "OWASP ASVS 5.0: 13.2.2", "CIS Docker 1.6.0: 5.10, 5.16, 5.17, 5.21, 5.31"},
	Surfaces:         hostOrManifest,
	Reach:            facts.SameDeployment,
	Fix:              UnsafeFix,
	Workload:         checkNamespaces,
}

func checkNamespaces(c *Context, w *facts.Workload) {
	for _, n := range container(w).Namespaces {
		f := c.Report(w.Entry, n.Span, "%s shares the %s namespace: %s", w.Title, n.Kind, n.With).
			At("shared namespace").For(string(n.Kind)+" "+n.With).
			Propose("give the container its own", false, facts.Remove{What: n.Span}).
			Advise("remove it; each container has its own")
		switch n.Kind {
		case facts.PIDNamespace:
			f.Note("it sees the other processes, and can signal and trace those of its account")
		case facts.IPCNamespace:
			f.Note("it can read and write the shared memory of the other processes")
		case facts.UserNamespace:
			// The engine does the same unless its administrator remaps accounts.
			f.Severity = Note
			f.Note("root inside is root of the machine")
		case facts.NetworkNamespace:
			f.Note("it reaches every service that listens on this machine only")
			if n.With == "host" && len(w.Container.Ports) == 0 && w.Deployed == nil {
				f.Severity = Note // an stdio server that publishes nothing
			}
		}
	}
}
