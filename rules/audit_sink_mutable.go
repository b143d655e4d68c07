package rules

import "github.com/wirevet/wirevet/facts"

// AuditSinkMutable flags a record of tool calls that the server itself, or whoever breaks into it, can change.
var AuditSinkMutable = &Rule{
	ID:               "audit-sink-mutable",
	Title:            "whoever writes the record of tool calls can change it",
	Severity:         Warning,
	Answers:          []Code{AuditLogging},
	CWE:              []int{778},
	SecuritySeverity: "4.3",
	Precision:        MediumPrecision,
	Crosswalk:        []string{"OWASP MCP Top 10: MCP08", "OWASP ASVS 5.0: 16.4.2, 16.4.3", "MCP specification 2026-07-28: server/tools"},
	Scope:            WholeSystem,
	Surfaces:         []string{GoSurface, ManifestSurface},
	Reach:            facts.OnPath,
	System:           checkAuditSink,
}

func checkAuditSink(c *Context, s *facts.System) {
	if declaredAudit(s).Store.Known() {
		return
	}
	for _, t := range s.ProgramTrails {
		if judgeStores(c, t) {
			continue
		}
		mutable, ok := known(c, t.Mutable)
		if !ok || !mutable {
			continue
		}
		entry, _ := recorder(t)
		f := c.Report(entry, t.Sink.Span, "%s records tool calls in %s", subject(entry), t.Sink.Value).
			At("can be changed later").For(t.Sink.Value).As(Note, facts.Medium).
			Note("whoever has the rights of the server can remove what it did").
			Advise("send the record to a collector, which the server cannot change, and name it in [audit] of wirevet.toml")
		if t.Truncates {
			f.Severity = Warning
			f.Message = subject(entry) + " overwrites its record of tool calls at each start: " + t.Sink.Value
		}
	}
}

// judgeStores judges what containers make of a record. It reports whether one of them loses it, which is more than that whoever
// writes it can change it.
func judgeStores(c *Context, t *facts.ProgramTrail) (lost bool) {
	for _, k := range t.Kept {
		w := k.Workload.Entry
		var f *Finding
		switch k.Store {
		case facts.InContainer:
			f = c.Report(w, k.Span, "the record of tool calls in %s goes with the container of %s", t.Sink.Value, subject(w)).At("no volume for it")
		case facts.InPod:
			f = c.Report(w, k.Span, "the record of tool calls in %s goes with the pod of %s", t.Sink.Value, subject(w)).At("deleted with the pod")
		case facts.InMemory:
			f = c.Report(w, k.Span, "the record of tool calls in %s is kept in memory by %s", t.Sink.Value, subject(w)).At("lost when it stops")
		case facts.EngineLog:
			judgeEngineLog(c, t, k)
			continue
		default:
			continue
		}
		lost = true
		f.For(t.Path).As(Warning, facts.Medium).RelatedAt(t.Sink.Span, "written here").
			Note("what the server did before it was replaced is on no record").
			Advise(keepingAdvice(k.Workload.Container.Engine))
	}
	return lost
}

func keepingAdvice(engine string) string {
	if engine == "kubernetes" {
		return "mount a persistent volume at the folder, or write the record to standard error and have an agent on the nodes send it to a collector"
	}
	return "give the folder a volume, or write the record to standard error and have the engine's log driver send it to a collector"
}

// judgeEngineLog judges a record that the engine, or the kubelet, keeps on the machine.
func judgeEngineLog(c *Context, t *facts.ProgramTrail, k facts.KeptRecord) {
	w := k.Workload.Entry
	var f *Finding
	if k.Workload.Container.Engine == "kubernetes" {
		f = c.Report(w, k.Span, "the record of tool calls of %s is in the kubelet's log on its node", subject(w)).
			At("deleted with the pod").
			Note("the kubelet keeps the last 50 MiB of a container, and whoever has the rights of the node can remove what the server did").
			Advise("have an agent on the nodes send it to a collector, and name the store in [audit] of wirevet.toml")
	} else {
		f = c.Report(w, k.Span, "the record of tool calls of %s is in the engine's log on the machine that runs it (%s)", subject(w), k.Driver).
			At("can be changed later").
			Note("whoever has the rights of the engine can remove what the server did").
			Advise("send it to a collector with a log driver, and name the store in [audit] of wirevet.toml")
	}
	f.For(k.Driver).As(Note, facts.Medium).RelatedAt(t.Sink.Span, "written here")
}
