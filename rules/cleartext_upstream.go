package rules

import "github.com/wirevet/wirevet/facts"

// CleartextUpstream flags a hop between machines that is not encrypted, behind a proxy or gateway: TLS in front of it covers
// only the first part of the way.
var CleartextUpstream = &Rule{
	ID:               "cleartext-upstream",
	Title:            "a proxy hands requests on to another machine without TLS",
	Severity:         Warning,
	Answers:          []Code{TLSEnforced, TLSExcerpt},
	CWE:              []int{319},
	SecuritySeverity: "5.9",
	Precision:        HighPrecision,
	Crosswalk:        []string{"OWASP MCP Top 10: MCP07", "OWASP AISVS 1.0: 10.3.1", "OWASP ASVS 5.0: 12.3.3"},
	Surfaces:         []string{GoSurface, ServerSurface, ManifestSurface},
	Reach:            facts.OnPath,
	Upstream:         checkCleartextUpstream,
}

func checkCleartextUpstream(c *Context, u *facts.Upstream) {
	scheme, ok := known(c, u.Scheme)
	if !ok || u.Policy != nil || u.Mesh != nil || encryptedSchemes[scheme] {
		return
	}
	host, ok := known(c, u.Address)
	if !ok || u.Exposure == facts.Loopback || u.Exposure == facts.ExposureUnknown {
		return
	}
	where := scheme + "://" + host
	if u.Port != "" {
		where += ":" + u.Port
	}
	f := c.Report(u.Entry, u.Span, "%s: requests are handed on without TLS to %s", subject(u.Entry), where).
		At("not encrypted").For(where).
		Note("whoever is between the two machines reads and changes tool calls, their results and the caller's credentials").
		Advise("let the next hop serve TLS, and verify its certificate; or run it on this machine, on 127.0.0.1 or a unix socket")
	if u.Exposure == facts.LocalContainer {
		// A bridge network of one machine, or a cluster's own network, whose mesh may encrypt.
		f.Severity = Note
	}
	if at := u.Address.Span; at != u.Span && !at.IsZero() {
		f.RelatedAt(at, "the address")
	}
}

// encryptedSchemes are those of protocols over TLS. A proxy may name one without saying anything else of TLS.
var encryptedSchemes = map[string]bool{
	"https": true, "wss": true, "grpcs": true, "h2": true, "suwsgi": true, "tls": true, "ssl": true,
}
