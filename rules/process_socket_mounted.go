package rules

import "github.com/wirevet/wirevet/facts"

// ProcessSocketMounted flags a server that is given the socket of a container engine or of an agent that holds keys.
var ProcessSocketMounted = &Rule{
	ID:               "process-socket-mounted",
	Title:            "a server is given a control socket of the machine",
	Severity:         Error,
	Answers:          []Code{ContainerIsolation, CredentialFiles},
	CWE:              []int{250, 668},
	SecuritySeverity: "8.8",
	Precision:        VeryHigh,
	Crosswalk:        []string{"OWASP MCP Top 10: MCP02", "OWASP AISVS 1.0: 10.1.3", "OWASP ASVS 5.0: 13.2.2", "CIS Docker 1.6.0: 5.32"},
	Surfaces:         hostOrManifest,
	Reach:            facts.SameDeployment,
	Workload:         checkSockets,
}

func checkSockets(c *Context, w *facts.Workload) {
	for _, s := range w.Sockets {
		switch s.Kind {
		case facts.RuntimeSocket:
			c.Report(w.Entry, s.Span, "%s controls the container engine of the machine through %s", w.Title, quoted(s.Span)).
				At("root on the machine").For("runtime").
				Note("whoever can start containers can mount the machine's disks: it is the same as root").
				Advise("leave it out; a proxy in front of the socket can allow the few calls that are needed")
		case facts.AgentSocket:
			c.Report(w.Entry, s.Span, "%s signs with the keys of this account through %s", w.Title, quoted(s.Span)).
				At("an agent's socket").For("agent").As(Warning, facts.High).
				Note("it cannot read the keys, but it can log in wherever they open").
				Advise("give it a key of its own, for the one place that it needs")
		}
	}
}
