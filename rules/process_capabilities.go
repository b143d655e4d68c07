package rules

import "github.com/wirevet/wirevet/facts"

// ProcessCapabilities flags Linux capabilities that are given to a server's container (capabilities(7)).
var ProcessCapabilities = &Rule{
	ID:               "process-capabilities",
	Title:            "a container is given Linux capabilities",
	Severity:         Warning,
	Answers:          []Code{ReachableByOthers, ContainerIsolation, ProcessRecord},
	CWE:              []int{250},
	SecuritySeverity: "6.7",
	Precision:        VeryHigh,
	Crosswalk:        []string{"OWASP MCP Top 10: MCP02", "OWASP AISVS 1.0: 10.1.3", "OWASP ASVS 5.0: 13.2.2", "CIS Docker 1.6.0: 5.4"},
	Surfaces:         hostGoOrManifest,
	Reach:            facts.SameDeployment,
	Fix:              UnsafeFix,
	Workload:         checkCapabilities,
}

func checkCapabilities(c *Context, w *facts.Workload) {
	for _, added := range w.CapAdd {
		name, ok := known(c, added)
		if !ok {
			continue
		}
		least := givenByDefault(name) && dropsAll(c, w)
		if least && name == "NET_BIND_SERVICE" {
			continue // to listen on a port below 1024 is all that it allows
		}
		f := c.Report(w.Entry, added.Span, "%s is given the capability %s", w.Title, name).
			At("added capability").For(name).
			Propose("take the capability away", false, facts.Remove{What: added.Span}).
			Advise("remove it, and drop all others: --cap-drop ALL")
		if least {
			f.Severity = Note
			f.Note("all others are dropped: it has less than the runtime gives to every container")
		}
		if what := breaksOut(name, w); what != "" {
			f.Severity = Error
			f.Note("%s", what)
		}
	}
	checkUndropped(c, w)
}

// givenByDefault reports whether docker and containerd give the capability to every container
// (docs.docker.com/engine/containers/run, Runtime privilege and Linux capabilities).
func givenByDefault(name string) bool {
	switch name {
	case "AUDIT_WRITE", "CHOWN", "DAC_OVERRIDE", "FOWNER", "FSETID", "KILL", "MKNOD", "NET_BIND_SERVICE", "NET_RAW", "SETFCAP", "SETGID",
		"SETPCAP", "SETUID", "SYS_CHROOT":
		return true
	}
	return false
}

func dropsAll(c *Context, w *facts.Workload) bool {
	for _, dropped := range w.CapDrop {
		if name, ok := known(c, dropped); ok && name == "ALL" {
			return true
		}
	}
	return false
}

// checkUndropped notes what is left of the capabilities of a container that is hardened otherwise.
func checkUndropped(c *Context, w *facts.Workload) {
	user, stated := known(c, w.User)
	readOnly, _ := known(c, deployed(w).ReadOnlyRoot)
	escalates, decided := known(c, container(w).Escalation)
	nonRoot, _ := known(c, deployed(w).NonRoot)
	if w.Deployed == nil || len(w.CapAdd)+len(w.CapDrop) > 0 || !readOnly || !decided || escalates || !nonRoot && (!stated || user.Root) {
		return
	}
	c.Report(w.Entry, w.Deployed.ReadOnlyRoot.Span, "%s keeps the capabilities that the runtime gives to every container", w.Title).
		At("none is dropped").For("undropped").As(Note, facts.High).
		Note("all else of it is hardened").
		Advise("drop all of them, and add the one that it needs: capabilities: drop: [ALL]")
}

// breaksOut says what a capability that undoes the container's isolation allows.
func breaksOut(name string, w *facts.Workload) string {
	switch name {
	case "ALL":
		return "these are all that root has"
	case "SYS_ADMIN":
		return "it can mount file systems, and leave its namespaces"
	case "SYS_PTRACE":
		return "it can read and change the memory of other processes"
	case "SYS_MODULE":
		return "it can load code into the kernel"
	case "DAC_READ_SEARCH":
		return "it can read every file, whatever its mode"
	case "NET_ADMIN":
		for _, n := range container(w).Namespaces {
			if n.Kind == facts.NetworkNamespace && n.With == "host" {
				return "with the machine's network it can redirect the traffic of everything here"
			}
		}
	}
	return ""
}
