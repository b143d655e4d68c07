package rules

import "github.com/wirevet/wirevet/facts"

// EndpointExposed flags an endpoint of this machine that a tunnel publishes to the internet.
var EndpointExposed = register(Rule{
	ID:               "endpoint-exposed",
	Title:            "a local endpoint is published to the internet",
	Severity:         Warning,
	Answers:          []Code{InternetExposure, ExposureRecord},
	CWE:              []int{668},
	SecuritySeverity: "5.8",
	Precision:        MediumPrecision,
	Crosswalk:        []string{"OWASP MCP Top 10: MCP09", "OWASP AISVS 1.0: 10.3.1"},
	Surfaces:         hostConfig,
	Reach:            facts.OnPath,
	Tunnel:           checkTunnel,
})

func checkTunnel(c *Context, t *facts.Tunnel) {
	c.Report(t.Entry, t.Span, "%s publishes a local endpoint to the internet through %s", subject(t.Entry), t.Product).
		At("opens a tunnel").For(t.Product).
		Note("it is reachable around every firewall for as long as the host runs").
		Advise("serve it from a place that is meant for it, with TLS and authentication")
}
