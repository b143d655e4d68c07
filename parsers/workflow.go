package parsers

import (
	"slices"
	"strings"

	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/parsers/hostconfig"
	"github.com/wirevet/wirevet/parsers/workflow"
)

// readWorkflow reads the host configs that a workflow writes or hands to an action, and the variables that such a host has. A
// workflow without one states nothing.
func readWorkflow(src *facts.Source, data []byte) *facts.Facts {
	w := workflow.Parse(src, data)
	out := w.Facts
	said := map[facts.Span]bool{}
	environment := func(host *facts.Host, list []workflow.Environment) {
		for _, env := range list {
			if !said[env.Key] {
				said[env.Key] = true
				workflow.ReadEnvironment(host, env, out)
			}
		}
	}
	for _, e := range w.Embedded {
		inner, text := facts.NewPart(e.Name, e.Text), []byte(e.Text.Text)
		known := e.Host != "" || hostconfig.KnownPath(e.Name)
		if !known && (!hostconfig.CandidateName(e.Name) || !hostconfig.Sniff(text)) {
			continue
		}
		part := hostconfig.Parse(inner, text)
		for _, k := range part.Credentials {
			k.PassedOn = k.PassedOn && !strings.HasPrefix(k.Form, "${{") // the runner has replaced it
			k.Remedy = workflow.Remedy
		}
		if e.Expanded {
			part.Problems = nil // of a text that nobody reads as it stands
		}
		hosts := part.HostFiles
		addPart(out, part, &facts.Entry{})
		if len(hosts) > 0 {
			environment(hosts[0].Host, e.Environment)
		}
	}
	out.Credentials = slices.DeleteFunc(out.Credentials, workflow.ShortLived)
	for _, s := range w.Switches {
		host := hostconfig.HostOf(s.Host)
		e := &facts.Entry{Host: host, Name: s.Key, Block: s.Span}
		out.Workloads = append(out.Workloads, &facts.Workload{
			Entry: e, Span: s.Span, Title: host.Title,
			Confinement: []facts.Confinement{{Name: "the sandbox of " + host.Title, Span: s.Span}},
		})
	}
	return out
}
