package rules

import "github.com/wirevet/wirevet/facts"

// EndpointExposed flags an endpoint that the internet can reach, and for which nobody has said why: one of this machine
// that a tunnel publishes, or one that wirevet.toml declares as public.
var EndpointExposed = register(Rule{
	ID:               "endpoint-exposed",
	Title:            "an endpoint is published to the internet without a reason",
	Severity:         Warning,
	Answers:          []Code{InternetExposure, ExposureRecord},
	CWE:              []int{668},
	SecuritySeverity: "5.8",
	Precision:        MediumPrecision,
	Crosswalk:        []string{"OWASP MCP Top 10: MCP09", "OWASP AISVS 1.0: 10.3.1"},
	Surfaces:         []string{"host config", "wirevet.toml"},
	Reach:            facts.OnPath,
	Scope:            WholeSystem,
	System:           checkExposed,
})

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

// tunnelled reports whether a tunnel is among the uses, which is a finding of its own.
func tunnelled(d *facts.EndpointDeclaration) bool {
	for _, u := range d.Uses {
		if u.Tunnel != nil {
			return true
		}
	}
	return false
}
