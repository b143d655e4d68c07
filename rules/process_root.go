package rules

import "github.com/wirevet/wirevet/facts"

// ProcessRoot flags a server process that has all rights of the machine, or of its container.
var ProcessRoot = &Rule{
	ID:               "process-root",
	Title:            "a server runs as root",
	Severity:         Error,
	Answers:          []Code{WhichAccount, ContainerIsolation, ProcessRecord},
	CWE:              []int{250},
	SecuritySeverity: "7.8",
	Precision:        HighPrecision,
	Crosswalk:        []string{"OWASP MCP Top 10: MCP02", "OWASP AISVS 1.0: 10.1.3", "OWASP ASVS 5.0: 13.2.2", "CIS Docker 1.6.0: 4.1"},
	Surfaces:         hostGoOrManifest,
	Reach:            facts.SameDeployment,
	Fix:              UnsafeFix,
	Workload:         checkRoot,
}

func checkRoot(c *Context, w *facts.Workload) {
	user, ok := known(c, w.User)
	if !ok || !user.Root {
		return
	}
	if refuses, ok := known(c, deployed(w).NonRoot); ok && refuses {
		return // the runtime does not start it as root
	}
	f := c.Report(w.Entry, w.User.Span, "%s runs as %s", w.Title, user.Name).At("all rights").For(user.Name)
	noteDefault(f, w.User)
	if mapped, ok := known(c, container(w).RootMapped); ok && mapped {
		f.Severity = Warning
		f.Note("root of the container is an ordinary account of the machine here")
	}
	if w.Container != nil {
		rootInContainer(c, f, w)
		return
	}
	f.Note("a hole in the server, or in one of its packages, is a hole in the machine").
		Advise("start it as an account that has only what its tools need")
	if w.Deployed != nil {
		f.Advise("give the service an account of its own: DynamicUser=yes, or User=")
		if w.User.State == facts.Default {
			f.Severity = Warning
		}
	}
}

// rootInContainer says what root of a container is, and how another account is named.
func rootInContainer(c *Context, f *Finding, w *facts.Workload) {
	how, account := "--user 65532:65532", "65532:65532"
	switch {
	case w.Entry.Builds:
		how = "USER 65532:65532"
	case isDevContainer(w.Entry):
		how, account = "\"remoteUser\", with an account that the image has", "" // which one that is, the file does not say
	case w.Deployed != nil && w.Container.Engine == "kubernetes":
		how, account = "runAsUser: 65532, and runAsNonRoot: true", "65532"
	case w.Deployed != nil:
		how = "user: \"65532:65532\""
	}
	switch w.User.State {
	case facts.Explicit:
		if account == "" {
			break
		}
		f.Propose("run as "+account, false, facts.Replace{Value: w.User.Span, By: account})
	case facts.Inherited:
		if w.User.Why != nil {
			f.RelatedAt(w.User.Why.Effect, "takes effect here")
		}
	case facts.Default:
		if !w.Entry.Builds {
			if w.Container.Built != nil && w.User.Span.Source == w.Container.Built.Source {
				f.Severity = min(f.Severity, Warning) // of the image
			}
			break // what a template falls back to
		}
		f.Severity = min(f.Severity, Warning)
		f.Propose("run as "+account, false, facts.RunAs{Workload: w, Account: account})
	}
	if by, ok := known(c, w.Drops); ok {
		f.Severity = Note
		f.RelatedAt(w.Drops.Span, by+" can give up root")
		f.Note("its entrypoint may give up root by %s before it starts the server", by)
	}
	f.Note("a hole in the server is then a hole in the container's isolation").Advise("name an account without rights: %s", how)
}
