package rules

import "github.com/wirevet/wirevet/facts"

// SecretParamMirrored flags a sensitive parameter of a tool that clients copy into an HTTP header. The MCP specification
// (2026-07-28, server/tools) says that such parameters should not be marked x-mcp-header.
var SecretParamMirrored = &Rule{
	ID:               "secret-param-mirrored",
	Title:            "a sensitive parameter is copied into an HTTP header",
	Severity:         Warning,
	Answers:          []Code{TokenRotation},
	CWE:              []int{201},
	SecuritySeverity: "5.3",
	Precision:        HighPrecision,
	Crosswalk:        []string{"OWASP MCP Top 10: MCP01", "OWASP ASVS 5.0: 16.2.5", "MCP specification 2026-07-28: server/tools"},
	Surfaces:         goSource,
	Reach:            facts.OnPath,
	Parameter:        checkMirroredParameter,
}

func checkMirroredParameter(c *Context, p *facts.ToolParameter) {
	if !p.Sensitive {
		return
	}
	c.Report(p.Entry, p.Span, "clients copy the parameter %s into the header Mcp-Param-%s", p.Name, p.Header).
		At("copied into a header").For(p.Name).
		Note("proxies read headers, and many write them into their logs").
		Advise("remove the mark x-mcp-header from %s", p.Name)
}
