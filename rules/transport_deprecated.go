package rules

import (
	"strings"

	"github.com/wirevet/wirevet/facts"
)

// TransportDeprecated flags HTTP+SSE, which the MCP specification has replaced by Streamable HTTP on 2025-03-26.
var TransportDeprecated = &Rule{
	ID:               "transport-deprecated",
	Title:            "the deprecated HTTP+SSE transport is used",
	Severity:         Note,
	Answers:          []Code{TLSEnforced},
	CWE:              []int{477},
	SecuritySeverity: "2.0",
	Precision:        VeryHigh,
	Crosswalk:        []string{"OWASP MCP Top 10: MCP07", "OWASP AISVS 1.0: 10.3.1", "MCP specification 2026-07-28: deprecated features"},
	Scope:            WholeSystem,
	Surfaces:         []string{"host config", GoSurface},
	Reach:            facts.OnPath,
	System:           checkDeprecatedTransports,
}

func checkDeprecatedTransports(c *Context, s *facts.System) {
	for _, r := range s.Remotes {
		checkDeprecatedTransport(c, r)
	}
	// Who serves Streamable HTTP as well keeps the old one for older clients.
	current := map[*facts.Entry]bool{}
	for _, r := range s.Routes {
		if transport, ok := known(c, r.Transport); ok && transport == facts.StreamableHTTP {
			current[r.Entry] = true
		}
	}
	for _, r := range s.Routes {
		if transport, ok := known(c, r.Transport); ok && transport == facts.SSE && !current[r.Entry] {
			c.Report(r.Entry, r.Transport.Span, "%s serves HTTP+SSE, which is deprecated", subject(r.Entry)).
				At("deprecated transport").For("sse").
				Advise("serve Streamable HTTP; older clients can have both for a while")
		}
	}
}

func checkDeprecatedTransport(c *Context, r *facts.Remote) {
	transport, ok := known(c, r.Transport)
	written := ok && r.Transport.State == facts.Explicit
	namesSSE := strings.HasSuffix(strings.TrimSuffix(r.Path, "/"), "/sse")
	switch {
	case ok && transport == facts.SSE && written:
		c.Report(r.Entry, r.Transport.Span, "%s is called over HTTP+SSE, which is deprecated", callee(r.Entry)).
			At("deprecated transport").For("sse").
			Advise("use Streamable HTTP; the server's path for it is often /mcp")
	case ok && transport == facts.SSE:
		f := c.Report(r.Entry, r.Span, "%s is called over HTTP+SSE, which is deprecated, because nothing else is written", subject(r.Entry)).
			At("SSE by default").For("sse").As(Note, facts.Medium)
		noteDefault(f, r.Transport)
		f.Advise("write the transport; Streamable HTTP has replaced this one")
	case namesSSE && !written:
		c.Report(r.Entry, r.Span, "%s is called at a path for HTTP+SSE, which is deprecated", subject(r.Entry)).
			At("an SSE path").For("sse").As(Note, facts.Low).
			Advise("use the server's path for Streamable HTTP, often /mcp")
	}
}
