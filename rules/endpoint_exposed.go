package rules

import "github.com/wirevet/wirevet/facts"

// EndpointExposed flags an endpoint that the internet can reach, and for which nobody has said why: one of this machine
// that a tunnel publishes, or one that wirevet.toml declares as public.
var EndpointExposed = &Rule{
	ID:               "endpoint-exposed",
	Title:            "an endpoint is published to the internet without a reason",
	Severity:         Warning,
	Answers:          []Code{InternetExposure, ExposureRecord},
	CWE:              []int{668},
	SecuritySeverity: "5.8",
	Precision:        MediumPrecision,
	Crosswalk:        []string{"OWASP MCP Top 10: MCP09", "OWASP AISVS 1.0: 10.3.1"},
	Surfaces:         []string{"host config", "wirevet.toml", ManifestSurface},
	Reach:            facts.OnPath,
	Scope:            WholeSystem,
	System:           checkExposed,
}

func checkExposed(c *Context, s *facts.System) {
	for _, t := range s.Tunnels {
		if _, justified := known(c, declaration(t.Declared).Justification); justified {
			continue
		}
		c.Report(t.Entry, t.Span, "%s publishes a local endpoint to the internet through %s", subject(t.Entry), t.Product).
			At("opens a tunnel").For(t.Product).
			Note("it is reachable around every firewall for as long as the host runs").
			Advise("serve it from a place that is meant for it, with TLS and authentication; or say why in wirevet.toml: justification")
	}
	checkPublished(c, s)
	for _, w := range s.Workloads {
		checkPublishedPorts(c, w)
	}
	for _, d := range s.Endpoints {
		class, ok := known(c, d.Exposure)
		_, justified := known(c, d.Justification)
		if !ok || class != facts.Public || justified || len(d.Uses) == 0 || tunnelled(d) {
			continue
		}
		c.Report(nil, d.Exposure.Span, "the endpoint %s is declared public, and nothing says why", d.Match).
			At("reachable from the internet").For(d.Match).
			RelatedAt(d.Uses[0].Span, "the connection").
			Note("whoever finds it can try it").
			Advise("say why: justification = \"…\"; or reach it from inside only")
	}
}

// checkPublished flags what a cluster publishes: services with a load balancer, ingresses and gateways.
func checkPublished(c *Context, s *facts.System) {
	for _, v := range s.Services {
		class, ok := known(c, v.Exposure)
		if _, justified := known(c, declaration(v.Declared).Justification); !ok || justified || class != facts.Public {
			continue
		}
		published(c, v.Entry, v.Exposure.Span, v.Limits)
	}
	said := map[*facts.Entry]bool{}
	for _, l := range s.Listeners {
		if l.Entry == nil || l.Entry.Deployment == nil || l.Contains || l.Exposure != facts.Public || said[l.Entry] {
			continue
		}
		_, justified := known(c, declaration(l.Declared).Justification)
		for _, r := range l.Routes {
			if r.MCP && !justified && !said[l.Entry] {
				said[l.Entry] = true
				at := r.Span
				if len(l.Names) > 0 && l.Names[0].Known() {
					at = l.Names[0].Span
				}
				published(c, l.Entry, at, r.Limits)
			}
		}
	}
}

func published(c *Context, e *facts.Entry, at facts.Span, limits []facts.Stated[string]) {
	f := c.Report(e, at, "%s publishes an MCP endpoint to the internet", subject(e)).
		At("reachable from the internet").For("published").
		Note("whoever finds it can try it").
		Advise("say why in wirevet.toml: justification; or keep it inside, or let in known addresses only")
	ranges := ""
	for i, l := range limits {
		if text, ok := known(c, l); ok && i < 3 {
			ranges += " " + text
		}
	}
	if ranges != "" {
		f.Severity = Note
		f.Note("limited to%s", ranges)
	}
}

// tunnelled reports whether a tunnel is among the uses, which is a finding of its own.
func tunnelled(d *facts.EndpointDeclaration) bool {
	for _, u := range d.Uses {
		if u.Tunnel != nil {
			return true
		}
	}
	return false
}

// checkPublishedPorts notes a port of a compose service that every interface of the machine has, and flags one at a public
// address. Without an address docker publishes on all of them, past most firewalls (docs.docker.com, Port publishing).
func checkPublishedPorts(c *Context, w *facts.Workload) {
	if w.Deployed == nil || w.Deployed.Service == "" {
		return
	}
	for _, p := range w.Container.Ports {
		if p.Exposure != facts.Public && !everyInterface(p.Address) {
			continue
		}
		f := c.Report(w.Entry, p.Span, "%s publishes port %s on every interface of the machine", w.Title, p.Container).
			At("reachable from outside").For(p.Container).As(Note, facts.Medium).
			Note("docker opens it past most firewalls of the machine").
			Advise("publish it to this machine only: 127.0.0.1:%s:%s", orSame(p.Host, p.Container), p.Container)
		if p.Exposure == facts.Public {
			f.Message = w.Title + " publishes port " + p.Container + " at a public address, " + p.Address
			f.As(Warning, facts.High)
		}
	}
}

func orSame(text, other string) string {
	if text == "" {
		return other
	}
	return text
}
